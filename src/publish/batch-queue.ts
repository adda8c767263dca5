import type { EventQueueStore, QueuedEvent } from '../stores/event-queue-store.js';
import { untilAborted } from './in-turn.js';
import { storeCall } from './store-call.js';

/** What a drain is called in errors. */
export const OPERATION = 'events.batch';

/** Calls the host's queue; whatever it throws becomes a StoreError. */
export function askQueue<T>(what: string, call: () => Promise<T>, redact: (text: string) => string): Promise<T> {
  return storeCall(`the event queue could not ${what}`, { operation: OPERATION, attempts: 0 }, call, redact);
}

/**
 * The queued events in order, `left` of them: a host that enqueues as fast as the server takes would keep a drain going
 * for ever.
 */
export async function* readQueue(
  queue: EventQueueStore,
  left: number,
  pageSize: number,
  redact: (text: string) => string,
  signal: AbortSignal | undefined,
): AsyncGenerator<QueuedEvent, void, void> {
  let cursor: string | null | undefined;
  let empty = 0;
  while (left > 0 && cursor !== null) {
    const query = { limit: Math.min(pageSize, left), ...(cursor && { cursor }) };
    const page = await untilAborted(
      askQueue('list events', () => queue.list(query), redact),
      signal,
    );
    yield* page.items;
    left -= page.items.length;
    // An empty page is not the end, but a hundred are. A cursor that stands still is no way on.
    if (page.items.length === 0) empty += 1;
    cursor = page.cursor === cursor || empty > 100 ? null : page.cursor;
  }
}
