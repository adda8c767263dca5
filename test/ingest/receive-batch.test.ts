import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createMemoryEventStore } from '../../src/stores/memory/event-store.js';
import { aUlid } from '../../src/testing/fixtures/a-ulid.js';
import { anEvent } from '../../src/testing/fixtures/an-event.js';
import { BATCH, callIngest, startIngest } from './ingest-server.js';

const events = (count: number, from = 1) =>
  Array.from({ length: count }, (_, at) => anEvent({ event_id: aUlid(from + at), lamport_clock: from + at }));
const OTHER_PROJECT = '1f1d1c2a-6a0f-4b7e-8f5d-3c2b1a098765';

describe('the answer to a batch', () => {
  test('new events are successes, in the order sent, and stored as they were', async () => {
    const { sendBatch, events: store } = await startIngest();
    const sent = events(3).reverse();
    const { status, body } = await sendBatch(sent);
    expect(status).toBe(200);
    expect(body).toEqual({ results: sent.map(({ event_id }) => ({ event_id, status: 'success' })) });
    expect((await store.list({ team: 'harbour' })).items).toEqual(events(3));
  });

  test('plain JSON is taken as well, and so is an empty batch', async () => {
    const { send } = await startIngest();
    expect((await send(BATCH, JSON.stringify({ events: [anEvent()] }))).body.results[0].status).toBe('success');
    expect((await send(BATCH, '{"events":[]}')).body).toEqual({ results: [] });
  });

  test('what is there already is a duplicate, the first content stays, also within one batch', async () => {
    const { sendBatch, events: store } = await startIngest();
    const [first, second] = events(2);
    const { body } = await sendBatch([first, { ...first, git_branch: 'other' }, second]);
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['success', 'duplicate', 'success']);
    expect((await sendBatch([second])).body.results).toEqual([{ event_id: second?.event_id, status: 'duplicate' }]);
    expect((await store.list({ team: 'harbour' })).items).toEqual([first, second]);
  });

  test('a bad event is rejected with its reason, and its neighbours are stored', async () => {
    const { sendBatch, events: store } = await startIngest();
    const [first, second, third] = events(3) as [
      ReturnType<typeof anEvent>,
      ReturnType<typeof anEvent>,
      ReturnType<typeof anEvent>,
    ];
    const { wp_id: _, ...payload } = second.payload;
    const { body } = await sendBatch([first, { ...second, payload }, third]);
    expect(body.results[1]).toEqual({
      event_id: second.event_id,
      status: 'rejected',
      error: expect.stringContaining("Invalid payload for WPStatusChanged: missing required field 'wp_id'"),
    });
    expect((await store.list({ team: 'harbour' })).items).toEqual([first, third]);
  });

  test.each([
    ['no project', { project_uuid: null }],
    ['a project that is no UUID 4', { project_uuid: 'acme' }],
    ['an unknown type', { event_type: 'constructor' }],
    ['a sixteenth field', { extra: 1 }],
    ['an id that is no ULID', { event_id: 'first' }],
    ['a clock that is a text', { lamport_clock: '1' }],
    ['half a surrogate pair', { project_slug: '\ud83d' }],
    ['half a surrogate pair in a payload key', { payload: { ...anEvent().payload, '\ud83d': 1 } }],
    [
      'a payload too deep to store',
      { payload: { ...anEvent().payload, deep: JSON.parse('['.repeat(100) + ']'.repeat(100)) } },
    ],
  ])('%s: rejected', async (_, wrong) => {
    const { sendBatch, events: store } = await startIngest();
    const event = { ...anEvent(), ...wrong };
    const { status, body } = await sendBatch([event]);
    expect(status).toBe(200);
    expect(body).toEqual({
      results: [
        { event_id: event.event_id, status: 'rejected', error: expect.stringMatching(/^Invalid (event|payload)/) },
      ],
    });
    expect((await store.list({ team: 'harbour' })).items).toEqual([]);
  });

  test.each([null, 7, 'text', [], {}, { event_id: 7 }, { event_id: null }])(
    'an entry without an id to name it by has an empty one: %j',
    async (entry) => {
      const { sendBatch } = await startIngest();
      const { body } = await sendBatch([anEvent(), entry]);
      expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['success', 'rejected']);
      expect(body.results[1].event_id).toBe('');
    },
  );

  test('payload depth up to the limit is fine', async () => {
    const { sendBatch } = await startIngest();
    const deep = JSON.parse('['.repeat(60) + ']'.repeat(60));
    const { body } = await sendBatch([anEvent({ payload: { ...anEvent().payload, deep } })]);
    expect(body.results[0].status).toBe('success');
  });

  test('keys that mean something to JavaScript are only data', async () => {
    const { send, events: store } = await startIngest();
    const text = JSON.stringify({ events: [anEvent()] });
    const inPayload = text.replace('"wp_id"', '"__proto__":{"polluted":true},"constructor":1,"wp_id"');
    expect((await send(BATCH, inPayload)).body.results[0].status).toBe('success');
    const [stored] = (await store.list({ team: 'harbour' })).items;
    expect(Object.getPrototypeOf(stored?.payload)).toBe(Object.prototype);
    expect(JSON.stringify(stored?.payload)).toContain('"__proto__":{"polluted":true}');
    const inEnvelope = text.replace('"event_id"', '"__proto__":{"polluted":true},"event_id"');
    expect((await send(BATCH, inEnvelope)).body.results[0].status).toBe('rejected');
    const atTop = text.replace('{', '{"__proto__":{"events":[]},');
    expect((await send(BATCH, atTop)).body.results[0].status).toBe('duplicate');
    expect((await send(BATCH, '{"__proto__":{"events":[]}}')).status).toBe(400);
    expect((Object.prototype as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a batch that is refused as a whole', () => {
  test.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"events"'],
    ['no events', '{}'],
    ['what looks like an answer of ours', '{"refused":"internal_error","message":"x"}'],
    ['events that are no list', '{"events":{}}'],
    ['no JSON', '{"events":['],
  ])('%s: 400 with error and details', async (_, text) => {
    const { send } = await startIngest();
    const { status, body } = await send(BATCH, text);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'Batch validation failed', details: expect.any(String), retryable: false });
  });

  test('a thousand events are taken, one more is not', async () => {
    const { sendBatch, events: store } = callIngest();
    const full = await sendBatch(events(1000));
    expect(full.body.results.every(({ status }: { status: string }) => status === 'success')).toBe(true);
    const { status, body } = await sendBatch(events(1001, 2000));
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'Batch validation failed', details: expect.stringContaining('at most 1000') });
    expect((await store.list({ team: 'harbour', limit: 1000 })).items).toHaveLength(1000);
  });

  test('the byte limit counts what is decompressed', async () => {
    const text = JSON.stringify({ events: events(50) });
    const { send } = await startIngest({ maxBatchBytes: text.length - 1 });
    expect(gzipSync(text).length).toBeLessThan(text.length / 4);
    expect((await send(BATCH, gzipSync(text), { 'Content-Encoding': 'gzip' })).status).toBe(413);
  });
});

