const CAPACITY = 500;

/**
 * What all calls of one client may spend on repeats, so that an outage is not amplified: a bucket of 500 from which each
 * repeat takes (14, or 5 after the server asked to wait), and into which successes put back.
 *
 * @internal
 */
export interface RetryBudget {
  /** Takes if there is enough; false means: do not repeat. */
  take(cost: number): boolean;
  /** Puts back, never above the capacity. */
  giveBack(amount: number): void;
}

/**
 * A full {@link RetryBudget}.
 *
 * @internal
 */
export function createRetryBudget(): RetryBudget {
  let left = CAPACITY;
  return {
    take(cost) {
      if (left < cost) return false;
      left -= cost;
      return true;
    },
    giveBack(amount) {
      left = Math.min(CAPACITY, left + amount);
    },
  };
}
