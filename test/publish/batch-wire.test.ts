import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { EVENT_ENVELOPE_FIELDS, type EventEnvelope } from '../../src/contracts/event-envelope.js';
import { createEventBatchClient } from '../../src/publish/event-batch-client.js';
import { createMemoryEventQueueStore } from '../../src/stores/memory/event-queue-store.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { runs } from '../support/runs.js';
import { type LoopbackServer, serve, serveRaw } from '../support/serve.js';
import { bench, idsIn } from './batch-bench.js';
import { answerAll, batchServer, eventOf, eventsOf, idOf } from './batch-server.js';

const open: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function loopback(server: ReturnType<typeof batchServer>) {
  const listening = await serve(server.handle);
  open.push(listening);
  return listening.url;
}

function reordered<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}

describe('one request over a real socket', () => {
  test('method, path, headers and a gzip body as the contract says', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 3));
    const client = createEventBatchClient({
      serverUrl: `${await loopback(server)}/saas///`,
      token: '  access-token-1  ',
      team: 'priivacy',
      queue,
    });
    const report = await client.drain();
    expect(report).toMatchObject({ drain: 1, total: 3, delivered: 3, requests: 1, held: 0, untouched: 0 });
    expect(report.fault).toBeUndefined();
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/saas/api/v1/events/batch/' });
    expect(seen?.headers.get('content-type')).toBe('application/json');
    expect(seen?.headers.get('content-encoding')).toBe('gzip');
    expect(seen?.headers.get('authorization')).toBe('Bearer access-token-1');
    expect(seen?.headers.get('x-team-slug')).toBe('priivacy');
    expect(JSON.parse(seen?.text ?? '')).toEqual({ events: eventsOf(1, 3) });
    expect(await idsIn(queue)).toEqual([]);
  });

  test('a blank token and no team: neither header is sent', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const queue = createMemoryEventQueueStore();
    const client = createEventBatchClient({ serverUrl: await loopback(server), token: '  ', queue });
    await client.send([eventOf(1)]);
    expect(server.seen[0]?.headers.has('authorization')).toBe(false);
    expect(server.seen[0]?.headers.has('x-team-slug')).toBe(false);
  });

  test('a batch is compressed once: a retry repeats the same bytes', async () => {
    const server = batchServer((batch, at) => (at < 2 ? { status: 503, body: 'down' } : answerAll(batch)));
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 20));
    const runtime = createTestRuntime();
    const client = createEventBatchClient({ serverUrl: await loopback(server), queue }, runtime);
    const retries: unknown[] = [];
    client.on('retry', (report) => retries.push(report));
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 20, requests: 3 });
    const [first, second, third] = server.seen.map(({ compressed }) => compressed);
    expect(first && second && third && first.equals(second) && second.equals(third)).toBe(true);
    expect(retries).toEqual([
      { drain: 1, attempt: 2, waitedMs: runtime.waits[0], code: 'transport' },
      { drain: 1, attempt: 3, waitedMs: runtime.waits[1], code: 'transport' },
    ]);
  });

  test('a connection that is cut in the middle of the answer: sent again, delivered once', async () => {
    let requests = 0;
    const known = new Set<string>();
    const server = batchServer((batch) => {
      const reply = answerAll(batch, (id) => (known.has(id) ? 'duplicate' : 'success'));
      for (const id of batch.ids) known.add(id);
      return reply;
    });
    const listening = await serveRaw(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const reply = await server.handle(new Request('http://127.0.0.1/x', { method: 'POST', body }));
      const text = await reply.text();
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      if (++requests > 1) return void outgoing.end(text);
      outgoing.write(text.slice(0, 10), () => outgoing.destroy());
    });
    open.push(listening);
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 2));
    const report = await createEventBatchClient({ serverUrl: listening.url, queue }, createTestRuntime()).drain();
    expect(report).toMatchObject({ delivered: 0, duplicates: 2, requests: 2 });
    expect(await idsIn(queue)).toEqual([]);
  });
});

