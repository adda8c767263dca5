import type { EventEnvelope } from '../../../../src/contracts/event-envelope.js';
import type { EventQueueStore, QueuedEvent, QueueOutcome } from '../../../../src/stores/event-queue-store.js';
import { createMemoryEventQueueStore } from '../../../../src/stores/memory/event-queue-store.js';
import { countingList, listingMutants } from './listing-mutants.js';
import { createLeakyCache, type Mutants, mutantOf, wrong } from './mutant.js';

const mutant = mutantOf(createMemoryEventQueueStore);
const PROJECT = '0f4a8c1e-52d7-4b7e-8a39-6f1d2c3b4a59';

async function everything({ list }: EventQueueStore): Promise<QueuedEvent[]> {
  const pages = await Promise.all((['queued', 'held', 'parked'] as const).map((state) => list({ state, limit: 1000 })));
  return pages.flatMap(({ items }) => items);
}

async function knownIds(store: EventQueueStore): Promise<Set<string>> {
  return new Set((await everything(store)).map(({ event }) => event.event_id));
}

function delivered(eventId: string): QueueOutcome {
  return { eventId, outcome: 'delivered' };
}

function enqueueing(change: (events: readonly EventEnvelope[], store: EventQueueStore) => Promise<void>) {
  return mutant((store) => ({ enqueue: (events) => change(events, store) }));
}

function settling(change: (outcomes: readonly QueueOutcome[], store: EventQueueStore) => Promise<void>) {
  return mutant((store) => ({ settle: (outcomes) => change(outcomes, store) }));
}

function requeueing(change: (eventIds: readonly string[], store: EventQueueStore) => Promise<void>) {
  return mutant((store) => ({ requeue: (eventIds) => change(eventIds, store) }));
}

const ignoringKnown = enqueueing(async (events, store) => {
  const known = await knownIds(store);
  await store.enqueue(events.filter(({ event_id }) => !known.has(event_id)));
});

const movingKnown = enqueueing(async (events, store) => {
  await store.settle(events.map(({ event_id }) => delivered(event_id)));
  await store.enqueue(events);
});

