import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import type { EventQueueStore, QueuedEvent } from '../stores/event-queue-store.js';

/** What a drain is called in errors. */
export const OPERATION = 'events.batch';

/** Calls the host's queue; whatever it throws becomes a StoreError. */
export async function askQueue<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new StoreError(`the event queue could not ${what}`, {
      context: { operation: OPERATION, attempts: 0 },
      cause: toCause(error),
    });
  }
}

/**
 * The queued events in order, `left` of them: a host that enqueues as fast as the server takes would keep a drain going
 * for ever.
 */
export async function* readQueue(
  queue: EventQueueStore,
  left: number,
  pageSize: number,
): AsyncGenerator<QueuedEvent, void, void> {
  let cursor: string | null | undefined;
  while (left > 0 && cursor !== null) {
    const query = { limit: Math.min(pageSize, left), ...(cursor && { cursor }) };
    const page = await askQueue('list events', () => queue.list(query));
    yield* page.items;
    left -= page.items.length;
    // A cursor that stands still is no way on.
    cursor = page.cursor === cursor ? null : page.cursor;
  }
}
