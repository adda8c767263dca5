import { AuthenticationError } from '../errors/authentication-error.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import { TimeoutError } from '../errors/timeout-error.js';
import type { TrackerError } from '../errors/tracker-error.js';
import { type Attempt, type Call, detailsOf, startAttempt } from './call.js';
import type { HttpReply } from './http-request.js';
import { readAnswer } from './read-answer.js';
import { sendRequest } from './send-request.js';
import { type Limit, withinLimit } from './time-limit.js';

/**
 * The attempts of one call, made one after another.
 *
 * @internal
 */
export interface Attempts {
  /** The newest one. */
  readonly current: Attempt;
  /** What is left of the deadline, in milliseconds. */
  leftMs(): number;
  /**
   * Makes the next one, and one more with fresh credentials when it meets the call's first 401. Rejects with a
   * `TrackerError` or with `ABORTED`.
   *
   * @param error - What the attempt before ended with.
   * @param waitedMs - How long was waited since.
   */
  next(error?: TrackerError, waitedMs?: number): Promise<HttpReply<unknown>>;
}

/** Asks the host for credentials, or to refresh them. Whatever goes wrong there ends the call: it has retries of its own. */
async function ask<T>(attempt: Attempt, port: () => Promise<T> | T): Promise<T> {
  try {
    return await port();
  } catch (error) {
    attempt.final = true;
    if (isTrackerError(error)) throw error;
    const message = `${attempt.call.label}: the host could not give credentials`;
    throw new AuthenticationError(message, detailsOf(attempt, error));
  }
}

/** Credentials, request, redirects, body, parsing: all that one repeat repeats. */
async function exchange(attempt: Attempt, limit: Limit): Promise<HttpReply<unknown>> {
  const { call } = attempt;
  const { options } = call;
  const credentials = options.credentials && (await ask(attempt, () => options.credentials?.(limit.signal)));
  if (credentials) call.credentials.push(credentials);
  return readAnswer(attempt, await sendRequest(attempt, credentials, limit.signal), limit.complete);
}

/** Tells the caller's listener, whose faults are not the call's. */
function report({ request, runtime }: Call, attempt: number, waitedMs: number, error: TrackerError | undefined): void {
  try {
    request.onAttempt?.({ attempt, waitedMs, ...(error && { error }) });
  } catch {
    runtime.logger.warn('onAttempt threw', { operation: request.operation });
  }
}

/**
 * The attempts of a call, none of them made yet. The deadline begins here.
 *
 * @internal
 */
export function createAttempts(call: Call, deadlineMs: number): Attempts {
  const { options, request, runtime } = call;
  const deadline = runtime.now() + deadlineMs;
  const leftMs = () => deadline - runtime.now();
  let current = startAttempt(call);
  let made = 0;
  let mayRefresh = options.refresh !== undefined;

  const within = <T>(limitMs: number, work: (limit: Limit) => Promise<T>): Promise<T> => {
    const attempt = current;
    const timeoutMs = limitMs < leftMs() ? limitMs : deadlineMs;
    const expired = () => {
      const message = `${call.label}: no complete answer within ${timeoutMs} ms`;
      return new TimeoutError(message, { ...detailsOf(attempt), timeoutMs });
    };
    return withinLimit(runtime, Math.min(limitMs, leftMs()), request.signal, expired, work);
  };

  const next = async (before?: TrackerError, waitedMs = 0): Promise<HttpReply<unknown>> => {
    const attempt = startAttempt(call);
    current = attempt;
    report(call, ++made, waitedMs, before);
    try {
      return await within(options.timeoutMs ?? 30_000, (limit) => exchange(attempt, limit));
    } catch (error) {
      if (attempt.answer?.status !== 401 || !mayRefresh || !isTrackerError(error)) throw error;
      mayRefresh = false;
      const refreshed = await within(deadlineMs, ({ signal }) =>
        ask(attempt, () => options.refresh?.(signal) ?? false),
      );
      if (!refreshed) throw error;
      return next(error);
    }
  };
  return {
    get current() {
      return current;
    },
    leftMs,
    next,
  };
}
