import type { Timestamp } from '../timestamp.js';

/**
 * What is known of one limit of the tracker.
 *
 * @public
 */
export interface LimitState {
  /** What is limited, in the tracker's word. */
  readonly scope: string;
  /** How much there is in a window; null when unknown. */
  readonly limit: number | null;
  /** How much is left; null when unknown. */
  readonly remaining: number | null;
  /** When the window ends; null when unknown. */
  readonly resetAt: Timestamp | null;
}

/**
 * What is known of the remaining budget, from the answers so far. Sends nothing.
 *
 * @public
 */
export interface LimitReport {
  /** One entry per limit; empty before the first answer. */
  readonly limits: readonly LimitState[];
}
