import { describe, expect, test } from 'vitest';
import { attemptsIn, bench, idsIn } from './batch-bench.js';
import {
  answerAll,
  type BatchReply,
  batchServer,
  eventOf,
  eventsOf,
  idOf,
  poisoned,
  type SeenBatch,
} from './batch-server.js';

/** Refuses a batch that holds one of these, naming them in whatever form is asked for. */
function naming(bad: readonly string[], details: (named: string[]) => unknown) {
  return batchServer(({ ids }) => {
    const named = ids.filter((id) => bad.includes(id));
    if (named.length === 0) return answerAll({ ids });
    return { status: 400, body: { error: 'Batch validation failed', details: details(named) } };
  });
}

const entries = (named: string[]) => named.map((event_id) => ({ event_id, error: 'Invalid schema' }));

describe('a 400 that names events', () => {
  test.each<[string, (named: string[]) => unknown, string]>([
    ['a list', entries, 'Invalid schema'],
    ['a list with reason', (named) => named.map((event_id) => ({ event_id, reason: 'No way' })), 'No way'],
    ['a list with detail', (named) => named.map((event_id) => ({ event_id, detail: 'No way' })), 'No way'],
    ['a list without a reason', (named) => named.map((event_id) => ({ event_id })), 'Batch validation failed'],
    ['JSON text of a list', (named) => JSON.stringify(entries(named)), 'Invalid schema'],
    [
      'a list with entries that say nothing',
      (named) => [null, 'x', { error: 'x' }, { event_id: 7 }, { event_id: idOf(99) }, ...entries(named)],
      'Invalid schema',
    ],
  ])('%s: they are blamed, the others go out again without them', async (_, details, reason) => {
    const server = naming([idOf(2), idOf(4)], details);
    const { client, queue } = await bench(server, eventsOf(1, 5));
    const report = await client.drain();
    expect(server.seen.map(({ ids }) => ids)).toEqual([[1, 2, 3, 4, 5].map(idOf), [1, 3, 5].map(idOf)]);
    expect(report).toMatchObject({ delivered: 3, rejected: 2, requests: 2 });
    expect(report.results[1]).toMatchObject({ outcome: 'rejected', reason });
    expect(await idsIn(queue)).toEqual([idOf(2), idOf(4)]);
    expect(await attemptsIn(queue)).toEqual([1, 1]);
  });

  test('named twice: the first reason counts', async () => {
    const twice = (named: string[]) =>
      named.flatMap((event_id) => ['one', 'two'].map((error) => ({ event_id, error })));
    const { client, queue } = await bench(naming([idOf(2)], twice), eventsOf(1, 2));
    expect((await client.drain()).results[1]).toMatchObject({ outcome: 'rejected', reason: 'one' });
    expect(await attemptsIn(queue)).toEqual([1]);
  });

  test('no other event has to be accepted for that: a named event alone is blamed too', async () => {
    const server = naming([idOf(1)], entries);
    const { client, queue } = await bench(server, eventsOf(1, 1));
    expect(await client.drain()).toMatchObject({ rejected: 1, requests: 1 });
    expect(await attemptsIn(queue)).toEqual([1]);
  });

  test('parked after maxAttempts', async () => {
    const server = naming([idOf(1)], entries);
    const { client, queue } = await bench(server, eventsOf(1, 2), { maxAttempts: 2 });
    await client.drain();
    expect(await client.drain()).toMatchObject({ parked: 1 });
    expect(await idsIn(queue, 'parked')).toEqual([idOf(1)]);
  });

  test('a list that names only strangers blames nobody: the batch is bisected', async () => {
    const foreign = () => [{ event_id: idOf(99), error: 'not yours' }];
    const server = naming([idOf(2)], foreign);
    const { client } = await bench(server, eventsOf(1, 4));
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 3, rejected: 1 });
    const refusing = batchServer(() => ({ status: 400, body: { details: foreign() } }));
    const other = await bench(refusing, eventsOf(1, 4));
    expect(await other.client.drain()).toMatchObject({ rejected: 0, parked: 0, untouched: 4 });
    expect(await attemptsIn(other.queue)).toEqual([0, 0, 0, 0]);
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('a 400 that names nobody', () => {
  test.each([
    ['text in details', { error: 'Bad request', details: 'the batch is invalid' }, 'Bad request: the batch is invalid'],
    ['no details', { error: 'Bad request' }, 'Bad request'],
    ['an empty list', { error: 'Bad request', details: [] }, 'Bad request'],
    ['HTML', '<html>', 'the server gave no reason'],
    ['nothing', undefined, 'the server gave no reason'],
  ])('%s: the one event at fault is found, the others are delivered once and in order', async (_, body, reason) => {
    const server = batchServer((batch) => (batch.ids.includes(idOf(6)) ? { status: 400, body } : answerAll(batch)));
    const { client, queue } = await bench(server, eventsOf(1, 8));
    const halved: unknown[] = [];
    client.on('halved', ({ events, httpStatus }) => halved.push([events, httpStatus]));
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 7, rejected: 1 });
    expect(report.fault).toBeUndefined();
    expect(report.results[5]).toMatchObject({ eventId: idOf(6), outcome: 'rejected', reason });
    expect(halved).toEqual([
      [8, 400],
      [4, 400],
      [2, 400],
    ]);
    const taken = server.seen.filter(({ ids }) => !ids.includes(idOf(6))).flatMap(({ ids }) => ids);
    expect(taken).toEqual([1, 2, 3, 4, 5, 7, 8].map(idOf));
    expect(await attemptsIn(queue)).toEqual([1]);
  });

  test.each([1, 500, 501, 1000])('one poison event among 1000, at %i: at most 2 log2(n) + 1 requests', async (at) => {
    const server = poisoned([idOf(at)]);
    const { client } = await bench(server, eventsOf(1, 1000), { maxBytes: 10_000_000 });
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 999, rejected: 1 });
    expect(report.requests).toBe(server.seen.length);
    expect(server.seen.length).toBeLessThanOrEqual(21);
  });

  test('forty of them in a row: two requests for each, and log2(n)', async () => {
    const bad = Array.from({ length: 40 }, (_, at) => idOf(300 + at));
    const server = poisoned(bad);
    const { client, queue } = await bench(server, eventsOf(1, 1000), { maxBytes: 10_000_000 });
    expect(await client.drain()).toMatchObject({ delivered: 960, rejected: 40 });
    expect(server.seen.length).toBeLessThanOrEqual(2 * 40 + 20);
    expect(await idsIn(queue)).toEqual(bad);
  });

  test('a server that refuses everything blames nobody, is not asked for ever and stands as a fault', async () => {
    const server = batchServer(() => ({ status: 400, body: { error: 'team is not enabled' } }));
    const { client, queue } = await bench(server, eventsOf(1, 1000), { maxBytes: 10_000_000, maxAttempts: 1 });
    const report = await client.drain();
    expect(report).toMatchObject({ total: 1000, rejected: 0, parked: 0, untouched: 1000 });
    expect(report.fault).toMatchObject({ code: 'rejected' });
    expect(report.fault?.message).toContain('team is not enabled');
    expect(report.results[0]).toMatchObject({ outcome: 'failed', reason: 'team is not enabled' });
    // Each half of each part of one batch, and no further.
    expect(server.seen.length).toBeLessThanOrEqual(2 * 1000);
    expect(await queue.count()).toEqual({ queued: 1000, held: 0, parked: 0 });
    expect(new Set(await attemptsIn(queue))).toEqual(new Set([0]));
  });

  test('in a long queue it is asked twice for each batch more', async () => {
    const server = batchServer(() => ({ status: 400, body: {} }));
    const { client, queue } = await bench(server, eventsOf(1, 1000), { maxEvents: 20, maxAttempts: 1 });
    const report = await client.drain();
    expect(report).toMatchObject({ rejected: 0, parked: 0, fault: { code: 'rejected' } });
    expect(report.requests).toBeLessThanOrEqual(256 + 2 * 50);
    expect(report.total).toBe(report.untouched);
    expect(await queue.count()).toEqual({ queued: 1000, held: 0, parked: 0 });
  });

  test('one event alone, refused: nobody else was accepted, so it is not blamed', async () => {
    const server = poisoned([idOf(1)]);
    const { client, queue } = await bench(server, eventsOf(1, 1));
    const report = await client.drain();
    expect(report).toMatchObject({ rejected: 0, untouched: 1, requests: 1 });
    expect(report.fault).toMatchObject({ code: 'rejected' });
    expect(await attemptsIn(queue)).toEqual([0]);
  });

  test.each([
    ['before', idOf(3)],
    ['after', idOf(1)],
  ])('it is blamed when another was accepted %s it, in another batch', async (_, bad) => {
    const { client, queue } = await bench(poisoned([bad]), eventsOf(1, 3), { maxEvents: 1 });
    expect(await client.drain()).toMatchObject({ delivered: 2, rejected: 1 });
    expect(await idsIn(queue)).toEqual([bad]);
    expect(await attemptsIn(queue)).toEqual([1]);
  });

  test('an event rejected by itself in a 200 is no event accepted', async () => {
    const server = batchServer((batch) =>
      batch.ids.includes(idOf(1)) ? { status: 400, body: {} } : answerAll(batch, 'rejected'),
    );
    const { client, queue } = await bench(server, eventsOf(1, 2));
    expect(await client.drain()).toMatchObject({ rejected: 1, untouched: 1, fault: { code: 'rejected' } });
    expect(await attemptsIn(queue)).toEqual([0, 1]);
  });

  test('a head of poison longer than a batch does not block the queue for good', async () => {
    const bad = Array.from({ length: 100 }, (_, at) => idOf(at + 1));
    const { client, queue } = await bench(poisoned(bad), eventsOf(1, 130), { maxEvents: 50, maxAttempts: 2 });
    expect(await client.drain()).toMatchObject({ delivered: 30, rejected: 100 });
    await queue.enqueue(eventsOf(131, 132));
    expect(await client.drain()).toMatchObject({ delivered: 2, parked: 100 });
    expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: 100 });
  });

  test('a hundred and twenty at the head of the queue are found, whatever the size of a batch', async () => {
    const bad = Array.from({ length: 120 }, (_, at) => idOf(at + 1));
    for (const maxEvents of [1, 7, 1000]) {
      const { client, queue } = await bench(poisoned(bad), eventsOf(1, 150), { maxEvents, maxAttempts: 1 });
      expect(await client.drain()).toMatchObject({ delivered: 30, parked: 120 });
      expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: 120 });
    }
  });

  test('where good events come between the bad ones, order is kept and every good one arrives in one drain', async () => {
    for (const bad of [range(1, 200), [...range(1, 128), 1000], range(400, 900)]) {
      const server = poisoned(bad.map(idOf));
      const { client } = await bench(server, eventsOf(1, 1000), { maxBytes: 10_000_000 });
      const report = await client.drain();
      expect(report).toMatchObject({ delivered: 1000 - bad.length, rejected: bad.length, untouched: 0 });
      expect(report.fault).toBeUndefined();
      const arrived = server.seen.filter(({ ids }) => !ids.some((id) => bad.map(idOf).includes(id)));
      expect(arrived.flatMap(({ ids }) => ids)).toEqual(
        range(1, 1000)
          .filter((n) => !bad.includes(n))
          .map(idOf),
      );
    }
  });

  test('a thousand at the head of the queue do not block what is behind them', async () => {
    const bad = Array.from({ length: 1000 }, (_, at) => idOf(at + 1));
    const { client, queue } = await bench(poisoned(bad), eventsOf(1, 1010), { maxBytes: 10_000_000, maxAttempts: 1 });
    expect(await client.drain()).toMatchObject({ delivered: 10 });
    let drains = 1;
    for (let at = 2000; (await queue.count()).queued > 0; at++, drains++) {
      expect(drains).toBeLessThan(20);
      await queue.enqueue(eventsOf(at, at));
      await client.drain();
    }
    expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: 1000 });
  });

  test('more refusals than that end no drain in which events are accepted between them', async () => {
    const bad = Array.from({ length: 100 }, (_, at) => idOf(5 * (at + 1)));
    const server = poisoned(bad);
    const { client } = await bench(server, eventsOf(1, 500));
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 400, rejected: 100 });
    expect(report.fault).toBeUndefined();
    expect(server.seen.filter(({ ids }) => ids.some((id) => bad.includes(id))).length).toBeGreaterThan(256);
  });

  test('a server that breaks in the middle of a drain stands as a fault', async () => {
    const server = batchServer((batch, at) => (at === 0 ? answerAll(batch) : { status: 400, body: 'down' }));
    const { client } = await bench(server, eventsOf(1, 1000), { maxEvents: 10 });
    const report = await client.drain();
    expect(report.fault).toMatchObject({ code: 'rejected' });
    expect(server.seen.length).toBeLessThanOrEqual(1 + 256 + 2 * 99);
  });
});

