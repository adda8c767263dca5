import pRetry from 'p-retry';
import { AmbiguousWriteError } from '../errors/ambiguous-write-error.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import type { TrackerError } from '../errors/tracker-error.js';
import type { Runtime } from '../runtime/runtime.js';
import { createAttempts } from './attempts.js';
import { type Attempt, type Call, detailsOf, startCall } from './call.js';
import type { HttpClient, HttpClientOptions, HttpReply, HttpRequest } from './http-request.js';
import { createRetryBudget, type RetryBudget } from './retry-budget.js';
import { costOfRepeat, isAmbiguous, type RetryPolicy, retryPolicy, waitBeforeRepeat } from './retry-policy.js';
import { ABORTED } from './time-limit.js';

function toAmbiguous(attempt: Attempt, fault: TrackerError): AmbiguousWriteError {
  const { label, request } = attempt.call;
  const { context, cause } = detailsOf(attempt, fault);
  return new AmbiguousWriteError(`${label}: sent, but whether it was applied is not known; look before sending again`, {
    context,
    // The fault's own cause says more, where there is one.
    ...(cause && { cause: (fault.cause as typeof cause | undefined) ?? cause }),
    clientKey: request.clientKey,
  });
}

/** The one loop. p-retry counts; waiting and the deadline are here, on our ports. */
async function run(call: Call, policy: RetryPolicy, budget: RetryBudget): Promise<HttpReply<unknown>> {
  const { runtime, request } = call;
  const { signal } = request;
  const attempts = createAttempts(call, policy.deadlineMs);
  let before: TrackerError | undefined;
  let waitedMs = 0;
  let refund = 1;
  const reply = await pRetry(
    async () => {
      try {
        return await attempts.next(before, waitedMs);
      } catch (error) {
        // A reason of the caller's may be anything, and p-retry passes errors only: it travels as a result.
        if (error === ABORTED) return ABORTED;
        throw isTrackerError(error) && isAmbiguous(attempts.current, error)
          ? toAmbiguous(attempts.current, error)
          : error;
      }
    },
    {
      retries: Math.max(0, policy.attempts - 1),
      minTimeout: 0,
      shouldRetry: async ({ error, retriesConsumed }) => {
        if (!isTrackerError(error)) return false;
        const cost = costOfRepeat(error);
        const waitMs = waitBeforeRepeat(attempts.current, error, policy, retriesConsumed, attempts.leftMs());
        if (waitMs === undefined || !budget.take(cost)) return false;
        refund = cost;
        before = error;
        waitedMs = waitMs;
        const slept = await runtime.sleep(waitMs, signal).then(
          () => true,
          () => false,
        );
        if (signal?.aborted) throw signal.reason;
        return slept && attempts.leftMs() > 0;
      },
    },
  );
  if (reply === ABORTED) throw signal?.reason;
  budget.giveBack(refund);
  return reply;
}

/**
 * Builds an HTTP client: one retry loop around request, body and parsing, with limits in time, size and number; errors
 * of this package only; nothing that leaves its origin.
 *
 * @param options - See {@link HttpClientOptions}.
 * @param runtime - The ports for network, time and chance.
 *
 * @public
 */
export function createHttpClient(options: HttpClientOptions, runtime: Runtime): HttpClient {
  const { origin, pathname } = new URL(options.baseUrl);
  const base = origin + pathname.replace(/\/+$/, '');
  const policy = retryPolicy(options.retry);
  const budget = createRetryBudget();
  return {
    async send<Body = unknown>(request: HttpRequest<Body>) {
      const reply = await run(startCall(options, base, runtime, request), policy, budget);
      // Checked against this very schema, or unknown where there is none.
      return reply as HttpReply<Body>;
    },
  };
}
