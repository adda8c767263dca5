import type { EventEnvelope } from '../../contracts/event-envelope.js';
import type { EventQueueStore, QueuedEvent, QueueOutcome, QueueState } from '../../stores/event-queue-store.js';
import { aUlid } from '../fixtures/a-ulid.js';
import { anEvent } from '../fixtures/an-event.js';
import { expectEqual, expectTrue, scribble } from './assert.js';
import { listingCases, range, readAll } from './listing-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'event-queue-store';

/** The event with this number. */
function numbered(ordinal: number, overrides: Partial<EventEnvelope> = {}): EventEnvelope {
  return anEvent({ event_id: aUlid(ordinal), lamport_clock: ordinal, ...overrides });
}

function queued(ordinal: number, overrides: Partial<QueuedEvent> = {}): QueuedEvent {
  return { event: numbered(ordinal), state: 'queued', attempts: 0, reason: null, category: null, ...overrides };
}

function delivered(...ordinals: number[]): QueueOutcome[] {
  return ordinals.map((ordinal) => ({ eventId: aUlid(ordinal), outcome: 'delivered' }));
}

function refused(ordinal: number, outcome: 'rejected' | 'parked', reason = 'bad field'): QueueOutcome {
  return { eventId: aUlid(ordinal), outcome, reason, category: 'schema_mismatch' };
}

const REFUSED = { attempts: 1, reason: 'bad field', category: 'schema_mismatch' } as const;

function items(store: EventQueueStore, state?: QueueState) {
  return readAll((step) => store.list(state === undefined ? step : { state, ...step }), { limit: 2 });
}

async function expectStates(store: EventQueueStore, expected: Record<QueueState, readonly QueuedEvent[]>) {
  for (const state of ['queued', 'held', 'parked'] as const) {
    expectEqual(await items(store, state), expected[state], `the ${state} events`);
  }
}

/** A queue of events 1 to 4, all refused once, of which 2 and 3 are parked. */
async function fillWithParked(store: EventQueueStore) {
  await store.enqueue(range(1, 4).map((ordinal) => numbered(ordinal)));
  const outcomes = range(1, 4).map((ordinal) =>
    refused(ordinal, ordinal === 2 || ordinal === 3 ? 'parked' : 'rejected'),
  );
  await store.settle(outcomes);
}

const enqueueing: StoreCase<EventQueueStore>[] = [
  storeCase(`${PREFIX}/absence`, 'a new queue is empty', async (store) => {
    await store.enqueue([]);
    expectEqual(await store.list(), { items: [], cursor: null }, 'list');
    expectEqual(await store.count(), { queued: 0, held: 0, parked: 0 }, 'count');
  }),
  storeCase(`${PREFIX}/first-in-first-out`, 'events are listed in the order in which they came', async (store) => {
    await store.enqueue([numbered(3), numbered(1)]);
    await store.enqueue([numbered(2)]);
    expectEqual(await items(store), [queued(3), queued(1), queued(2)], 'list');
  }),
  storeCase(`${PREFIX}/list-removes-nothing`, 'listing leaves the queue as it is', async (store) => {
    await store.enqueue([numbered(1), numbered(2)]);
    await store.list({ limit: 1 });
    expectEqual(await items(store), [queued(1), queued(2)], 'the second listing');
  }),
  storeCase(`${PREFIX}/held`, 'an event without a project is held', async (store) => {
    const event = numbered(2, { project_uuid: null });
    await store.enqueue([numbered(1), event, numbered(3)]);
    expectEqual(await items(store), [queued(1), queued(3)], 'the queued events, which are the default');
    expectEqual(await items(store, 'held'), [queued(2, { event, state: 'held' })], 'the held events');
  }),
  storeCase(`${PREFIX}/enqueue-known`, 'an event that is there keeps its place, count and reason', async (store) => {
    await store.enqueue([numbered(1), numbered(2)]);
    await store.settle([refused(1, 'rejected')]);
    const event = numbered(1, { git_branch: 'main' });
    await store.enqueue([numbered(3), event]);
    expectEqual(await items(store), [queued(1, { ...REFUSED, event }), queued(2), queued(3)], 'list');
  }),
  storeCase(
    `${PREFIX}/held-gets-its-project`,
    'a held event that gets a project is queued at its place',
    async (store) => {
      await store.enqueue([numbered(1, { project_uuid: null }), numbered(2)]);
      await store.enqueue([numbered(1)]);
      await expectStates(store, { queued: [queued(1), queued(2)], held: [], parked: [] });
    },
  ),
  storeCase(`${PREFIX}/parked-stays-parked`, 'a parked event takes new content and stays parked', async (store) => {
    await store.enqueue([numbered(1)]);
    await store.settle([refused(1, 'parked')]);
    const event = numbered(1, { git_branch: 'main' });
    await store.enqueue([event]);
    await expectStates(store, { queued: [], held: [], parked: [queued(1, { ...REFUSED, state: 'parked', event })] });
  }),
  storeCase(`${PREFIX}/twice-in-a-batch`, 'of one event twice in a batch the place is the first’s', async (store) => {
    const event = numbered(1, { git_branch: 'main' });
    await store.enqueue([numbered(1), numbered(2), event]);
    expectEqual(await items(store), [queued(1, { event }), queued(2)], 'list');
  }),
  storeCase(`${PREFIX}/enqueue-all-or-none`, 'nobody sees a part of a batch', async (store) => {
    const enqueueing = store.enqueue(range(1, 20).map((ordinal) => numbered(ordinal)));
    for (let look = 0; look < 4; look++) {
      const seen = (await store.count()).queued;
      expectTrue(seen === 0 || seen === 20, `a reader at the same time counts 0 or 20 events, this one ${seen}`);
    }
    await enqueueing;
    expectEqual((await store.count()).queued, 20, 'the events in the end');
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const mine = numbered(1);
    await store.enqueue([mine]);
    scribble(mine);
    expectEqual(await items(store), [queued(1)], 'list');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    await store.enqueue([numbered(1)]);
    scribble(await store.list());
    expectEqual(await items(store), [queued(1)], 'list');
  }),
];