describe('413', () => {
  const limit = (bytes: number) =>
    batchServer((batch): BatchReply => (batch.text.length > bytes ? { status: 413, body: {} } : answerAll(batch)));
  const sizes = (seen: readonly SeenBatch[]) => seen.map(({ ids }) => ids.length);

  test('halves, in order, until it fits; the batches after do not try the refused size again', async () => {
    const server = limit(2000);
    const { client } = await bench(server, eventsOf(11, 50), { maxEvents: 16 });
    const halved: number[] = [];
    client.on('halved', ({ events }) => halved.push(events));
    expect(await client.drain()).toMatchObject({ delivered: 40 });
    expect(sizes(server.seen)).toEqual([16, 8, 4, 4, 8, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3]);
    expect(halved).toEqual([16, 8, 8]);
    const taken = server.seen.filter(({ text }) => text.length <= 2000).flatMap(({ ids }) => ids);
    expect(taken).toEqual(eventsOf(11, 50).map(({ event_id }) => event_id));
  });

  test('so are two that are too large, although nothing else is there to be taken', async () => {
    const events = [1, 2].map((n) => eventOf(n, {}, 'x'.repeat(3000)));
    const { client } = await bench(limit(2000), events);
    const report = await client.drain();
    expect(report).toMatchObject({ parked: 2 });
    expect(report.fault).toBeUndefined();
  });

  test('an event that is too large by itself is parked at once, the others go', async () => {
    const server = limit(2000);
    const events = [...eventsOf(1, 3), eventOf(4, {}, 'x'.repeat(3000)), ...eventsOf(5, 8)];
    const { client, queue } = await bench(server, events);
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 7, parked: 1 });
    expect(report.fault).toBeUndefined();
    expect(report.results[3]).toMatchObject({ eventId: idOf(4), outcome: 'parked', category: 'oversized' });
    expect(await idsIn(queue, 'parked')).toEqual([idOf(4)]);
  });

  test('a lone event that is too large is parked', async () => {
    const { client, queue } = await bench(limit(2000), [eventOf(1, {}, 'x'.repeat(3000))]);
    expect(await client.drain()).toMatchObject({ parked: 1, total: 1 });
    expect(await idsIn(queue, 'parked')).toEqual([idOf(1)]);
  });

  test('from a server that takes nothing at all blames nobody, and ends the drain', async () => {
    const server = limit(0);
    const { client, queue } = await bench(server, eventsOf(1, 400), { maxEvents: 100 });
    const report = await client.drain();
    expect(report).toMatchObject({ parked: 0, rejected: 0, untouched: 400 });
    expect(report.fault).toMatchObject({ code: 'rejected', context: { httpStatus: 413 } });
    expect(report.fault?.message).toContain('the server refuses everything');
    expect(server.seen.length).toBeLessThan(300);
    expect(await idsIn(queue, 'parked')).toEqual([]);
  });

  test('one too large for our budget is sent alone once, and the server decides', async () => {
    const server = limit(2000);
    const { client } = await bench(server, [eventOf(1, {}, 'x'.repeat(3000)), eventOf(2)], { maxBytes: 1000 });
    expect(await client.drain()).toMatchObject({ parked: 1, delivered: 1 });
    expect(sizes(server.seen)).toEqual([1, 1]);
  });
});
