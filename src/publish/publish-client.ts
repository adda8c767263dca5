import { type PublishStream, streamKey } from '../contracts/publish-stream.js';
import type { Snapshot } from '../contracts/snapshot.js';
import type { StoreError } from '../errors/store-error.js';
import { faultByStatus } from '../http/fault-by-status.js';
import type { Runtime } from '../runtime/runtime.js';
import { type CheckedSnapshot, checkSnapshot } from './check-snapshot.js';
import { assertPermitted } from './egress.js';
import { createEmitter } from './emitter.js';
import { createTurns, untilAborted } from './in-turn.js';
import { climb, type LadderStep } from './key-ladder.js';
import { payloadBytes } from './payload-bytes.js';
import { type PublishClientOptions, zPublishOptions } from './publish-options.js';
import type { PublishProgress, PublishResult } from './publish-result.js';
import { randomUuid } from './random-uuid.js';
import { createReceiptLedger } from './receipt-ledger.js';
import { checkClientOptions, connect } from './saas-connection.js';
import { readSnapshotAnswer, type SnapshotAnswer } from './snapshot-answer.js';

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
  const settings = checkClientOptions(zPublishOptions, options, 'createPublishClient');
  const { serverUrl, team = null } = settings;
  const { ports, http, redact } = connect(settings, runtime, { timeoutMs: 10_000 });
  const emitter = createEmitter<PublishProgress>(ports.logger, redact);
  const inTurn = createTurns();
  const endpoint = serverUrl + PATH;
  let publishes = 0;

  const run = async (
    snapshot: CheckedSnapshot,
    body: Uint8Array,
    stream: PublishStream,
    signal?: AbortSignal,
  ): Promise<PublishResult> => {
    publishes += 1;
    const publish = publishes;
    const subjectOf = ({ key, kind }: LadderStep) => ({ publish, stream, idempotencyKey: key, keyKind: kind });
    let attempts = 0;
    let httpStatus = 0;

    /** One key: its requests until there is an answer. */
    const send = async (step: LadderStep): Promise<SnapshotAnswer> => {
      const subject = subjectOf(step);
      const reply = await http.send({
        operation: 'publish',
        method: 'POST',
        path: PATH,
        headers: { 'content-type': 'application/json', 'idempotency-key': step.key },
        body,
        repeatability: 'keyed',
        answers: [422],
        signal,
        onAttempt: ({ attempt, waitedMs, error }) => {
          attempts += 1;
          emitter.emit('attempt', { ...subject, attempt });
          if (attempt > 1) emitter.emit('retry', { ...subject, attempt, waitedMs, ...(error && { code: error.code }) });
        },
      });
      httpStatus = reply.status;
      const answer = readSnapshotAnswer(reply);
      if (answer && !(answer.verdict === 'key_reused' && step.rule === 'unique')) return answer;
      const context = { operation: 'publish', attempts, httpStatus };
      throw faultByStatus({ ...reply, retryAfterMs: undefined, redact }, { context }, 'publish');
    };

    const { provider, workspace, projectUuid } = stream;
    const scope = { provider, workspace, projectUuid, destination: endpoint };
    await untilAborted(assertPermitted(settings.egress, scope, 'publish', redact), signal);
    const ledger = createReceiptLedger(settings.receipts, stream, () => attempts, redact, signal);
    const { step, answer } = await climb({
      snapshot,
      ledger,
      nonce: () => randomUuid(ports.random),
      send,
      onEscalation: (next, because) => emitter.emit('escalated', { ...subjectOf(next), because }),
    });
    // The snapshot has arrived: a store that fails now changes nothing about that.
    const receiptError = await ledger.settle(step.key).catch((error: StoreError) => error);
    const status = answer.verdict === 'replayed' ? 'duplicate' : 'accepted';
    const { receipt } = answer;
    const { stream: _, ...subject } = subjectOf(step);
    emitter.emit(status, { ...subject, stream, receipt });
    return { ...subject, status, httpStatus, receipt, ...(receiptError && { receiptError }), attempts, endpoint };
  };

  return {
    async publish(snapshot, { signal } = {}) {
      signal?.throwIfAborted();
      const checked = checkSnapshot(snapshot);
      const { provider, workspace, project_uuid: projectUuid } = checked.payload;
      const stream = Object.freeze({ serverUrl, team, provider, workspace, projectUuid });
      // Now, and the same for every request: a host may change what it handed over while it waits for its turn.
      const body = payloadBytes(checked.payload);
      return inTurn(streamKey(stream), signal, () => run(checked, body, stream, signal));
    },
    on: emitter.on,
  };
}