describe('teams and projects', () => {
  test('an event goes to its own team, a local one to the team of the request', async () => {
    const { sendBatch, events: store } = await startIngest();
    const [own, local, other] = [
      anEvent({ event_id: aUlid(1) }),
      anEvent({ event_id: aUlid(2), team_slug: 'local' }),
      anEvent({ event_id: aUlid(3), team_slug: 'payments' }),
    ];
    const both = { Authorization: 'Bearer token-both', 'X-Team-Slug': 'harbour' };
    const { body } = await sendBatch([other, own, local], both);
    expect(body.results.map(({ event_id: id, status }: { event_id: string; status: string }) => [id, status])).toEqual([
      [aUlid(3), 'success'],
      [aUlid(1), 'success'],
      [aUlid(2), 'success'],
    ]);
    expect((await store.list({ team: 'harbour' })).items).toEqual([own, local]);
    expect((await store.list({ team: 'payments' })).items).toEqual([other]);
    expect((await store.list({ team: 'local' })).items).toEqual([]);
  });

  test('an id of one team is no duplicate in another', async () => {
    const { sendBatch } = await startIngest();
    const local = anEvent({ team_slug: 'local' });
    await sendBatch([local]);
    const { body } = await sendBatch([local], { Authorization: 'Bearer token-payments' });
    expect(body.results[0].status).toBe('success');
  });

  test('events of a team or project that is not allowed: 400 that names each of them, and nothing stored', async () => {
    const asked: string[] = [];
    const { sendBatch, events: store } = await startIngest({
      authorizeProject: ({ team, projectUuid }) => {
        asked.push(`${team} ${projectUuid}`);
        return projectUuid !== OTHER_PROJECT;
      },
    });
    const sent = [
      anEvent({ event_id: aUlid(1) }),
      anEvent({ event_id: aUlid(2), project_uuid: OTHER_PROJECT, team_slug: 'local' }),
      anEvent({ event_id: aUlid(3), team_slug: 'payments' }),
      anEvent({ event_id: aUlid(4), project_uuid: OTHER_PROJECT }),
      { event_id: 'bad' },
    ];
    const { status, body } = await sendBatch(sent);
    const failed = (team: string) => `Invalid schema: project_uuid authorization check failed for team '${team}'`;
    expect(status).toBe(400);
    expect(body).toEqual({
      error: 'Batch validation failed',
      details: [
        { event_id: aUlid(2), error: failed('harbour') },
        { event_id: aUlid(3), error: failed('payments') },
        { event_id: aUlid(4), error: failed('harbour') },
      ],
    });
    // Each project is asked for once, and a team of others never.
    expect(asked).toEqual([`harbour ${anEvent().project_uuid}`, `harbour ${OTHER_PROJECT}`]);
    expect((await store.list({ team: 'harbour' })).items).toEqual([]);
    expect((await store.list({ team: 'payments' })).items).toEqual([]);
  });

  test('a check that fails is a 503 and nothing is stored', async () => {
    const { sendBatch, events: store } = await startIngest({
      authorizeProject: () => {
        throw new Error('down');
      },
    });
    expect((await sendBatch([anEvent()])).status).toBe(503);
    expect((await store.list({ team: 'harbour' })).items).toEqual([]);
  });
});

