import type { TrackerFault } from '../errors/is-tracker-error.js';
import type { Attempt } from './call.js';
import type { RetryOptions } from './http-request.js';

/**
 * {@link RetryOptions} with nothing left open.
 *
 * @internal
 */
export type RetryPolicy = Required<RetryOptions>;

/**
 * Fills in the defaults.
 *
 * @internal
 */
export function retryPolicy({
  attempts = 4,
  baseMs = 200,
  maxWaitMs = 30_000,
  deadlineMs = 60_000,
}: RetryOptions = {}): RetryPolicy {
  return { attempts, baseMs, maxWaitMs, deadlineMs };
}

/**
 * Whether a write that failed so may have been applied. A clear refusal says no; so does a request that never left.
 *
 * @internal
 */
export function isAmbiguous({ call, inFlight, answer }: Attempt, fault: TrackerFault): boolean {
  if (call.repeatability !== 'write' || !inFlight) return false;
  if (fault.code === 'transport' && fault.certainlyNotApplied) return false;
  // A table that reads a refusal out of a 5xx is believed; what only says "it failed" is not proof of anything.
  if (!['transport', 'timeout', 'contract', 'too_large'].includes(fault.code)) return false;
  if (answer === undefined || answer.ok) return true;
  return answer.status >= 500 || answer.status === 408;
}

/** What the server asked for, from its header or as a provider's own table read it. */
function hintOf(attempt: Attempt, fault: TrackerFault): number | undefined {
  const read = fault.code === 'rate_limited' || fault.code === 'transport' ? fault.retryAfterMs : undefined;
  return read ?? attempt.retryAfterMs;
}

/**
 * How long to wait before the call is repeated, in milliseconds; `undefined` when it must not be: the fault is final, a
 * write may have been applied, or the server asks for more time than there is.
 *
 * Full jitter, on top of what the server asked for.
 *
 * @param repeat - 0 before the first repeat.
 * @param leftMs - What is left of the deadline.
 *
 * @internal
 */
export function waitBeforeRepeat(
  attempt: Attempt,
  fault: TrackerFault,
  { baseMs, maxWaitMs }: RetryPolicy,
  repeat: number,
  leftMs: number,
): number | undefined {
  if (attempt.final || !fault.retryable) return undefined;
  const hintMs = hintOf(attempt, fault);
  const refused =
    fault.code === 'rate_limited' ||
    (fault.code === 'conflict' && hintMs !== undefined) ||
    (fault.code === 'transport' && fault.certainlyNotApplied);
  // A conflict without a time to come back is for the caller, who has to read again.
  if (!refused && (attempt.call.repeatability === 'write' || fault.code === 'conflict')) return undefined;
  const floorMs = hintMs ?? 0;
  if (floorMs > maxWaitMs) return undefined;
  const waitMs = floorMs + attempt.call.runtime.random() * Math.min(maxWaitMs - floorMs, baseMs * 2 ** repeat);
  return waitMs < leftMs ? waitMs : undefined;
}

/**
 * What a repeat takes from the client's budget. Less after a server that says when to come back, because it is up.
 *
 * @internal
 */
export function costOfRepeat({ code }: TrackerFault): number {
  return code === 'rate_limited' || code === 'conflict' ? 5 : 14;
}
