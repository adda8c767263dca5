import type { EventEnvelope } from '../contracts/event-envelope.js';
import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import type { EventQueueQuery, EventQueueStore, QueueOutcome } from '../stores/event-queue-store.js';
import { encodeEvent } from './batch-event.js';
import type { BatchSettings } from './batch-options.js';
import { decide, type SendableEvent, type TrackedEvent, track } from './batch-run.js';

/** An event that a drain looks at. */
interface Incoming {
  readonly event: EventEnvelope;
  readonly attempts: number;
}

/** Calls the host's queue; whatever it throws becomes a StoreError with this message. */
export async function askQueue<T>(message: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeFault(message, error);
  }
}

function storeFault(message: string, error?: unknown): StoreError {
  const context = { operation: 'events.batch', attempts: 0 };
  return new StoreError(message, error === undefined ? { context } : { context, cause: toCause(error) });
}

/** The queued events in order, each one once, at most `left` of them. */
async function* readQueue(queue: EventQueueStore, left: number, pageSize: number): AsyncGenerator<Incoming> {
  const seen = new Set<unknown>();
  const cursors = new Set<string>();
  let cursor: string | null = null;
  do {
    const query: EventQueueQuery = { limit: Math.min(pageSize, left), ...(cursor === null ? {} : { cursor }) };
    const page = await askQueue('the queue could not be read; what was settled before stays settled', async () => {
      const { items, cursor } = await queue.list(query);
      return { items: [...items], cursor };
    });
    for (const { event, attempts } of page.items) {
      const id: unknown = event?.event_id;
      if (seen.has(id)) continue;
      seen.add(id);
      yield { event, attempts };
      left -= 1;
      if (left <= 0) return;
    }
    cursor = page.cursor;
    if (cursor !== null && cursors.size === cursors.add(cursor).size) {
      throw storeFault('the queue gave the same cursor twice, so that listing it would not end');
    }
  } while (cursor !== null);
}

/** What an intake writes to. */
export interface IntakeBook {
  /** Every event looked at, in order. */
  readonly tracked: TrackedEvent[];
  /** What became of events that are refused here, for the queue. */
  readonly refused: QueueOutcome[];
  /** Events of the queue that wait for a project. */
  heldInQueue: number;
}

/** Lets an event through if it can be sent; if not, writes down why. */
export function admit({ event, attempts }: Incoming, book: IntakeBook, maxAttempts: number): SendableEvent | undefined {
  const encoded = encodeEvent(event);
  const tracked = track(encoded.eventId, attempts);
  book.tracked.push(tracked);
  if ('json' in encoded) return { ...encoded, tracked };
  if (encoded.held) {
    tracked.verdict = { outcome: 'held', reason: 'the event has no project yet' };
  } else {
    const verdict = { outcome: 'parked', reason: `the event ${encoded.reason}`, category: 'schema_mismatch' } as const;
    book.refused.push(...decide(tracked, verdict, maxAttempts));
  }
  return undefined;
}

/**
 * The queue's events that can be sent, in order. Not more than were there at the start: a host that enqueues as fast as
 * the server takes would keep a drain going for ever.
 */
export async function* takeFromQueue(
  { queue, maxEvents, maxAttempts }: Pick<BatchSettings, 'queue' | 'maxEvents' | 'maxAttempts'>,
  book: IntakeBook,
): AsyncGenerator<SendableEvent, void, void> {
  const count = await askQueue('the queue could not be counted; nothing was sent', async () => ({
    ...(await queue.count()),
  }));
  book.heldInQueue = count.held;
  if (count.queued <= 0) return;
  for await (const incoming of readQueue(queue, count.queued, maxEvents)) {
    const event = admit(incoming, book, maxAttempts);
    if (event !== undefined) yield event;
  }
}
