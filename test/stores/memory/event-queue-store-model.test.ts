import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventEnvelope } from '../../../src/contracts/event-envelope.js';
import type { EventQueueStore, QueuedEvent, QueueOutcome, QueueState } from '../../../src/stores/event-queue-store.js';
import { createMemoryEventQueueStore } from '../../../src/stores/memory/event-queue-store.js';
import { aUlid } from '../../../src/testing/fixtures/a-ulid.js';
import { anEvent } from '../../../src/testing/fixtures/an-event.js';
import { runs } from '../../support/runs.js';

/** What a queue is, said as simply as possible: a list. */
interface Model {
  items: Item[];
  arrivals: number;
  /** The listing of queued events that is under way. */
  walk: { cursor: string; last: number } | undefined;
}

interface Item {
  arrival: number;
  shown: QueuedEvent;
}

type Command = fc.AsyncCommand<Model, EventQueueStore>;

const PROJECT = anEvent().project_uuid;
const STATES = ['queued', 'held', 'parked'] as const;
const NEW = { attempts: 0, reason: null, category: null } as const;

function inState({ items }: Model, state: QueueState): Item[] {
  return items.filter(({ shown }) => shown.state === state);
}

function find({ items }: Model, eventId: string): Item | undefined {
  return items.find(({ shown }) => shown.event.event_id === eventId);
}

const eventId = fc.integer({ min: 1, max: 12 }).map(aUlid);
const event = fc
  .record({ event_id: eventId, project_uuid: fc.constantFrom(PROJECT, PROJECT, null), lamport_clock: fc.nat(9) })
  .map((fields) => anEvent(fields));
const outcome: fc.Arbitrary<QueueOutcome> = fc.oneof(
  fc.record({ eventId, outcome: fc.constant('delivered' as const) }),
  fc.record({
    eventId,
    outcome: fc.constantFrom('rejected' as const, 'parked' as const),
    reason: fc.constantFrom('bad field', 'no permission'),
    category: fc.constantFrom('schema_mismatch' as const, 'permission' as const),
  }),
);

function enqueues(events: readonly EventEnvelope[]): Command {
  return {
    check: () => true,
    run: async (model, queue) => {
      await queue.enqueue(events);
      for (const each of events) {
        const state = each.project_uuid === null ? 'held' : 'queued';
        const known = find(model, each.event_id);
        if (!known) model.items.push({ arrival: model.arrivals++, shown: { ...NEW, event: each, state } });
        else known.shown = { ...known.shown, event: each, state: known.shown.state === 'parked' ? 'parked' : state };
      }
    },
    toString: () => `enqueue(${events.map((each) => `${each.event_id.slice(-1)}${each.project_uuid ? '' : '?'}`)})`,
  };
}

function settles(outcomes: readonly QueueOutcome[]): Command {
  return {
    check: () => true,
    run: async (model, queue) => {
      await queue.settle(outcomes);
      for (const each of outcomes) {
        const known = find(model, each.eventId);
        if (!known) continue;
        if (each.outcome === 'delivered') {
          model.items = model.items.filter((item) => item !== known);
          continue;
        }
        const { reason, category } = each;
        const state = each.outcome === 'parked' ? 'parked' : known.shown.state;
        known.shown = { ...known.shown, state, attempts: known.shown.attempts + 1, reason, category };
      }
    },
    toString: () => `settle(${outcomes.map((each) => `${each.eventId.slice(-1)} ${each.outcome}`)})`,
  };
}

function requeues(eventIds: readonly string[]): Command {
  return {
    check: () => true,
    run: async (model, queue) => {
      await queue.requeue(eventIds);
      for (const id of eventIds) {
        const known = find(model, id);
        if (known?.shown.state !== 'parked') continue;
        const { event: content } = known.shown;
        known.shown = { ...NEW, event: content, state: content.project_uuid === null ? 'held' : 'queued' };
      }
    },
    toString: () => `requeue(${eventIds.map((id) => id.slice(-1))})`,
  };
}

function listsAll(state: QueueState): Command {
  return {
    check: () => true,
    run: async (model, queue) => {
      const expected = inState(model, state).map(({ shown }) => shown);
      expect(await queue.list({ state: state })).toEqual({ items: expected, cursor: null });
      const counts = Object.fromEntries(STATES.map((state) => [state, inState(model, state).length]));
      expect(await queue.count()).toEqual(counts);
    },
    toString: () => `list(${state})`,
  };
}

/** One more page of a listing of queued events that lives through all the other commands. */
function listsOn(limit: number): Command {
  return {
    check: () => true,
    run: async (model, queue) => {
      const { walk } = model;
      const rest = inState(model, 'queued').filter(({ arrival }) => arrival > (walk?.last ?? -1));
      const page = await queue.list({ limit: limit, ...(walk && { cursor: walk.cursor }) });
      expect(page.items).toEqual(rest.slice(0, limit).map(({ shown }) => shown));
      expect(page.cursor !== null).toBe(rest.length > limit);
      const last = rest[limit - 1]?.arrival;
      model.walk = page.cursor !== null && last !== undefined ? { cursor: page.cursor, last } : undefined;
    },
    toString: () => `list on, ${limit}`,
  };
}

const commands = fc.commands<Model, EventQueueStore, false>(
  [
    fc.array(event, { maxLength: 8 }).map((events) => enqueues(events)),
    fc.array(outcome, { maxLength: 6 }).map((outcomes) => settles(outcomes)),
    fc.array(eventId, { maxLength: 4 }).map((eventIds) => requeues(eventIds)),
    fc.constantFrom(...STATES).map((state) => listsAll(state)),
    fc.integer({ min: 1, max: 3 }).map((limit) => listsOn(limit)),
  ],
  { maxCommands: 50, size: '+1' },
);

test('the twin behaves like the model', async () => {
  await fc.assert(
    fc.asyncProperty(commands, (steps) =>
      fc.asyncModelRun(
        () => ({ model: { items: [], arrivals: 0, walk: undefined }, real: createMemoryEventQueueStore() }),
        steps,
      ),
    ),
    { numRuns: runs(150) },
  );
});
