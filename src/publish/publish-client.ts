import { type PublishStream, streamKey } from '../contracts/publish-stream.js';
import type { Snapshot } from '../contracts/snapshot.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import type { StoreError } from '../errors/store-error.js';
import { faultByStatus } from '../http/fault-by-status.js';
import { createHttpClient } from '../http/http-client.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import { type CheckedSnapshot, checkSnapshot } from './check-snapshot.js';
import { assertPermitted } from './egress.js';
import { createEmitter } from './emitter.js';
import { createTurns } from './in-turn.js';
import { climb, type LadderStep } from './key-ladder.js';
import { type PublishClientOptions, toPublishSettings } from './publish-options.js';
import type { PublishProgress, PublishResult, PublishSubject } from './publish-result.js';
import { randomUuid } from './random-uuid.js';
import { createReceiptLedger, type ReceiptLedger } from './receipt-ledger.js';
import { readSnapshotAnswer, type SnapshotAnswer } from './snapshot-answer.js';
import { createTokenSource } from './token-source.js';

const PATH = '/api/v1/connectors/trackers/snapshots/';

/**
 * Publishes snapshots to a SaaS.
 *
 * @public
 */
export interface PublishClient {
  /**
   * Publishes a snapshot and resolves once the server has it. Safe to repeat: a lost answer is repeated under the same
   * key, and an edit, a revert or a rebind back is never dropped as a duplicate.
   *
   * Publishes of one stream run one after another. Rejects with `signal.reason` when the caller aborts, else with a
   * `TrackerFault`: `invalid_input`, `egress_refused` and `store` before anything is sent; `authentication`,
   * `permission`, `not_found`, `conflict`, `rejected`, `too_large`, `rate_limited`, `transport`, `timeout`, `contract`
   * for what the server or the network did. Nothing is lost by a failure: publish the snapshot again.
   */
  publish(snapshot: Snapshot, options?: { readonly signal?: AbortSignal }): Promise<PublishResult>;
  /**
   * Listens to what the client does; the returned function stops that. What a listener does, throws or rejects with never
   * changes a result.
   */
  on<Name extends keyof PublishProgress & string>(
    event: Name,
    listener: (report: PublishProgress[Name]) => unknown,
  ): () => void;
}

/**
 * Makes a {@link PublishClient}. Does no I/O.
 *
 * @param options - Checked strictly; a `ConfigurationError` names every wrong one.
 * @param runtime - Ports to use instead of the platform's.
 *
 * @example
 * ```ts
 * const client = createPublishClient({ serverUrl: 'https://saas.example', token, receipts });
 * const { status, receipt } = await client.publish(snapshot);
 * ```
 *
 * @public
 */
export function createPublishClient(options: PublishClientOptions, runtime?: Partial<Runtime>): PublishClient {
  const settings = toPublishSettings(options);
  const ports = createRuntime(runtime);
  const tokens = createTokenSource(settings.token);
  const emitter = createEmitter<PublishProgress>(ports.logger);
  const inTurn = createTurns();
  const endpoint = settings.serverUrl + PATH;
  const http = createHttpClient(
    {
      baseUrl: settings.serverUrl,
      credentials: tokens.credentials,
      timeoutMs: settings.timeoutMs ?? 10_000,
      ...(tokens.refresh && { refresh: tokens.refresh }),
      ...(settings.retry && { retry: settings.retry }),
      ...(settings.team !== undefined && { headers: { 'x-team-slug': settings.team } }),
    },
    ports,
  );
  let publishes = 0;

  /** One key: its requests until there is an answer. */
  const send = async (flight: Flight, step: LadderStep): Promise<SnapshotAnswer> => {
    const subject = subjectOf(flight, step);
    const reply = await http.send({
      operation: 'publish',
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/json', 'idempotency-key': step.key },
      body: flight.body,
      repeatability: 'keyed',
      answers: [422],
      signal: flight.signal,
      onAttempt: ({ attempt, waitedMs, error }) => {
        flight.attempts += 1;
        emitter.emit('attempt', { ...subject, attempt });
        if (attempt > 1) emitter.emit('retry', { ...subject, attempt, waitedMs, ...(error && { code: error.code }) });
      },
    });
    flight.httpStatus = reply.status;
    const answer = readSnapshotAnswer(reply);
    if (answer !== undefined && !(answer.verdict === 'key_reused' && step.rule === 'unique')) return answer;
    const { status, headers, body } = reply;
    const context = { operation: 'publish', attempts: flight.attempts, httpStatus: status };
    throw faultByStatus(
      { status, headers, body, retryAfterMs: undefined, redact: tokens.redact },
      { context },
      'publish',
    );
  };

  const run = async (flight: Flight): Promise<PublishResult> => {
    const { stream, snapshot } = flight;
    const { provider, workspace, projectUuid } = stream;
    await assertPermitted(settings.egress, { provider, workspace, projectUuid, destination: endpoint }, 'publish');
    const ledger = createReceiptLedger(settings.receipts, stream, () => flight.attempts);
    const { step, answer } = await climb({
      snapshot,
      ledger,
      nonce: () => randomUuid(ports.random),
      send: (next) => send(flight, next),
      onEscalation: (next, because) => emitter.emit('escalated', { ...subjectOf(flight, next), because }),
    });
    const receiptError = await settle(ledger, step);
    const status = answer.verdict === 'replayed' ? 'duplicate' : 'accepted';
    const { receipt } = answer;
    emitter.emit(status, { ...subjectOf(flight, step), receipt });
    return {
      publish: flight.publish,
      status,
      idempotencyKey: step.key,
      keyKind: step.kind,
      httpStatus: flight.httpStatus,
      receipt,
      ...(receiptError && { receiptError }),
      attempts: flight.attempts,
      endpoint,
    };
  };

  return {
    async publish(snapshot, { signal } = {}) {
      signal?.throwIfAborted();
      const checked = checkSnapshot(snapshot);
      const stream = streamOf(checked, settings.serverUrl, settings.team);
      publishes += 1;
      const flight: Flight = { publish: publishes, stream, snapshot: checked, signal, attempts: 0, httpStatus: 0 };
      return inTurn(streamKey(stream), signal, () => {
        flight.body = new TextEncoder().encode(JSON.stringify(checked.payload));
        return run(flight);
      });
    },
    on: emitter.on,
  };
}

/** One call of `publish`. */
interface Flight {
  readonly publish: number;
  readonly stream: PublishStream;
  readonly snapshot: CheckedSnapshot;
  readonly signal: AbortSignal | undefined;
  /** The same bytes for every request. */
  body?: Uint8Array;
  /** Requests sent so far. */
  attempts: number;
  httpStatus: number;
}

function streamOf({ payload }: Snapshot, serverUrl: string, team: string | undefined): PublishStream {
  const { provider, workspace, project_uuid: projectUuid } = payload;
  return Object.freeze({ serverUrl, team: team ?? null, provider, workspace, projectUuid });
}

function subjectOf({ publish, stream }: Flight, { key, kind }: LadderStep): PublishSubject {
  return { publish, stream, idempotencyKey: key, keyKind: kind };
}

/** The snapshot has arrived: a store that fails now changes nothing about that. */
async function settle(ledger: ReceiptLedger, step: LadderStep): Promise<StoreError | undefined> {
  try {
    await ledger.settle(step.key);
    return undefined;
  } catch (error) {
    if (isTrackerError(error, 'store')) return error;
    throw error;
  }
}