describe('the limits of a batch', () => {
  test('2500 events: 1000, 1000, 500, in order', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client, queue } = await bench(server, eventsOf(1, 2500), { maxBytes: 10_000_000 });
    const report = await client.drain();
    expect(server.seen.map(({ ids }) => ids.length)).toEqual([1000, 1000, 500]);
    expect(server.seen.flatMap(({ ids }) => ids)).toEqual(eventsOf(1, 2500).map(({ event_id }) => event_id));
    expect(report).toMatchObject({ total: 2500, delivered: 2500, requests: 3 });
    expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: 0 });
  });

  test('the default byte budget is 262 144', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, eventsOf(1, 1500));
    await client.drain();
    const sizes = server.seen.map(({ text }) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(262_144);
    expect(sizes[0]).toBeGreaterThan(261_000);
  });

  test('any events, any limits: as full as possible, in order, and above the budget only alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3000 }),
        async (notes, maxEvents, maxBytes) => {
          const server = batchServer((batch) => answerAll(batch));
          const events = notes.map((note, at) => eventOf(at + 1, {}, note));
          const { client } = await bench(server, [], { maxEvents, maxBytes });
          const told: number[] = [];
          client.on('batch', ({ bytes }) => told.push(bytes));
          await client.send(events);
          const batches = server.seen.map((batch) => batch.events);
          expect(batches.flat()).toEqual(events);
          const sizeOf = (batch: readonly EventEnvelope[]) => Buffer.byteLength(JSON.stringify({ events: batch }));
          expect(told).toEqual(batches.map(sizeOf));
          batches.forEach((batch, at) => {
            expect(batch.length).toBeLessThanOrEqual(maxEvents);
            if (batch.length > 1) expect(sizeOf(batch)).toBeLessThanOrEqual(maxBytes);
            const next = batches[at + 1]?.[0];
            if (next === undefined || batch.length === maxEvents) return;
            expect(sizeOf([...batch, next])).toBeGreaterThan(maxBytes);
          });
        },
      ),
      { numRuns: runs(60) },
    );
  });

  test.each([
    [0, [3, 3]],
    [-1, [2, 2, 2]],
    [1, [3, 3]],
  ])('a budget of three events and %i bytes, every character as UTF-8', async (more, sizes) => {
    const server = batchServer((batch) => answerAll(batch));
    const events = Array.from({ length: 6 }, (_, at) => eventOf(11 + at, {}, ' ä日😀"\\'));
    const three = Buffer.byteLength(JSON.stringify({ events: events.slice(0, 3) }));
    const { client } = await bench(server, events, { maxBytes: three + more });
    await client.drain();
    expect(server.seen.map(({ ids }) => ids.length)).toEqual(sizes);
  });

  test('an event above the budget by itself is sent alone', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const events = [eventOf(1), eventOf(2, {}, 'x'.repeat(5000)), eventOf(3)];
    const { client } = await bench(server, events, { maxBytes: 2000 });
    expect(await client.drain()).toMatchObject({ delivered: 3 });
    expect(server.seen.map(({ ids }) => ids)).toEqual([[idOf(1)], [idOf(2)], [idOf(3)]]);
  });
});

describe('which events are sent', () => {
  test('the 15 keys go out in the order of the contract, however the host has them', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, [reordered(eventOf(1))]);
    await client.drain();
    expect(Object.keys(server.seen[0]?.events[0] ?? {})).toEqual(EVENT_ENVELOPE_FIELDS);
  });

  test.each(EVENT_ENVELOPE_FIELDS.filter((key) => key !== 'event_id'))(
    'an event without %s is parked here with a reason, and the others go',
    async (key) => {
      const server = batchServer((batch) => answerAll(batch));
      const { client, queue } = await bench(server, []);
      const { [key]: _, ...rest } = eventOf(2);
      const report = await client.send([eventOf(1), rest as never, eventOf(3)]);
      expect(server.seen.flatMap(({ ids }) => ids)).toEqual([idOf(1), idOf(3)]);
      expect(report).toMatchObject({ total: 3, delivered: 2, parked: 1 });
      expect(report.results[1]).toEqual({
        eventId: idOf(2),
        outcome: 'parked',
        category: 'schema_mismatch',
        reason: `not the 15 fields of an event; missing or unknown: ${key}`,
      });
      expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: 0 });
    },
  );

  test.each([
    ['an unknown key', { ...eventOf(2), build_id: 'b' }, 'missing or unknown: build_id'],
    ['two faults', { ...eventOf(2), build_id: 'b', repo_slug: undefined }, 'missing or unknown: repo_slug, build_id'],
    ['a value that JSON refuses', { ...eventOf(2), payload: { n: 1n } }, 'cannot be written as JSON'],
  ])('%s: parked here', async (_, event, reason) => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, []);
    const report = await client.send([event as never, eventOf(3)]);
    expect(server.seen.map(({ ids }) => ids)).toEqual([[idOf(3)]]);
    expect(report.results[0]).toMatchObject({ outcome: 'parked', category: 'schema_mismatch' });
    expect(report.results[0]?.reason).toContain(reason);
  });

  test('in the queue, such an event is parked and does not stop the others', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const odd = { ...eventOf(1), build_id: 'b' };
    const { client, queue } = await bench(server, [odd, eventOf(2)]);
    await client.drain();
    expect(await idsIn(queue, 'parked')).toEqual([idOf(1)]);
    expect(await idsIn(queue)).toEqual([]);
  });

  test('payloads are not judged: an unknown event type with an odd payload goes', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, [eventOf(1, { event_type: 'Later' as never, payload: {} })]);
    expect(await client.drain()).toMatchObject({ delivered: 1 });
  });

  test('events without a project are held back and counted', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client, queue } = await bench(server, [eventOf(1, { project_uuid: null }), eventOf(2)]);
    expect(await client.drain()).toMatchObject({ total: 1, delivered: 1, held: 1 });
    expect(await idsIn(queue, 'held')).toEqual([idOf(1)]);
    const report = await client.send([eventOf(3, { project_uuid: null })]);
    expect(report).toMatchObject({ drain: 2, total: 1, held: 1, requests: 0 });
    expect(report.results[0]?.outcome).toBe('held');
    expect(server.seen.flatMap(({ ids }) => ids)).toEqual([idOf(2)]);
  });
});

