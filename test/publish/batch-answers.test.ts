import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { categorizeBatchError } from '../../src/publish/categorize-batch-error.js';
import { failureReport } from '../../src/publish/failure-report.js';
import { attemptsIn, bench, idsIn } from './batch-bench.js';
import { answerAll, batchServer, eventsOf, idOf } from './batch-server.js';

const resultsOf = (results: unknown) => batchServer(() => ({ status: 200, body: { results } }));

describe('what a 200 says of an event', () => {
  test.each([
    ['success', 'delivered', 'gone', 0],
    ['accepted', 'delivered', 'gone', 0],
    ['warning', 'delivered', 'gone', 0],
    ['duplicate', 'duplicate', 'gone', 0],
    ['rejected', 'rejected', 'queued', 1],
    ['failed_permanent', 'parked', 'parked', 1],
    ['failed_transient', 'transient', 'queued', 0],
    ['queued', 'pending', 'queued', 0],
    ['pending', 'pending', 'queued', 0],
    ['on_the_moon', 'unknown', 'queued', 0],
    ['constructor', 'unknown', 'queued', 0],
    [7, 'unknown', 'queued', 0],
  ])('%s: %s, and the queue has it as %s with %i attempts', async (status, outcome, place, attempts) => {
    const server = resultsOf([{ event_id: idOf(1), status }]);
    const { client, queue } = await bench(server, eventsOf(1, 1));
    const report = await client.drain();
    expect(report.results).toMatchObject([{ eventId: idOf(1), outcome }]);
    expect(report.fault).toBeUndefined();
    expect(report.requests).toBe(1);
    if (place === 'gone') expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: 0 });
    else expect(await attemptsIn(queue, place as 'queued')).toEqual([attempts]);
  });

  test('results are matched by id only: shuffled, foreign and missing ones', async () => {
    const server = resultsOf([
      { event_id: idOf(3), status: 'rejected', error_message: 'invalid lane' },
      { event_id: idOf(99), status: 'success' },
      { event_id: idOf(1), status: 'success' },
    ]);
    const { client, queue } = await bench(server, eventsOf(1, 3));
    const report = await client.drain();
    expect(report.results).toEqual([
      { eventId: idOf(1), outcome: 'delivered' },
      { eventId: idOf(2), outcome: 'unanswered' },
      { eventId: idOf(3), outcome: 'rejected', reason: 'invalid lane', category: 'schema_mismatch' },
    ]);
    expect(report).toMatchObject({ total: 3, delivered: 1, rejected: 1, untouched: 1 });
    expect(await idsIn(queue)).toEqual([idOf(2), idOf(3)]);
    expect(await attemptsIn(queue)).toEqual([0, 1]);
  });

  test('malformed entries never fail the others; the first entry for an event counts', async () => {
    const server = resultsOf([
      null,
      'text',
      7,
      [],
      { status: 'success' },
      { event_id: 5, status: 'success' },
      { event_id: idOf(1), status: 'success' },
      { event_id: idOf(1), status: 'rejected' },
      { event_id: idOf(2), status: 'rejected', error: { field: 'lane' } },
      { event_id: idOf(3), status: 'rejected', error: 12 },
      { event_id: idOf(4), status: 'rejected' },
      { event_id: idOf(5) },
    ]);
    const { client } = await bench(server, eventsOf(1, 5));
    expect((await client.drain()).results).toEqual([
      { eventId: idOf(1), outcome: 'delivered' },
      { eventId: idOf(2), outcome: 'rejected', reason: '{"field":"lane"}', category: 'schema_mismatch' },
      { eventId: idOf(3), outcome: 'rejected', reason: '12', category: 'unknown' },
      { eventId: idOf(4), outcome: 'rejected', reason: 'the server gave no reason', category: 'unknown' },
      { eventId: idOf(5), outcome: 'unknown' },
    ]);
  });

  test('a status that we do not know is shown, unless the server says more', async () => {
    const server = resultsOf([
      { event_id: idOf(1), status: 'on_the_moon' },
      { event_id: idOf(2), status: 7 },
      { event_id: idOf(3), status: 'on_the_moon', error: 'no air' },
    ]);
    const { client } = await bench(server, eventsOf(1, 3));
    expect((await client.drain()).results.map(({ reason }) => reason)).toEqual(['on_the_moon', '7', 'no air']);
  });

  test('a rejected event is not sent again in this drain, and is parked at the fifth drain', async () => {
    const server = batchServer((batch) => answerAll(batch, (id) => (id === idOf(1) ? 'rejected' : 'success')));
    const { client, queue } = await bench(server, eventsOf(1, 3));
    for (let drain = 1; drain <= 4; drain++) {
      expect(await client.drain()).toMatchObject({ drain, rejected: 1, parked: 0, requests: 1 });
      expect(await attemptsIn(queue)).toEqual([drain]);
    }
    expect(await client.drain()).toMatchObject({ rejected: 0, parked: 1, requests: 1 });
    expect(await idsIn(queue, 'parked')).toEqual([idOf(1)]);
    expect(await client.drain()).toMatchObject({ total: 0, requests: 0 });
    await queue.requeue([idOf(1)]);
    expect(await client.drain()).toMatchObject({ rejected: 1 });
  });

  test('maxAttempts is the host’s choice', async () => {
    const server = batchServer((batch) => answerAll(batch, 'rejected'));
    const { client, queue } = await bench(server, eventsOf(1, 2), { maxAttempts: 1 });
    expect(await client.drain()).toMatchObject({ parked: 2 });
    expect(await idsIn(queue, 'parked')).toEqual([idOf(1), idOf(2)]);
  });
});