export const eventQueueStoreMutants: Mutants<EventQueueStore> = {
  'event-queue-store/absence': mutant(({ count }) => ({
    count: async () => wrong(Object.fromEntries(Object.entries(await count()).filter(([, found]) => found > 0))),
  })),
  'event-queue-store/first-in-first-out': mutant(({ list }) => ({
    list: countingList(list, (items) => items.toSorted((a, b) => (a.event.event_id < b.event.event_id ? -1 : 1))),
  })),
  'event-queue-store/list-removes-nothing': mutant(({ list, settle }) => ({
    list: async (query) => {
      const page = await list(query);
      await settle(page.items.map(({ event }) => delivered(event.event_id)));
      return page;
    },
  })),
  'event-queue-store/held': enqueueing((events, store) =>
    store.enqueue(events.map((event) => ({ ...event, project_uuid: event.project_uuid ?? PROJECT }))),
  ),
  'event-queue-store/enqueue-known': [
    ignoringKnown,
    movingKnown,
    enqueueing(async (events, store) => {
      await store.settle(
        events.map(({ event_id: eventId }) => ({ eventId, outcome: 'parked', reason: '', category: 'unknown' })),
      );
      await store.requeue(events.map(({ event_id }) => event_id));
      await store.enqueue(events);
    }),
  ],
  'event-queue-store/held-gets-its-project': [ignoringKnown, movingKnown],
  'event-queue-store/parked-stays-parked': [
    ignoringKnown,
    enqueueing(async (events, store) => {
      await store.requeue(events.map(({ event_id }) => event_id));
      await store.enqueue(events);
    }),
  ],
  'event-queue-store/twice-in-a-batch': enqueueing((events, store) =>
    store.enqueue(
      events.filter(({ event_id }, at) => events.findLastIndex((other) => other.event_id === event_id) === at),
    ),
  ),
  'event-queue-store/enqueue-all-or-none': enqueueing(async (events, store) => {
    for (const event of events) await store.enqueue([event]);
  }),
  'event-queue-store/copies-in': mutant(({ enqueue, list }) => {
    const handedIn = new Map<string, EventEnvelope>();
    return {
      enqueue: async (events) => {
        await enqueue(events);
        for (const event of events) handedIn.set(event.event_id, event);
      },
      list: async (query) => {
        const page = await list(query);
        const items = page.items.map((item) => ({ ...item, event: handedIn.get(item.event.event_id) ?? item.event }));
        return structuredClone({ ...page, items });
      },
    };
  }),
  'event-queue-store/copies-out': mutant((store) => {
    const cache = createLeakyCache();
    const forget =
      <Rest extends unknown[]>(call: (...rest: Rest) => Promise<void>) =>
      (...rest: Rest) => {
        cache.clear();
        return call(...rest);
      };
    return {
      list: ({ limit: _, ...query } = {}) => cache.through(query, () => store.list(query)),
      enqueue: forget(store.enqueue),
      settle: forget(store.settle),
      requeue: forget(store.requeue),
    };
  }),
  'event-queue-store/delivered': [
    settling((outcomes, store) => store.settle(outcomes.filter(({ outcome }) => outcome !== 'delivered'))),
    mutant(({ enqueue, settle }) => {
      const gone = new Set<string>();
      return {
        enqueue: (events) => enqueue(events.filter(({ event_id }) => !gone.has(event_id))),
        settle: (outcomes) => {
          for (const { eventId, outcome } of outcomes) if (outcome === 'delivered') gone.add(eventId);
          return settle(outcomes);
        },
      };
    }),
  ],
  'event-queue-store/rejected': [
    settling((outcomes, store) => store.settle(outcomes.filter(({ outcome }) => outcome !== 'rejected'))),
    settling((outcomes, store) =>
      store.settle(outcomes.map((each) => (each.outcome === 'rejected' ? { ...each, category: 'unknown' } : each))),
    ),
    settling((outcomes, store) =>
      store.settle([...outcomes, ...outcomes.filter(({ outcome }) => outcome === 'rejected')]),
    ),
  ],
  'event-queue-store/parked': settling((outcomes, store) =>
    store.settle(outcomes.map((each) => (each.outcome === 'parked' ? { ...each, outcome: 'rejected' } : each))),
  ),
  'event-queue-store/settle-each-by-id': settling(async (outcomes, store) => {
    const { items } = await store.list();
    await store.settle(outcomes.map((each, at) => ({ ...each, eventId: items[at]?.event.event_id ?? each.eventId })));
  }),
  'event-queue-store/settle-unknown': [
    settling(async (outcomes, store) => {
      const known = await knownIds(store);
      if (outcomes.some(({ eventId }) => !known.has(eventId))) throw new Error('no such event');
      await store.settle(outcomes);
    }),
    settling(async (outcomes, store) => {
      const known = await knownIds(store);
      const unknown = outcomes.findIndex(({ eventId }) => !known.has(eventId));
      await store.settle(unknown < 0 ? outcomes : outcomes.slice(0, unknown));
    }),
  ],
  'event-queue-store/settle-all-or-none': settling(async (outcomes, store) => {
    for (const outcome of outcomes) await store.settle([outcome]);
  }),
  'event-queue-store/requeue': [
    requeueing(async (eventIds, store) => {
      const events = (await everything(store)).map(({ event }) => event);
      const moved = events.filter(({ event_id }) => eventIds.includes(event_id));
      await store.settle(eventIds.map(delivered));
      await store.enqueue(moved);
    }),
    requeueing(async (eventIds, store) => {
      await store.requeue(eventIds);
      await store.settle(
        eventIds.map((eventId) => ({ eventId, outcome: 'rejected', reason: 'again', category: 'unknown' })),
      );
    }),
    requeueing(async (_, store) => {
      const { items } = await store.list({ state: 'parked' });
      await store.requeue(items.map(({ event }) => event.event_id));
    }),
  ],
  'event-queue-store/requeue-parked-only': [
    requeueing(async (eventIds, store) => {
      await store.settle(eventIds.map((eventId) => ({ eventId, outcome: 'parked', reason: '', category: 'unknown' })));
      await store.requeue(eventIds);
    }),
    requeueing(async (eventIds, store) => {
      const known = await knownIds(store);
      if (eventIds.some((eventId) => !known.has(eventId))) throw new Error('no such event');
      await store.requeue(eventIds);
    }),
  ],
  'event-queue-store/requeue-without-project': requeueing(async (eventIds, store) => {
    const parked = (await store.list({ state: 'parked' })).items.map(({ event }) => event);
    const moved = parked.filter(({ event_id }) => eventIds.includes(event_id));
    await store.enqueue(moved.map((event) => ({ ...event, project_uuid: event.project_uuid ?? PROJECT })));
    await store.requeue(eventIds);
  }),
  'event-queue-store/count': mutant(({ count }) => ({
    count: async () => {
      const { queued, held, parked } = await count();
      return { queued: queued + held, held: 0, parked };
    },
  })),
  ...listingMutants('event-queue-store', createMemoryEventQueueStore, { removes: true, addsAnywhere: false }),
};
