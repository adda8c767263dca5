import type { EventEnvelope } from '../contracts/event-envelope.js';
import { isTrackerError, type TrackerFault } from '../errors/is-tracker-error.js';
import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import type { HttpClient } from '../http/http-request.js';
import type { EventQueueStore, QueuedEvent } from '../stores/event-queue-store.js';
import { bodyBytes } from './batch-body.js';
import { createDelivery, type SendableEvent } from './batch-delivery.js';
import { encodeEvent } from './batch-event.js';
import type { EventBatchClientOptions } from './batch-options.js';
import type { BatchProgress } from './batch-progress.js';
import { askQueue, OPERATION, readQueue } from './batch-queue.js';
import { type BatchReport, toBatchReport } from './batch-report.js';
import { createVerdicts, type Verdicts } from './batch-verdicts.js';
import type { Emitter } from './emitter.js';

/** What one drain works with. */
export interface DrainContext {
  readonly drain: number;
  readonly serverUrl: string;
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly maxAttempts: number;
  readonly egress: EventBatchClientOptions['egress'];
  readonly http: HttpClient;
  readonly random: () => number;
  readonly emitter: Emitter<BatchProgress>;
  readonly redact: (text: string) => string;
  readonly signal: AbortSignal | undefined;
  /** Where events are read and outcomes are recorded; absent for `send`. */
  readonly queue?: EventQueueStore;
}

type Queued = Pick<QueuedEvent, 'event' | 'attempts'>;

/** An event that can be sent; for any other, the verdict says why not. */
function admit(event: EventEnvelope, attempts: number, { judge }: Verdicts): SendableEvent | undefined {
  const { event_id: eventId, project_uuid: projectUuid } = event;
  const judged = { eventId, attempts };
  const encoded = encodeEvent(event);
  if (typeof encoded === 'string') judge(judged, 'parked', encoded);
  else if (!projectUuid) judge(judged, 'held', 'the event has no project yet');
  else {
    judge(judged, 'unsent');
    return { ...judged, projectUuid, ...encoded };
  }
  return undefined;
}

/** The fault of a queue that hands out no events: a null, a page that is none. */
function brokenQueue(error: unknown, redact: DrainContext['redact']): StoreError {
  const context = { operation: OPERATION, attempts: 0 };
  return new StoreError('the event queue does not keep to its protocol', { context, cause: toCause(error, redact) });
}

/**
 * Sends the queue's events, or those given, in batches as large as the limits allow; an event above the byte budget by
 * itself goes alone. Every answer is recorded before the next request.
 *
 * A fault ends the drain and stands in the report, because what was delivered before it counts. Only the caller's abort
 * rejects; by then everything that was answered is recorded.
 */
export async function runDrain(context: DrainContext, given: readonly EventEnvelope[] = []): Promise<BatchReport> {
  const { drain, queue, maxEvents, signal } = context;
  const verdicts = createVerdicts(context);
  const delivery = createDelivery(context, verdicts);
  let batch: SendableEvent[] = [];
  let size = bodyBytes(batch);
  const flush = () => {
    const full = batch;
    batch = [];
    size = bodyBytes(batch);
    return delivery.deliver(full);
  };
  let held = 0;
  let fault: TrackerFault | undefined;
  try {
    let source: AsyncIterable<Queued> | Iterable<Queued> = given.map((event) => ({ event, attempts: 0 }));
    // Those after a fault are in the report too.
    for (const { event_id: eventId } of given) verdicts.judge({ eventId, attempts: 0 }, 'unsent');
    if (queue) {
      const count = await askQueue('count events', () => queue.count(), context.redact);
      held = count.held;
      source = readQueue(queue, count.queued, maxEvents, context.redact, signal);
    }
    for await (const { event, attempts } of source) {
      const item = admit(event, attempts, verdicts);
      if (!item) continue;
      if (batch.length > 0 && size + item.bytes > delivery.maxBytes) await flush();
      size += item.bytes;
      if (batch.push(item) >= maxEvents) await flush();
    }
    await flush();
    delivery.conclude();
  } catch (error) {
    signal?.throwIfAborted();
    fault = isTrackerError(error) ? error : brokenQueue(error, context.redact);
  }
  return toBatchReport(drain, delivery.requests, held, [...verdicts.results.values()], fault ?? delivery.fault);
}
