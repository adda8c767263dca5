import { createRuntime, type Runtime } from '../runtime/runtime.js';
import { identifyCaller } from './identify-caller.js';
import type { IngestCall } from './ingest-call.js';
import { type IngestOptions, type IngestSettings, toIngestSettings } from './ingest-options.js';
import { receiveBatch } from './receive-batch.js';
import { receiveSnapshot } from './receive-snapshot.js';
import { isRefusal, type Refusal, refuse, toRefusalResponse } from './refusal.js';
import { reportFault } from './report-fault.js';

/**
 * The path of the snapshot endpoint, trailing slash included.
 *
 * @public
 */
export const SNAPSHOTS_PATH = '/api/v1/connectors/trackers/snapshots/';

/**
 * The path of the batch endpoint, trailing slash included.
 *
 * @public
 */
export const BATCH_PATH = '/api/v1/events/batch/';

/**
 * A fetch-shaped handler that can be chained: `undefined` means that the path is not ours and the body is unread.
 *
 * @public
 */
export type IngestHandler = (request: Request) => Promise<Response | undefined>;

interface Route {
  readonly post: (call: IngestCall) => Promise<Response | Refusal>;
  /** Whether its 400 also has the shape that the contract gives the batch endpoint. */
  readonly batch: boolean;
}

/**
 * The receiving side of the wire contract, for a SaaS host to mount in its own app: POST on {@link SNAPSHOTS_PATH} and on
 * {@link BATCH_PATH}, both after the host's `basePath`. Another method on these paths is answered 405. Any other path is
 * not ours, the same without its trailing slash included: a write must not be redirected, and what to say to it is the
 * host's to decide.
 *
 * The returned handler never throws: every refusal is JSON ({@link IngestErrorBody}), a fault of a store or of the
 * host's checks is a retryable 503 that tells nothing of it, and the fault itself goes to the runtime's logger with
 * credentials masked.
 *
 * Throws `ConfigurationError` for options that are wrong, naming each.
 *
 * @example
 * ```ts
 * const ingest = createIngestHandler({ authenticate, snapshots, events });
 * const answer = (await ingest(request)) ?? new Response(null, { status: 404 });
 * ```
 *
 * @public
 */
export function createIngestHandler(options: IngestOptions, runtime: Partial<Runtime> = {}): IngestHandler {
  const settings = toIngestSettings(options);
  const ports = createRuntime(runtime);
  const routes = new Map<string, Route>([
    [settings.basePath + SNAPSHOTS_PATH, { post: receiveSnapshot, batch: false }],
    [settings.basePath + BATCH_PATH, { post: receiveBatch, batch: true }],
  ]);
  return async (request) => {
    const route = routes.get(new URL(request.url).pathname);
    if (route === undefined) return undefined;
    const answer = await receive(route, request, settings, ports).catch((error: unknown) => {
      reportFault(ports, request, 'the handler', error);
      return refuse('internal_error', 'something went wrong here; nothing is known to be stored');
    });
    return isRefusal(answer) ? toRefusalResponse(answer, route.batch) : answer;
  };
}

async function receive(
  route: Route,
  request: Request,
  settings: IngestSettings,
  runtime: Runtime,
): Promise<Response | Refusal> {
  if (request.method !== 'POST') {
    return refuse('method_not_allowed', 'only POST is possible here', { headers: { Allow: 'POST' } });
  }
  const caller = await identifyCaller(request, settings, runtime);
  if (isRefusal(caller)) return caller;
  if (request.bodyUsed) throw new TypeError('the body was already read, by authenticate or before the handler');
  const answer: Response | Refusal | undefined = await route.post({ ...caller, request, settings, runtime });
  // `undefined` would say that the path is not ours.
  if (answer === undefined) throw new TypeError('a store answered with a state that its protocol does not have');
  return answer;
}
