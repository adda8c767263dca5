import { type HttpHandler, HttpResponse, http } from 'msw';
import { BATCH_PATH, createIngestHandler, type IngestHandler, SNAPSHOTS_PATH } from '../../ingest/ingest-handler.js';
import type { IngestOptions } from '../../ingest/ingest-options.js';
import type { Runtime } from '../../runtime/runtime.js';
import { createFaultQueue, type TrackerFaultOptions } from './fault-queue.js';
import { createReceivedLog, type TrackerReceived } from './received-log.js';

/**
 * What the fake SaaS of {@link trackerHandlers} is to accept.
 *
 * @public
 */
export interface TrackerHandlersOptions
  extends Pick<IngestOptions, 'authorizeProject' | 'maxBodyBytes' | 'maxBatchBytes' | 'maxEvents' | 'leaseMs'> {
  /** The server to stand in for, a path prefix included: `https://saas.example`. Default: every server. */
  readonly serverUrl?: string | undefined;
  /** The teams of the sender. Default `['harbour']`, the team of `BATCH_FIXTURES`. */
  readonly teams?: readonly string[] | undefined;
  /** The one bearer token that is accepted; another, or none, is answered 401. Default: no token is asked for. */
  readonly token?: string | undefined;
}

/**
 * A fake SaaS for the tests of a repository that publishes to one.
 *
 * @public
 */
export interface TrackerHandlers {
  /** For `setupServer(...handlers)` or `setupWorker(...handlers)`. */
  readonly handlers: readonly HttpHandler[];
  /** What arrived so far. */
  readonly received: TrackerReceived;
  /**
   * Answers the next request (the one after the faults already asked for) with a fault: a status from 400 to 599, or
   * `'network'` for a connection that breaks. Throws `InvalidInputError` for another status.
   */
  failNext(fault: number | 'network', options?: TrackerFaultOptions): void;
  /** Forgets what was received and which faults were asked for. */
  reset(): void;
}

/**
 * MSW handlers for the snapshot and the batch endpoint, over the SDK's own receiving side and in-memory stores: what the
 * contract refuses, they refuse in the same words, and a repeat is a duplicate.
 *
 * Throws `ConfigurationError` for options that are wrong.
 *
 * @example
 * ```ts
 * const tracker = trackerHandlers({ teams: ['acme'] });
 * const server = setupServer(...tracker.handlers);
 * ```
 *
 * @param runtime - Ports for the receiving side: a test that sets `now` sets the receipts' `received_at`.
 *
 * @public
 */
export function trackerHandlers(options: TrackerHandlersOptions = {}, runtime: Partial<Runtime> = {}): TrackerHandlers {
  const { serverUrl = '*', teams = ['harbour'], token, ...limits } = options;
  const faults = createFaultQueue();
  const log = createReceivedLog();
  const sender = { id: 'sender', teams };
  const handlerAt = (basePath: string) =>
    createIngestHandler(
      {
        ...limits,
        basePath,
        snapshots: log.snapshots,
        events: log.events,
        authenticate: ({ headers }) =>
          token === undefined || headers.get('authorization') === `Bearer ${token}` ? sender : undefined,
      },
      runtime,
    );
  // One for each path prefix in use: with any server allowed, the prefix is known when a request comes.
  const byPrefix = new Map<string, IngestHandler>([['', handlerAt('')]]);

  const handlers = [SNAPSHOTS_PATH, BATCH_PATH].map((path) =>
    http.all(`${serverUrl.replace(/\/+$/, '')}${path}`, async ({ request }) => {
      const { pathname } = new URL(request.url);
      if (!pathname.endsWith(path)) return undefined;
      const prefix = pathname.slice(0, -path.length);
      const ingest = byPrefix.get(prefix) ?? handlerAt(prefix);
      byPrefix.set(prefix, ingest);
      const fault = faults.next();
      const answer = fault === undefined || fault.applied ? await ingest(request) : undefined;
      const given = fault === undefined ? answer : fault.answer;
      log.note(request, path, given);
      return given ?? HttpResponse.error();
    }),
  );
  return {
    handlers,
    received: log.received,
    failNext: faults.add,
    reset: () => {
      faults.clear();
      log.clear();
    },
  };
}
