import type { EventEnvelope } from '../../contracts/event-envelope.js';
import type { EventQueueStore, QueuedEvent, QueueOutcome, QueueState } from '../event-queue-store.js';
import { keysetPage } from './keyset-page.js';
import { createSortedRecords } from './sorted-records.js';

const NEVER_REFUSED = { attempts: 0, reason: null, category: null } as const;

function stateOf(event: EventEnvelope): QueueState {
  return event.project_uuid === null ? 'held' : 'queued';
}

/**
 * An {@link EventQueueStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryEventQueueStore(): EventQueueStore {
  let arrivals = 0;
  const records = createSortedRecords<QueuedEvent>(() => [String(++arrivals).padStart(16, '0')]);

  function add(event: EventEnvelope) {
    const known = records.get(event.event_id);
    const state = known?.state === 'parked' ? 'parked' : stateOf(event);
    records.set(event.event_id, { ...(known ?? NEVER_REFUSED), event, state });
  }

  function settle(outcome: QueueOutcome) {
    const known = records.get(outcome.eventId);
    if (known === undefined) return;
    if (outcome.outcome === 'delivered') return records.delete(outcome.eventId);
    const { reason, category } = outcome;
    const state = outcome.outcome === 'parked' ? 'parked' : known.state;
    records.set(outcome.eventId, { ...known, state, attempts: known.attempts + 1, reason, category });
  }

  function requeue(eventId: string) {
    const known = records.get(eventId);
    if (known?.state !== 'parked') return;
    records.set(eventId, { ...NEVER_REFUSED, event: known.event, state: stateOf(known.event) });
  }

  return {
    // Copied before the first write, because only copying can fail; one by one, so that no two records share a part.
    enqueue: async (events) => events.map((event) => structuredClone(event)).forEach(add),
    list: async (query = {}) =>
      keysetPage('eventQueueStore.list', records, query, [[query.state ?? 'queued', ({ state }) => state]]),
    settle: async (outcomes) => outcomes.forEach(settle),
    requeue: async (eventIds) => eventIds.forEach(requeue),
    count: async () => {
      const counts = { queued: 0, held: 0, parked: 0 };
      for (const { value } of records.after()) counts[value.state]++;
      return counts;
    },
  };
}
