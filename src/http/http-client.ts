import pRetry from 'p-retry';
import { AmbiguousWriteError } from '../errors/ambiguous-write-error.js';
import { isTrackerError, type TrackerFault } from '../errors/is-tracker-error.js';
import { type ErrorCause, toCause } from '../errors/redact.js';
import type { Runtime } from '../runtime/runtime.js';
import { attempt } from './attempt.js';
import { type Call, type Client, faultOf, startCall } from './call.js';
import type { HttpClient, HttpClientOptions, HttpReply, HttpRequest } from './http-request.js';
import { isAmbiguous, isOverload, waitBeforeRepeat } from './retry-policy.js';
import { ABORTED, leftMs } from './time-limit.js';

/** What a client may spend on repeats: each takes 14 (5 from a server that is up), and successes put back. */
const BUDGET = 500;

function toAmbiguous(call: Call, fault: TrackerFault): AmbiguousWriteError {
  // The fault's own cause says more, where there is one; either is redacted.
  const cause = (fault.cause as ErrorCause | undefined) ?? toCause(fault);
  const { clientKey } = call.request;
  return faultOf(call, AmbiguousWriteError, 'may have been applied; look before sending again', { cause, clientKey });
}

/** The one loop. p-retry counts; waiting and the deadline are here, on our ports. */
async function run(call: Call): Promise<HttpReply<unknown>> {
  const { budget, policy, request, runtime } = call;
  const { signal } = request;
  let before: TrackerFault | undefined;
  let waitedMs = 0;
  let refund = 1;
  try {
    const reply = await pRetry(() => attempt(call, before, waitedMs), {
      retries: policy.attempts - 1,
      minTimeout: 0,
      shouldRetry: async ({ error, retriesConsumed }) => {
        if (!isTrackerError(error)) return false;
        const waitMs = waitBeforeRepeat(call, error, retriesConsumed);
        const cost = isOverload(error) ? 5 : 14;
        if (waitMs === undefined || budget.left < cost) return false;
        budget.left -= cost;
        refund = cost;
        before = error;
        waitedMs = waitMs;
        const hasSlept = await runtime.sleep(waitMs, signal).then(
          () => true,
          () => false,
        );
        if (signal?.aborted) throw ABORTED;
        return hasSlept && leftMs(call) > 0;
      },
    });
    budget.left = Math.min(BUDGET, budget.left + refund);
    return reply;
  } catch (error) {
    if (error === ABORTED) throw signal?.reason;
    throw isTrackerError(error) && isAmbiguous(call, error) ? toAmbiguous(call, error) : error;
  }
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
  const { attempts = 4, baseMs = 200, maxWaitMs = 30_000, deadlineMs = 60_000 } = options.retry ?? {};
  const client: Client = {
    options,
    runtime,
    base: options.baseUrl.replace(/\/+$/, ''),
    policy: { attempts, baseMs, maxWaitMs, deadlineMs },
    budget: { left: BUDGET },
    renewal: {},
  };
  return {
    async send<Body = unknown>(request: HttpRequest<Body>) {
      // Checked against this very schema, or unknown where there is none.
      return run(startCall(client, request)) as Promise<HttpReply<Body>>;
    },
  };
}
