import type { EventEnvelope } from '../../../../src/contracts/event-envelope.js';
import type { EventStore } from '../../../../src/stores/event-store.js';
import { createMemoryEventStore } from '../../../../src/stores/memory/event-store.js';
import { countingList, listingMutants } from './listing-mutants.js';
import { type Mutants, mutantOf } from './mutant.js';

const mutant = mutantOf(createMemoryEventStore);

/** The event as it is changed on its way in. */
function storing(change: (event: EventEnvelope) => EventEnvelope) {
  return mutant(({ append }) => ({ append: (team, events) => append(team, events.map(change)) }));
}

function teamed(change: (team: string) => string) {
  return mutant(({ append, list }) => ({
    append: (team, events) => append(change(team), events),
    list: (query) => list({ ...query, team: change(query.team) }),
  }));
}

/** Answers by what was known before: before the batch, or even before the append had its turn. */
function answeringEarly(isSlow: boolean) {
  return mutant(({ append }) => {
    const known = new Set<string>();
    return {
      append: async (team, events) => {
        const answers = events.map(({ event_id }) => (known.has(team + event_id) ? 'duplicate' : 'stored'));
        if (isSlow) await null;
        const actual = await append(team, events);
        for (const { event_id } of events) known.add(team + event_id);
        return isSlow && events.length > 1 ? actual : answers;
      },
    };
  });
}

/** Shows events as they were handed in, or as they came last. */
const lastContent = mutant(({ append, list }) => {
  const last = new Map<string, EventEnvelope>();
  return {
    append: async (team, events) => {
      const fresh = events.filter(
        ({ event_id }, at) => events.findIndex((other) => other.event_id === event_id) === at,
      );
      for (const event of fresh) last.set(team + event.event_id, event);
      return append(team, events);
    },
    list: async (query) => {
      const page = await list(query);
      const items = page.items.map((event) => last.get(query.team + event.event_id) ?? event);
      return structuredClone({ ...page, items });
    },
  };
});

export const eventStoreMutants: Mutants<EventStore> = {
  'event-store/absence': mutant(({ append, list }) => {
    const teams = new Set<string>();
    return {
      append: (team, events) => append(teams.add(team) && team, events),
      list: async (query) => {
        if (!teams.has(query.team)) throw new Error('no such team');
        return list(query);
      },
    };
  }),
  'event-store/round-trip': [
    storing((event) => ({ ...event, project_uuid: event.project_uuid ?? '' })),
    storing((event) => ({ ...event, lamport_clock: event.lamport_clock || 1 })),
  ],
  'event-store/append-answers': mutant(({ append }) => ({
    append: async (...call) => (await append(...call)).toSorted(),
  })),
  'event-store/first-content-stays': lastContent,
  'event-store/twice-in-a-batch': answeringEarly(false),
  'event-store/stored-once': answeringEarly(true),
  'event-store/append-all-or-none': mutant(({ append }) => ({
    append: async (team, events) => {
      const answers: ('stored' | 'duplicate')[] = [];
      for (const event of events) answers.push(...(await append(team, [event])));
      return answers;
    },
  })),
  'event-store/teams-apart': [
    teamed((team) => team.toLowerCase()),
    teamed((team) => team || 'local'),
    teamed(() => 'everyone'),
  ],
  'event-store/copies-in': lastContent,
  'event-store/copies-out': mutant(({ list }) => {
    const handedOut = new Map<string, EventEnvelope>();
    const shown = (team: string, event: EventEnvelope) => {
      const known = handedOut.get(team + event.event_id) ?? event;
      handedOut.set(team + event.event_id, known);
      return known;
    };
    return {
      list: async (query) => {
        const page = await list(query);
        return { ...page, items: page.items.map((event) => shown(query.team, event)) };
      },
    };
  }),
  'event-store/list-order': mutant(({ append, list }) => {
    const arrived: string[] = [];
    const byArrival = (a: EventEnvelope, b: EventEnvelope) => arrived.indexOf(a.event_id) - arrived.indexOf(b.event_id);
    return {
      append: (team, events) => {
        arrived.push(...events.map(({ event_id }) => event_id));
        return append(team, events);
      },
      list: countingList(
        (query) => list({ team: 'harbour', ...query }),
        (events) => events.toSorted(byArrival),
      ),
    };
  }),
  'event-store/list-filters': mutant(({ list }) => ({ list: ({ projectUuid: _, ...query }) => list(query) })),
  ...listingMutants('event-store', createMemoryEventStore as never, { removes: false, addsAnywhere: true }),
};