describe('send', () => {
  test('touches no queue', async () => {
    const server = batchServer((batch) => answerAll(batch, (id) => (id === idOf(2) ? 'rejected' : 'success')));
    const refuse = async () => {
      throw new Error('touched');
    };
    const queue = { enqueue: refuse, list: refuse, settle: refuse, requeue: refuse, count: refuse };
    const { client } = await bench(server, [], { queue });
    expect(await client.send(eventsOf(1, 3))).toMatchObject({ delivered: 2, rejected: 1 });
  });

  test('refuses an id that is there twice or not at all, before anything is sent', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, []);
    await expect(client.send([eventOf(1), eventOf(2), eventOf(1)])).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ path: '[2].event_id' }],
    });
    await expect(
      client.send([eventOf(1), { ...eventOf(2), event_id: 5 as never }, null as never]),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ path: '[1].event_id' }, { path: '[2].event_id' }],
    });
    await expect(client.send('events' as never)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(server.seen).toEqual([]);
  });

  test('nothing to send: no request', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, []);
    expect(await client.send([])).toMatchObject({ total: 0, requests: 0 });
    expect(await client.drain()).toMatchObject({ total: 0, requests: 0 });
    expect(server.seen).toEqual([]);
  });
});

describe('options', () => {
  const queue = createMemoryEventQueueStore();
  const good = { serverUrl: 'https://saas.example', queue };
  test.each([
    ['an unknown option', { ...good, maxEvent: 1 }, 'maxEvent'],
    ['more than 1000 events', { ...good, maxEvents: 1001 }, 'maxEvents'],
    ['no events', { ...good, maxEvents: 0 }, 'maxEvents'],
    ['a fraction', { ...good, maxAttempts: 1.5 }, 'maxAttempts'],
    ['no budget', { ...good, maxBytes: 0 }, 'maxBytes'],
    ['an endless time', { ...good, timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
    ['no queue', { serverUrl: good.serverUrl }, 'queue'],
    ['half a queue', { ...good, queue: { list() {} } }, 'queue'],
    ['a token of another type', { ...good, token: 5 }, 'token'],
    ['half a token provider', { ...good, token: { get() {} } }, 'token'],
    ['a token with a line break', { ...good, token: 'secret\nvalue' }, 'token'],
    ['a token with a space', { ...good, token: 'secret value' }, 'token'],
    ['a token that is no ASCII', { ...good, token: 'secrét' }, 'token'],
    ['a token with a control character', { ...good, token: 'sec\u0000ret' }, 'token'],
    ['a team with a line break', { ...good, team: 'a\nb' }, 'team'],
    ['egress without permits', { ...good, egress: {} }, 'egress'],
    ['an unknown retry option', { ...good, retry: { tries: 3 } }, 'retry.tries'],
    ['plain http', { ...good, serverUrl: 'http://saas.example' }, 'serverUrl'],
    ['user info', { ...good, serverUrl: 'https://user:secret@saas.example' }, 'serverUrl'],
    ['a query', { ...good, serverUrl: 'https://saas.example/?a=secret' }, 'serverUrl'],
    ['no URL', { queue }, 'serverUrl'],
    ['nothing', undefined, ''],
  ])('%s is a configuration error with its path', (_, options, path) => {
    try {
      createEventBatchClient(options as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'configuration', problems: [{ path }] });
      expect(JSON.stringify(error)).not.toContain('secret');
    }
  });

  test('plain http elsewhere when the host says so', () => {
    createEventBatchClient({ ...good, serverUrl: 'http://saas.example', allowInsecureHttp: true });
  });
});
