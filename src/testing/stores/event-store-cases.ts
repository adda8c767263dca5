import type { EventEnvelope } from '../../contracts/event-envelope.js';
import type { EventStore } from '../../stores/event-store.js';
import { aUlid } from '../fixtures/a-ulid.js';
import { anEvent } from '../fixtures/an-event.js';
import { expectEqual, expectTrue, scribble } from './assert.js';
import { listingCases, range, readAll } from './listing-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'event-store';
const TEAM = 'harbour';

/** The event with this number; numbers order like the listing. */
function numbered(ordinal: number, overrides: Partial<EventEnvelope> = {}): EventEnvelope {
  return anEvent({ event_id: aUlid(ordinal), lamport_clock: ordinal, ...overrides });
}

async function events(store: EventStore, team = TEAM, projectUuid?: string) {
  const query = projectUuid === undefined ? { team } : { team, projectUuid };
  return readAll((step) => store.list({ ...query, ...step }), { limit: 2 });
}

const records: StoreCase<EventStore>[] = [
  storeCase(`${PREFIX}/absence`, 'a team that sent nothing has no events', async (store) => {
    expectEqual(await store.list({ team: TEAM }), { items: [], cursor: null }, 'list');
    expectEqual(await store.append(TEAM, []), [], 'append of nothing');
  }),
  storeCase(`${PREFIX}/round-trip`, 'every field comes back as it was', async (store) => {
    const bare = numbered(2, {
      ...{ payload: {}, causation_id: aUlid(1), project_uuid: null, project_slug: null },
      ...{ git_branch: null, head_commit_sha: null, repo_slug: null, lamport_clock: 0 },
    });
    await store.append(TEAM, [numbered(1), bare]);
    expectEqual(await events(store), [numbered(1), bare], 'list');
  }),
  storeCase(`${PREFIX}/append-answers`, 'append answers for each event, in the order given', async (store) => {
    expectEqual(await store.append(TEAM, [numbered(3), numbered(1)]), ['stored', 'stored'], 'the first batch');
    const answers = await store.append(TEAM, [numbered(4), numbered(3), numbered(2), numbered(1)]);
    expectEqual(answers, ['stored', 'duplicate', 'stored', 'duplicate'], 'the second batch');
    expectEqual(
      await events(store),
      range(1, 4).map((ordinal) => numbered(ordinal)),
      'list',
    );
  }),
  storeCase(`${PREFIX}/first-content-stays`, 'a duplicate changes nothing', async (store) => {
    await store.append(TEAM, [numbered(1)]);
    await store.append(TEAM, [numbered(1, { aggregate_id: 'WP02' })]);
    expectEqual(await events(store), [numbered(1)], 'list');
  }),
  storeCase(`${PREFIX}/twice-in-a-batch`, 'of one event twice in a batch the second is a duplicate', async (store) => {
    const answers = await store.append(TEAM, [numbered(1), numbered(1, { aggregate_id: 'WP02' })]);
    expectEqual(answers, ['stored', 'duplicate'], 'append');
    expectEqual(await events(store), [numbered(1)], 'list');
  }),
  storeCase(`${PREFIX}/stored-once`, 'of appends at the same time one stores', async (store) => {
    const answers = await Promise.all(range(1, 5).map(() => store.append(TEAM, [numbered(1)])));
    expectEqual(answers.flat().filter((answer) => answer === 'stored').length, 1, 'appends that stored');
    expectEqual(await events(store), [numbered(1)], 'list');
  }),
  storeCase(`${PREFIX}/append-all-or-none`, 'nobody sees a part of a batch', async (store) => {
    const appending = store.append(
      TEAM,
      range(1, 20).map((ordinal) => numbered(ordinal)),
    );
    for (let look = 0; look < 4; look++) {
      const seen = (await store.list({ team: TEAM })).items.length;
      expectTrue(seen === 0 || seen === 20, `a reader at the same time sees 0 or 20 events, this one ${seen}`);
    }
    await appending;
    expectEqual((await events(store)).length, 20, 'the events in the end');
  }),
  storeCase(`${PREFIX}/teams-apart`, 'an event is known by team and id', async (store) => {
    const teams = ['harbour', 'Harbour', 'local', ''];
    for (const [at, team] of teams.entries()) {
      const answer = await store.append(team, [numbered(1, { lamport_clock: at })]);
      expectEqual(answer, ['stored'], `append for team ${JSON.stringify(team)}`);
    }
    for (const [at, team] of teams.entries()) {
      expectEqual(await events(store, team), [numbered(1, { lamport_clock: at })], `team ${JSON.stringify(team)}`);
    }
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const mine = numbered(1);
    await store.append(TEAM, [mine]);
    scribble(mine);
    expectEqual(await events(store), [numbered(1)], 'list');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    await store.append(TEAM, [numbered(1)]);
    scribble(await store.list({ team: TEAM }));
    expectEqual(await events(store), [numbered(1)], 'list');
  }),
];

const listing: StoreCase<EventStore>[] = [
  storeCase(`${PREFIX}/list-order`, 'events are ordered by id, not by arrival', async (store) => {
    await store.append(TEAM, [numbered(3), numbered(1)]);
    await store.append(TEAM, [numbered(2)]);
    expectEqual(await events(store), [numbered(1), numbered(2), numbered(3)], 'list');
  }),
  storeCase(`${PREFIX}/list-filters`, 'a listing is narrowed by project', async (store) => {
    const project_uuid = '0f4a8c1e-52d7-4b7e-8a39-6f1d2c3b4a59';
    await store.append(TEAM, [numbered(1), numbered(2, { project_uuid }), numbered(3, { project_uuid: null })]);
    await store.append('other', [numbered(4, { project_uuid })]);
    expectEqual(await events(store, TEAM, project_uuid), [numbered(2, { project_uuid })], 'one project');
    expectEqual((await events(store)).length, 3, 'events of the team');
  }),
  ...listingCases<EventStore, EventEnvelope>({
    prefix: PREFIX,
    add: (store, ordinals) =>
      store.append(
        TEAM,
        ordinals.map((ordinal) => numbered(ordinal)),
      ),
    addsAnywhere: true,
    list: (store, step) => store.list({ team: TEAM, ...step }),
    ordinalOf: ({ lamport_clock }) => lamport_clock,
    others: {
      team: (store, step) => store.list({ ...step, team: 'other' }),
      project: (store, step) =>
        store.list({ ...step, team: TEAM, projectUuid: '7b0c2a52-3d6f-4c1e-9a57-0f2f6f2f1c11' }),
    },
  }),
];

/**
 * The rules of an `EventStore`.
 *
 * @public
 */
export const eventStoreCases: readonly StoreCase<EventStore>[] = [...records, ...listing];
