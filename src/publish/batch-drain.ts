import type { EgressRefusedError } from '../errors/egress-refused-error.js';
import { isTrackerError, type TrackerFault } from '../errors/is-tracker-error.js';
import type { HttpClient } from '../http/http-request.js';
import type { EventQueueStore, QueueOutcome } from '../stores/event-queue-store.js';
import { type BodyLimits, bodyBytes, intoBatches } from './batch-body.js';
import { askQueue, type IntakeBook } from './batch-intake.js';
import { createBatchIsolation } from './batch-isolation.js';
import type { BatchSettings } from './batch-options.js';
import type { BatchProgress } from './batch-progress.js';
import { type BatchReport, toBatchReport } from './batch-report.js';
import { BATCH_PATH, sendBatch } from './batch-request.js';
import { type Batch, type SendableEvent, toResult } from './batch-run.js';
import { assertPermitted } from './egress.js';
import type { Emitter } from './emitter.js';

/** What one drain works with. */
export interface DrainContext {
  readonly drain: number;
  readonly settings: BatchSettings;
  readonly http: HttpClient;
  readonly emitter: Emitter<BatchProgress>;
  readonly redact: (text: string) => string;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  /** Where outcomes are recorded; absent for `send`. */
  readonly queue: EventQueueStore | undefined;
  readonly book: IntakeBook;
}

/**
 * Sends events batch by batch and records each answer before the next request. Every event is tried once: what the server
 * refuses or leaves open is for the next drain, so that a drain always ends.
 *
 * A fault ends the drain and stands in the report, because what was delivered before it counts. Only the caller's abort
 * rejects; by then everything that was answered is recorded.
 */
export async function runDrain(context: DrainContext, events: AsyncIterable<SendableEvent>): Promise<BatchReport> {
  const { drain, settings, signal, book } = context;
  const limits: BodyLimits = { maxEvents: settings.maxEvents, maxBytes: settings.maxBytes };
  const gate = createGate(context);
  const record = (outcomes: readonly QueueOutcome[]) => settle(context, [...book.refused.splice(0), ...outcomes]);
  const isolation = createBatchIsolation(context, limits, record);
  let requests = 0;
  let fault: TrackerFault | undefined;
  try {
    for await (const batch of intoBatches(events, limits)) {
      await record([]);
      const waiting: Batch[] = [batch];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        signal?.throwIfAborted();
        const permitted = await gate.pass(next);
        if (permitted.length === 0) continue;
        context.emitter.emit('batch', { drain, events: permitted.length, bytes: bodyBytes(permitted) });
        const answer = await sendBatch(permitted, {
          ...context,
          onAttempt: ({ attempt, waitedMs, error }) => {
            const code = error === undefined ? {} : { code: error.code };
            if (attempt > 1) context.emitter.emit('retry', { drain, attempt, waitedMs, ...code });
          },
          onSent: (sent) => {
            requests += sent;
          },
        });
        waiting.push(...(await isolation.absorb(permitted, answer)).reverse());
      }
    }
    await record([]);
  } catch (error) {
    if (!isTrackerError(error) || (signal?.aborted && error === signal.reason)) throw error;
    fault = error;
  }
  const { heldInQueue, tracked } = book;
  return toBatchReport(
    tracked.map(toResult),
    { drain, requests, heldInQueue },
    fault ?? isolation.fault() ?? gate.fault(),
  );
}

/** Lets through what the host permits, project by project; the rest stays in the queue. */
function createGate({ settings: { egress, serverUrl } }: DrainContext) {
  let refused: EgressRefusedError | undefined;
  return {
    fault: () => refused,
    async pass(batch: Batch): Promise<Batch> {
      if (egress === undefined) return batch;
      const withheld = new Set<string>();
      for (const projectUuid of new Set(batch.map((event) => event.projectUuid))) {
        const scope = { provider: null, workspace: null, projectUuid, destination: serverUrl + BATCH_PATH };
        try {
          await assertPermitted(egress, scope, 'events.batch');
        } catch (error) {
          if (!isTrackerError(error, 'egress_refused')) throw error;
          refused ??= error;
          withheld.add(projectUuid);
        }
      }
      return batch.filter(({ projectUuid, tracked }) => {
        if (!withheld.has(projectUuid)) return true;
        tracked.verdict = { outcome: 'withheld', reason: 'the egress port does not permit its project to leave' };
        return false;
      });
    },
  };
}

/** Records outcomes in the queue, where there is one, before anything else is sent. */
async function settle({ queue, emitter, drain }: DrainContext, outcomes: readonly QueueOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const count = (outcome: QueueOutcome['outcome']) => outcomes.filter((each) => each.outcome === outcome).length;
  const delivered = count('delivered');
  const message =
    delivered > 0
      ? `${delivered} events were delivered but could not be settled: they stay in the queue, and the next drain sends them again and is answered that they are duplicates`
      : `what became of ${outcomes.length} refused events could not be recorded; the next drain tries them again`;
  if (queue !== undefined) await askQueue(message, () => queue.settle(outcomes));
  emitter.emit('settled', { drain, delivered, rejected: count('rejected'), parked: count('parked') });
}
