import { isTrackerError } from '../errors/is-tracker-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import type { TrackerError } from '../errors/tracker-error.js';
import { type Call, faultOf, type HeaderValues } from './call.js';
import { ask, exchange } from './exchange.js';
import type { HttpReply } from './http-request.js';
import { ABORTED, leftMs, withinLimit } from './time-limit.js';
import { toReply } from './to-reply.js';

/** Waits until the client's limiter lets a request leave. */
async function admit(call: Call): Promise<void> {
  const { options, policy, request, runtime } = call;
  const { signal } = request;
  if (signal?.aborted) throw ABORTED;
  const mayTake = (waitMs: number) => waitMs <= policy.maxWaitMs && waitMs < leftMs(call);
  const place = await options.limiter?.admit(request, (ms) => runtime.sleep(ms, signal), mayTake);
  if (signal?.aborted) throw ABORTED;
  if (!place?.waitMs) return;
  const { scope, waitMs: retryAfterMs } = place;
  // Nothing of this attempt left; what an earlier one met is no longer the matter.
  call.mayBeApplied = false;
  throw faultOf(call, RateLimitedError, `the limit '${scope}' is used up; not sent`, { retryAfterMs, scope });
}

/** Whether there are other credentials now than those that were refused. */
async function renew(call: Call, signal: AbortSignal): Promise<boolean> {
  const { options, renewal } = call;
  const refused = JSON.stringify(call.credentials.at(-1));
  const adopt = (found: HeaderValues = {}) => {
    // The rest of the call goes by them: the host may give the refused ones to whoever asks without saying so.
    if (JSON.stringify(found) !== refused) call.renewed = found;
    return call.renewed !== undefined;
  };
  // Another call may have renewed them since this one was sent.
  if (adopt(await options.credentials?.(signal))) return true;
  if (options.refresh) return options.refresh(signal);
  // One asks, and all that wait are answered.
  renewal.running ??= Promise.resolve(options.credentials?.(undefined, true)).finally(() => {
    delete renewal.running;
  });
  return adopt(await renewal.running);
}

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
  await admit(call);
  try {
    const answer = await withinLimit(call, options.timeoutMs ?? 30_000, (signal) => exchange(call, signal));
    options.limiter?.learn(answer.response.headers);
    return toReply(call, answer);
  } catch (fault) {
    if (isTrackerError(fault, 'rate_limited')) options.limiter?.pause(fault.retryAfterMs ?? 0, fault.scope, request);
    // Told apart by the status too, because a provider's table may call it otherwise; and not every tracker says 401.
    const isRefused =
      call.answer?.status === 401 || (isTrackerError(fault, 'authentication') && fault !== call.portFault);
    if (!isRefused || call.hasRefreshed || !isTrackerError(fault)) throw fault;
    call.hasRefreshed = true;
    if (await withinLimit(call, policy.deadlineMs, (signal) => ask(call, () => renew(call, signal)))) {
      return attempt(call, fault);
    }
    throw fault;
  }
}
