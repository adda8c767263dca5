import type { TrackerFault } from '../errors/is-tracker-error.js';
import type { Call } from './call.js';
import { leftMs } from './time-limit.js';

/**
 * Whether a write that failed so may have been applied. A clear refusal says no; so does a request that never left.
 *
 * @internal
 */
export function isAmbiguous({ answer, isFault, mayBeApplied }: Call, { code }: TrackerFault): boolean {
  if (!mayBeApplied) return false;
  if (!answer || (answer.ok && !isFault)) return true;
  // A table that reads a refusal out of a 5xx or of a body is believed; what only says "it failed" is not proof of anything.
  const { status } = answer;
  return (isFault || status >= 500 || status === 408) && (code === 'transport' || code === 'timeout');
}

/**
 * How long to wait before the call is repeated, in milliseconds; `undefined` when it must not be: the fault is final, a
 * write may have been applied, or the server asks for more time than there is.
 *
 * Full jitter, on top of what the server asked for.
 *
 * @param repeat - 0 before the first repeat.
 *
 * @internal
 */
export function waitBeforeRepeat(call: Call, fault: TrackerFault, repeat: number): number | undefined {
  const { mayBeApplied, policy, portFault, runtime } = call;
  // As a provider's own table read it, or from the header.
  const { retryAfterMs = call.retryAfterMs } = fault as { readonly retryAfterMs?: number | undefined };
  const floorMs = retryAfterMs ?? 0;
  if (!fault.retryable || fault === portFault || floorMs > policy.maxWaitMs) return undefined;
  // A conflict without a time to come back is for the caller, who has to read again.
  if (fault.code === 'conflict' && retryAfterMs === undefined) return undefined;
  if (mayBeApplied && !isOverload(fault)) return undefined;
  const waitMs = floorMs + runtime.random() * Math.min(policy.maxWaitMs - floorMs, policy.baseMs * 2 ** repeat);
  return waitMs < leftMs(call) ? waitMs : undefined;
}

/**
 * Whether the server is up, and refused for now.
 *
 * @internal
 */
export function isOverload({ code }: TrackerFault): boolean {
  return code === 'rate_limited' || code === 'conflict';
}