describe('faults of the store', () => {
  test.each([
    ['that fails', () => Promise.reject(new Error('db-7 is down'))],
    ['that answers for too few events', async () => []],
    ['that answers with a word of its own', async () => ['queued' as 'stored']],
  ])('a store %s: 503, nothing told, never a success', async (_, append) => {
    const { sendBatch, log } = await startIngest({ events: { ...createMemoryEventStore(), append } });
    const { status, body } = await sendBatch([anEvent()]);
    expect(status).toBe(503);
    expect(body).toEqual({ error_code: 'store_unavailable', message: expect.any(String), retryable: true });
    expect(log).toHaveLength(1);
  });

  test('where a second team fails, the repeat stores the rest and nothing twice', async () => {
    const memory = createMemoryEventStore();
    let down = true;
    const { sendBatch } = await startIngest({
      events: {
        ...memory,
        append: async (team, given) => {
          if (team === 'payments' && down) throw new Error('down');
          return memory.append(team, given);
        },
      },
    });
    const sent = [anEvent({ event_id: aUlid(1) }), anEvent({ event_id: aUlid(2), team_slug: 'payments' })];
    const both = { Authorization: 'Bearer token-both', 'X-Team-Slug': 'harbour' };
    expect((await sendBatch(sent, both)).status).toBe(503);
    down = false;
    const { body } = await sendBatch(sent, both);
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['duplicate', 'success']);
  });
});

test('twenty equal batches at the same moment: every event is new once', async () => {
  const { sendBatch } = await startIngest();
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendBatch(events(10))));
  const successes = answers.flatMap(({ body }) =>
    body.results.filter(({ status }: { status: string }) => status === 'success'),
  );
  expect(new Set(successes.map(({ event_id }: { event_id: string }) => event_id)).size).toBe(10);
  expect(successes).toHaveLength(10);
});
