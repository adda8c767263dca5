import { isTrackerError } from '../errors/is-tracker-error.js';
import type { TrackerError } from '../errors/tracker-error.js';
import type { Call } from './call.js';
import { ask, exchange } from './exchange.js';
import type { HttpReply } from './http-request.js';
import { withinLimit } from './time-limit.js';
import { toReply } from './to-reply.js';

/**
 * Makes the next attempt of a call, and one more with fresh credentials when it meets the call's first 401.
 *
 * @param error - What the attempt before ended with.
 * @param waitedMs - How long was waited since.
 * @throws TrackerError, or `ABORTED`.
 *
 * @internal
 */
export async function attempt(call: Call, error?: TrackerError, waitedMs = 0): Promise<HttpReply<unknown>> {
  const { options, policy, request, runtime } = call;
  try {
    request.onAttempt?.({ attempt: ++call.attempts, waitedMs, ...(error && { error }) });
  } catch {
    // A listener's faults are not the call's.
    runtime.logger.warn('onAttempt threw', { operation: request.operation });
  }
  try {
    return toReply(call, await withinLimit(call, options.timeoutMs ?? 30_000, (signal) => exchange(call, signal)));
  } catch (fault) {
    // Told apart by the status, because a provider's table may call it otherwise.
    if (call.answer?.status !== 401 || !options.refresh || call.hasRefreshed || !isTrackerError(fault)) throw fault;
    call.hasRefreshed = true;
    const refused = JSON.stringify(call.credentials.at(-1));
    const refresh = (signal: AbortSignal) =>
      ask(call, async () => {
        // Another call may have renewed them since this one was sent.
        const current = JSON.stringify((await options.credentials?.(signal)) ?? {});
        return current !== refused || (options.refresh?.(signal) ?? false);
      });
    if (await withinLimit(call, policy.deadlineMs, refresh)) return attempt(call, fault);
    throw fault;
  }
}