describe('a 2xx that settles nothing', () => {
  test.each<[number, string, unknown, number]>([
    [200, 'no list', {}, 1],
    [200, 'a list of another type', { results: 'all good' }, 1],
    [200, 'null', null, 1],
    [200, 'a list at the top', [], 1],
    [200, 'HTML', '<html>', 1],
    [202, 'no list', { status: 'queued' }, 1],
    // An empty body may be one that was cut off.
    [200, 'nothing at all', undefined, 4],
    [201, 'nothing at all', undefined, 4],
    [204, 'nothing at all', undefined, 4],
  ])('a %i with %s is a contract fault, and the drain ends', async (status, _, body, requests) => {
    const server = batchServer(() => ({ status, body }));
    const { client, queue } = await bench(server, eventsOf(1, 5), { maxEvents: 2 });
    const report = await client.drain();
    expect(report.fault).toMatchObject({ code: 'contract', context: { httpStatus: status } });
    expect(report).toMatchObject({ total: 2, untouched: 2, requests });
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(await attemptsIn(queue)).toEqual([0, 0, 0, 0, 0]);
  });

  test.each([[[]], [[{ event_id: idOf(77), status: 'success' }]]])(
    'the results %j leave every event where it is; the drain ends',
    async (results) => {
      const { client, queue } = await bench(resultsOf(results), eventsOf(1, 5), { maxEvents: 2 });
      const report = await client.drain();
      expect(report.fault).toBeUndefined();
      expect(report).toMatchObject({ total: 5, untouched: 5, requests: 3 });
      expect(new Set(report.results.map(({ outcome }) => outcome))).toEqual(new Set(['unanswered']));
      expect(await attemptsIn(queue)).toEqual([0, 0, 0, 0, 0]);
    },
  );

  test('a 202 with results is believed', async () => {
    const server = batchServer((batch) => ({ ...answerAll(batch), status: 202 }));
    const { client } = await bench(server, eventsOf(1, 2));
    expect(await client.drain()).toMatchObject({ delivered: 2 });
  });
});

describe('categorizeBatchError', () => {
  test.each([
    ['Invalid payload', undefined, 'schema_mismatch'],
    ['SCHEMA', undefined, 'schema_mismatch'],
    ['unknown Field', undefined, 'schema_mismatch'],
    ['dismissing', undefined, 'schema_mismatch'],
    ['wrong type', undefined, 'schema_mismatch'],
    ['invalid token', undefined, 'schema_mismatch'],
    ['token timeout', undefined, 'auth_expired'],
    ['Expired', undefined, 'auth_expired'],
    ['Unauthorized', undefined, 'auth_expired'],
    ['HTTP 401', undefined, 'auth_expired'],
    ['401 internal', undefined, 'auth_expired'],
    ['Internal error', undefined, 'server_error'],
    ['1500 events', undefined, 'server_error'],
    ['gateway timeout', undefined, 'server_error'],
    ['Unavailable', undefined, 'server_error'],
    ['HTTP 403', undefined, 'unknown'],
    ['', undefined, 'unknown'],
    ['invalid', 401, 'auth_expired'],
    ['invalid', 403, 'permission'],
    ['invalid', 413, 'oversized'],
    ['invalid', 429, 'throttled'],
    ['invalid', 500, 'server_error'],
    ['invalid', 599, 'server_error'],
    ['invalid', 400, 'schema_mismatch'],
    ['', 404, 'unknown'],
    ['', 600, 'unknown'],
  ])('%j with status %s is %s', (text, status, category) => {
    expect(categorizeBatchError(text, status)).toBe(category);
  });

  test('the case never matters', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(categorizeBatchError(text.toUpperCase())).toBe(categorizeBatchError(text.toUpperCase().toLowerCase()));
      }),
    );
  });
});

describe('failureReport', () => {
  test('the wire’s words, and failures only', async () => {
    const statuses = [
      'success',
      'duplicate',
      'rejected',
      'rejected',
      'failed_permanent',
      'failed_transient',
      'pending',
    ];
    const texts = ['', '', 'missing field', 'session expired', 'unknown thing', 'unavailable', ''];
    const server = batchServer(({ ids }) => ({
      status: 200,
      body: { results: ids.map((event_id, at) => ({ event_id, status: statuses[at], error: texts[at] })) },
    }));
    const { client } = await bench(server, eventsOf(1, 7));
    expect(failureReport(await client.drain(), '2026-03-10T09:00:00+00:00')).toEqual({
      generated_at: '2026-03-10T09:00:00+00:00',
      summary: {
        total_events: 7,
        synced: 1,
        duplicates: 1,
        failed: 4,
        categories: { schema_mismatch: 1, auth_expired: 1, unknown: 1, server_error: 1 },
      },
      failures: [
        { event_id: idOf(3), error: 'missing field', category: 'schema_mismatch' },
        { event_id: idOf(4), error: 'session expired', category: 'auth_expired' },
        { event_id: idOf(5), error: 'unknown thing', category: 'unknown' },
        { event_id: idOf(6), error: 'unavailable', category: 'server_error' },
      ],
    });
  });

  test('an outage: every event of the batch failed, by the status', async () => {
    const server = batchServer(() => ({ status: 503, body: { error: 'invalid' } }));
    const { client } = await bench(server, eventsOf(1, 2));
    const { summary } = failureReport(await client.drain(), '2026-03-10T09:00:00+00:00');
    expect(summary).toEqual({
      total_events: 2,
      synced: 0,
      duplicates: 0,
      failed: 2,
      categories: { server_error: 2 },
    });
  });
});