const settling: StoreCase<EventQueueStore>[] = [
  storeCase(`${PREFIX}/delivered`, 'a delivered event leaves the queue', async (store) => {
    await store.enqueue([numbered(1), numbered(2), numbered(3)]);
    await store.settle(delivered(1, 3));
    expectEqual(await items(store), [queued(2)], 'list');
    await store.enqueue([numbered(1)]);
    expectEqual(await items(store), [queued(2), queued(1)], 'list after it came again');
  }),
  storeCase(`${PREFIX}/rejected`, 'a rejected event stays, with its count, reason and category', async (store) => {
    await store.enqueue([numbered(1), numbered(2)]);
    await store.settle([refused(1, 'rejected')]);
    expectEqual(await items(store), [queued(1, REFUSED), queued(2)], 'list');
    await store.settle([{ ...refused(1, 'rejected'), reason: 'down', category: 'server_error' } as QueueOutcome]);
    const twice = queued(1, { attempts: 2, reason: 'down', category: 'server_error' });
    expectEqual(await items(store), [twice, queued(2)], 'list after the second time');
  }),
  storeCase(`${PREFIX}/parked`, 'a parked event is not listed with the queued', async (store) => {
    await store.enqueue([numbered(1), numbered(2)]);
    await store.settle([refused(1, 'parked')]);
    const parked = queued(1, { ...REFUSED, state: 'parked' });
    await expectStates(store, { queued: [queued(2)], held: [], parked: [parked] });
  }),
  storeCase(`${PREFIX}/settle-each-by-id`, 'each outcome goes to its own event', async (store) => {
    await store.enqueue(range(1, 4).map((ordinal) => numbered(ordinal)));
    await store.settle([refused(4, 'rejected'), ...delivered(2), refused(1, 'parked', 'poison')]);
    await expectStates(store, {
      queued: [queued(3), queued(4, REFUSED)],
      held: [],
      parked: [queued(1, { ...REFUSED, reason: 'poison', state: 'parked' })],
    });
  }),
  storeCase(`${PREFIX}/settle-unknown`, 'outcomes of events that are not there are passed over', async (store) => {
    await store.enqueue([numbered(1)]);
    await store.settle([...delivered(8), refused(7, 'rejected'), refused(9, 'parked'), refused(1, 'rejected')]);
    await expectStates(store, { queued: [queued(1, REFUSED)], held: [], parked: [] });
  }),
  storeCase(`${PREFIX}/settle-all-or-none`, 'nobody sees a part of the outcomes', async (store) => {
    await store.enqueue(range(1, 20).map((ordinal) => numbered(ordinal)));
    const settling = store.settle(delivered(...range(1, 20)));
    for (let look = 0; look < 4; look++) {
      const seen = (await store.count()).queued;
      expectTrue(seen === 0 || seen === 20, `a reader at the same time counts 0 or 20 events, this one ${seen}`);
    }
    await settling;
    expectEqual((await store.count()).queued, 0, 'the events in the end');
  }),
  storeCase(`${PREFIX}/requeue`, 'a parked event is queued again at its place, with a count of 0', async (store) => {
    await fillWithParked(store);
    await store.requeue([aUlid(2)]);
    await expectStates(store, {
      queued: [queued(1, REFUSED), queued(2), queued(4, REFUSED)],
      held: [],
      parked: [queued(3, { ...REFUSED, state: 'parked' })],
    });
  }),
  storeCase(`${PREFIX}/requeue-parked-only`, 'requeueing passes over what is not parked', async (store) => {
    await fillWithParked(store);
    await store.requeue([aUlid(1), aUlid(9)]);
    expectEqual(await items(store), [queued(1, REFUSED), queued(4, REFUSED)], 'the queued events');
  }),
  storeCase(`${PREFIX}/requeue-without-project`, 'a parked event without a project is held again', async (store) => {
    const event = numbered(1, { project_uuid: null });
    await store.enqueue([event]);
    await store.settle([refused(1, 'parked')]);
    await store.requeue([aUlid(1)]);
    await expectStates(store, { queued: [], held: [queued(1, { event, state: 'held' })], parked: [] });
  }),
  storeCase(`${PREFIX}/count`, 'the count tells the states apart', async (store) => {
    await fillWithParked(store);
    await store.enqueue([numbered(5, { project_uuid: null })]);
    await store.settle(delivered(1));
    expectEqual(await store.count(), { queued: 1, held: 1, parked: 2 }, 'count');
  }),
];

const listing = listingCases<EventQueueStore, QueuedEvent>({
  prefix: PREFIX,
  add: (store, ordinals) => store.enqueue(ordinals.map((ordinal) => numbered(ordinal))),
  remove: (store, ordinals) => store.settle(delivered(...ordinals)),
  addsAnywhere: false,
  list: (store, step) => store.list(step),
  ordinalOf: ({ event }) => event.lamport_clock,
  others: {
    held: (store, step) => store.list({ ...step, state: 'held' }),
    parked: (store, step) => store.list({ ...step, state: 'parked' }),
  },
});

/**
 * The rules of an `EventQueueStore`.
 *
 * @public
 */
export const eventQueueStoreCases: readonly StoreCase<EventQueueStore>[] = [...enqueueing, ...settling, ...listing];
