import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { EgressScope } from '../../src/contracts/egress.js';
import { ConfigurationError } from '../../src/errors/configuration-error.js';
import { createEventBatchClient } from '../../src/publish/event-batch-client.js';
import { createMemoryEventQueueStore } from '../../src/stores/memory/event-queue-store.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { serveRaw } from '../support/serve.js';
import { attemptsIn, bench, idsIn } from './batch-bench.js';
import { answerAll, type BatchReply, batchServer, eventOf, eventsOf, idOf, PROJECT } from './batch-server.js';

const OTHER = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

describe('a batch that fails as a whole', () => {
  test.each([
    [401, 'authentication', 'auth_expired', 1],
    [403, 'permission', 'permission', 1],
    [404, 'not_found', 'unknown', 1],
    [408, 'transport', 'server_error', 4],
    [409, 'conflict', 'unknown', 1],
    [422, 'rejected', 'unknown', 1],
    [429, 'rate_limited', 'throttled', 4],
    [500, 'transport', 'server_error', 4],
    [503, 'transport', 'server_error', 4],
  ])('%i: the drain ends with %s, nobody is blamed', async (status, code, category, requests) => {
    const server = batchServer((batch, at) => (at === 0 ? answerAll(batch) : { status, body: { error: 'no' } }));
    const { client, queue } = await bench(server, eventsOf(1, 6), { maxEvents: 2, maxAttempts: 1 });
    const report = await client.drain();
    expect(report.fault).toMatchObject({ code, context: { operation: 'events.batch', httpStatus: status } });
    expect(report).toMatchObject({ total: 4, delivered: 2, untouched: 2, rejected: 0, parked: 0 });
    expect(report.requests).toBe(1 + requests);
    expect(report.results.slice(2)).toMatchObject([
      { eventId: idOf(3), outcome: 'failed', category },
      { eventId: idOf(4), outcome: 'failed', category },
    ]);
    expect(await idsIn(queue)).toEqual([3, 4, 5, 6].map(idOf));
    expect(await attemptsIn(queue)).toEqual([0, 0, 0, 0]);
  });

  test('Retry-After is honoured, then it goes on', async () => {
    const server = batchServer((batch, at) =>
      at === 0 ? { status: 429, body: {}, headers: { 'retry-after': '7' } } : answerAll(batch),
    );
    const { client, runtime } = await bench(server, eventsOf(1, 2));
    expect(await client.drain()).toMatchObject({ delivered: 2, requests: 2 });
    expect(runtime.waits).toHaveLength(1);
    expect(runtime.waits[0]).toBeGreaterThanOrEqual(7000);
  });

  test('no server: a transport fault', async () => {
    const gone = await serveRaw(() => {});
    await gone.close();
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 2));
    const client = createEventBatchClient({ serverUrl: gone.url, queue }, createTestRuntime());
    expect(await client.drain()).toMatchObject({ fault: { code: 'transport', retryable: true }, untouched: 2 });
    expect(await attemptsIn(queue)).toEqual([0, 0]);
  });

  test('a server that hangs: each attempt ends after timeoutMs', async () => {
    const runtime = createTestRuntime({
      fetch: () => {
        queueMicrotask(() => runtime.advance(60_000));
        return new Promise(() => {});
      },
    });
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 2));
    const client = createEventBatchClient({ serverUrl: 'http://127.0.0.1:9', queue, retry: { attempts: 2 } }, runtime);
    const report = await client.drain();
    expect(report.fault).toMatchObject({ code: 'timeout', timeoutMs: 60_000 });
    expect(report.results[0]).toMatchObject({ outcome: 'failed', category: 'server_error' });
    expect(report.requests).toBe(2);
  });

  test('send: events after the fault are in the report as unsent', async () => {
    const server = batchServer(() => ({ status: 403, body: {} }));
    const { client } = await bench(server, [], { maxEvents: 2 });
    const report = await client.send(eventsOf(1, 5));
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'unsent', 'unsent', 'unsent']);
    expect(report).toMatchObject({ total: 5, untouched: 5, requests: 1 });
  });
});

describe('tokens', () => {
  const provider = (tokens: (string | undefined)[]) => ({
    calls: [] as string[],
    async get() {
      this.calls.push('get');
      return tokens[0];
    },
    async refresh() {
      this.calls.push('refresh');
      tokens.shift();
      return tokens[0];
    },
  });
  const expecting = (good: string) =>
    batchServer((batch) =>
      batch.headers.get('authorization') === `Bearer ${good}`
        ? answerAll(batch)
        : { status: 401, body: { error: 'x' } },
    );

  test('401: refreshed once, repeated with the same bytes', async () => {
    const server = expecting('new-token');
    const token = provider(['old-token', 'new-token']);
    const { client } = await bench(server, eventsOf(1, 2), { token });
    expect(await client.drain()).toMatchObject({ delivered: 2, requests: 2 });
    expect(token.calls).toEqual(['get', 'get', 'refresh', 'get']);
    expect(server.seen[0]?.compressed).toEqual(server.seen[1]?.compressed);
  });

  test('401 again: the batch failed as a whole', async () => {
    const server = expecting('other');
    const token = provider(['old-token', 'new-token', 'newer-token']);
    const { client, queue } = await bench(server, eventsOf(1, 2), { token, maxAttempts: 1 });
    expect(await client.drain()).toMatchObject({ fault: { code: 'authentication' }, untouched: 2, requests: 2 });
    expect(await attemptsIn(queue)).toEqual([0, 0]);
  });

  test('a provider that fails: nothing is sent, nothing leaks', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const failing = async () => {
      throw new Error('keychain says Bearer abcdef-secret-token');
    };
    const { client } = await bench(server, eventsOf(1, 2), { token: { get: failing, refresh: failing } });
    const report = await client.drain();
    expect(report).toMatchObject({ fault: { code: 'authentication' }, untouched: 2, requests: 0 });
    expect(inspect(report, { depth: 9, showHidden: true })).not.toContain('secret-token');
    expect(server.seen).toEqual([]);
  });

  test('a token that no header can carry: nothing is sent, nothing leaks', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const broken = async () => 'hush\nhush';
    const { client } = await bench(server, eventsOf(1, 2), { token: { get: broken, refresh: broken } });
    const report = await client.drain();
    expect(report).toMatchObject({ fault: { code: 'configuration' }, untouched: 2, requests: 0 });
    expect(inspect(report, { depth: 9, showHidden: true })).not.toContain('hush');
    expect(server.seen).toEqual([]);
  });

  test('a refresh that fails: an authentication fault that leaks nothing', async () => {
    const server = batchServer(() => ({ status: 401, body: {} }));
    const refresh = async () => {
      throw new Error('refused Bearer hush-hush-hush, was old-token-value');
    };
    const { client } = await bench(server, eventsOf(1, 2), { token: { get: async () => 'old-token-value', refresh } });
    const report = await client.drain();
    expect(report).toMatchObject({ fault: { code: 'authentication' }, untouched: 2, requests: 1 });
    expect(report.results[0]).toMatchObject({ outcome: 'failed', category: 'auth_expired' });
    expect(inspect(report, { depth: 9, showHidden: true })).not.toMatch(/hush|old-token-value/);
  });

  test('a refresh that is aborted: the reason passes through', async () => {
    const controller = new AbortController();
    const server = batchServer(() => ({ status: 401, body: {} }));
    const refresh = async () => {
      controller.abort('stop');
      throw new Error('aborted');
    };
    const { client } = await bench(server, eventsOf(1, 2), { token: { get: async () => 'old-token', refresh } });
    await expect(client.drain({ signal: controller.signal })).rejects.toBe('stop');
  });

  test('the token is in no report, event, log or error, also when the server repeats it', async () => {
    const secret = 'xoxo-7f3a9c-secret-value';
    const log: unknown[] = [];
    const write = (...args: unknown[]) => void log.push(args);
    const logger = { debug: write, info: write, warn: write, error: write };
    const echo = `you sent ${secret}`;
    const replies: BatchReply[] = [
      { status: 200, body: { results: [{ event_id: idOf(1), status: 'rejected', error: echo }] } },
      { status: 200, body: { results: [{ event_id: idOf(2), status: echo }] } },
      { status: 400, body: { error: echo, details: [{ event_id: idOf(3), reason: echo }] } },
      { status: 400, body: { error: echo, details: echo } },
      { status: 403, body: { error: echo, message: echo } },
      { status: 503, body: echo },
      { status: 200, body: echo },
    ];
    for (const reply of replies) {
      const server = batchServer(() => reply);
      const queue = createMemoryEventQueueStore();
      await queue.enqueue(eventsOf(1, 3));
      const runtime = createTestRuntime({ fetch: server.handle, logger });
      const client = createEventBatchClient({ serverUrl: 'https://saas.example', token: secret, queue }, runtime);
      const events: unknown[] = [];
      for (const name of ['batch', 'retry', 'settled', 'halved'] as const) {
        client.on(name, (report) => {
          events.push(report);
          throw new Error(`listener saw ${JSON.stringify(report)}`);
        });
      }
      const report = await client.drain();
      const queued = await queue.list();
      const shown = inspect([report, events, log, queued, client], { depth: 12, showHidden: true });
      expect(server.seen[0]?.headers.get('authorization')).toBe(`Bearer ${secret}`);
      expect(shown).not.toContain(secret);
      expect(JSON.stringify([report, events, log, queued])).not.toContain(secret);
    }
  });
});

describe('the egress port', () => {
  const two = () => [eventOf(1), eventOf(2, { project_uuid: OTHER }), eventOf(3)];

  test('is asked per project with where the data would go, before the token is read', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const asked: (EgressScope | string)[] = [];
    const egress = { permits: (scope: EgressScope) => asked.push(scope) > 0 };
    const read = async () => {
      asked.push('token');
      return 't';
    };
    const { client } = await bench(server, two(), { egress, token: { get: read, refresh: read } });
    expect(await client.drain()).toMatchObject({ delivered: 3 });
    const destination = 'http://127.0.0.1:9/api/v1/events/batch/';
    expect(asked).toEqual([
      { provider: null, workspace: null, projectUuid: PROJECT, destination },
      { provider: null, workspace: null, projectUuid: OTHER, destination },
      'token',
    ]);
  });

  test.each<[string, (scope: EgressScope) => unknown]>([
    ['false', ({ projectUuid }) => projectUuid !== OTHER],
    ['anything but true', ({ projectUuid }) => (projectUuid === OTHER ? 'yes' : true)],
    [
      'a fault',
      async ({ projectUuid }) => {
        if (projectUuid === OTHER) throw new Error('no decision');
        return true;
      },
    ],
  ])('%s keeps the events of that project here and lets the others go', async (_, permits) => {
    const server = batchServer((batch) => answerAll(batch));
    const { client, queue } = await bench(server, two(), { egress: { permits: permits as never } });
    const report = await client.drain();
    expect(server.seen.map(({ ids }) => ids)).toEqual([[idOf(1), idOf(3)]]);
    expect(report).toMatchObject({ delivered: 2, untouched: 1, fault: { code: 'egress_refused' } });
    expect(report.results[1]).toMatchObject({
      eventId: idOf(2),
      outcome: 'unsent',
      reason: expect.stringContaining(OTHER),
    });
    expect(await idsIn(queue)).toEqual([idOf(2)]);
    expect(await attemptsIn(queue)).toEqual([0]);
  });

  test('when everything is refused, no token is read and nothing is sent', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const read = async () => expect.unreachable();
    const { client } = await bench(server, two(), {
      egress: { permits: () => false },
      token: { get: read, refresh: read },
    });
    expect(await client.drain()).toMatchObject({ fault: { code: 'egress_refused' }, requests: 0, untouched: 3 });
    expect(server.seen).toEqual([]);
  });
});

describe('a queue that throws', () => {
  const broken = async () => {
    throw new Error('disk full at Bearer abcdef-secret');
  };

  test.each(['count', 'list'] as const)('%s: a store fault, nothing was sent', async (method) => {
    const server = batchServer((batch) => answerAll(batch));
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 2));
    const { client } = await bench(server, [], { queue: { ...queue, [method]: broken } });
    const report = await client.drain();
    expect(report.fault).toMatchObject({ code: 'store', retryable: true });
    expect(inspect(report, { depth: 9 })).not.toContain('secret');
    expect(server.seen).toEqual([]);
  });

  test('settle: the drain stops, says what was delivered, and the next one is answered duplicates', async () => {
    const known = new Set<string>();
    const server = batchServer((batch) => {
      const reply = answerAll(batch, (id) => (known.has(id) ? 'duplicate' : 'success'));
      for (const id of batch.ids) known.add(id);
      return reply;
    });
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 6));
    let broke = false;
    const settle: typeof queue.settle = async (outcomes) => {
      if (!broke) {
        broke = true;
        return broken();
      }
      return queue.settle(outcomes);
    };
    const { client } = await bench(server, [], { queue: { ...queue, settle }, maxEvents: 2 });
    const report = await client.drain();
    expect(report.fault).toMatchObject({ code: 'store' });
    expect(report.fault?.message).toMatch(/could not settle 2 events; the next drain sends them again/);
    expect(report).toMatchObject({ delivered: 2, requests: 1 });
    expect(await client.drain()).toMatchObject({ delivered: 4, duplicates: 2 });
    expect(await idsIn(queue)).toEqual([]);
  });

  test('each answer is recorded before the next request leaves', async () => {
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 6));
    const left: string[][] = [];
    const server = batchServer(async (batch) => {
      left.push(await idsIn(queue));
      return answerAll(batch);
    });
    const { client } = await bench(server, [], { queue, maxEvents: 2 });
    await client.drain();
    expect(left.map(({ length }) => length)).toEqual([6, 4, 2]);
  });

  test('a queue whose cursor stands still ends the drain', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const queue = { ...createMemoryEventQueueStore(), count: async () => ({ queued: 5, held: 0, parked: 0 }) };
    const list = async () => ({ items: [], cursor: 'again' });
    const { client } = await bench(server, [], { queue: { ...queue, list } });
    expect(await client.drain()).toMatchObject({ total: 0, requests: 0 });
  });

  test('an empty page is not the end, and small pages fill one batch', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const item = (n: number) => ({
      event: eventOf(n),
      state: 'queued' as const,
      attempts: 0,
      reason: null,
      category: null,
    });
    const pages = [[item(1)], [], [item(2)], [item(3)]];
    const queue = {
      ...createMemoryEventQueueStore(),
      count: async () => ({ queued: 3, held: 0, parked: 0 }),
      list: async ({ cursor = '0' } = {}) => {
        const at = Number(cursor);
        return { items: pages[at] ?? [], cursor: at + 1 < pages.length ? String(at + 1) : null };
      },
    };
    const { client } = await bench(server, [], { queue });
    expect(await client.drain()).toMatchObject({ delivered: 3 });
    expect(server.seen.map(({ ids }) => ids)).toEqual([[1, 2, 3].map(idOf)]);
  });

  test('a host that enqueues as fast as the server takes does not keep a drain going', async () => {
    const queue = createMemoryEventQueueStore();
    await queue.enqueue(eventsOf(1, 4));
    let next = 5;
    const server = batchServer(async (batch) => {
      await queue.enqueue(batch.ids.map(() => eventOf(next++)));
      return answerAll(batch);
    });
    const { client } = await bench(server, [], { queue, maxEvents: 2 });
    const report = await client.drain();
    expect(report).toMatchObject({ delivered: 4, requests: 2 });
    expect(report.fault).toBeUndefined();
    expect(await idsIn(queue)).toEqual([5, 6, 7, 8].map(idOf));
  });
});

describe('abort', () => {
  test('the reason passes through as it is; what was answered is recorded', async () => {
    const reason = { why: 'closing' };
    const controller = new AbortController();
    const server = batchServer((batch, at) => {
      if (at === 1) controller.abort(reason);
      return answerAll(batch);
    });
    const { client, queue } = await bench(server, eventsOf(1, 6), { maxEvents: 2 });
    await expect(client.drain({ signal: controller.signal })).rejects.toBe(reason);
    expect(await idsIn(queue)).toEqual([3, 4, 5, 6].map(idOf));
    expect(await client.drain()).toMatchObject({ delivered: 4 });
  });

  test('while the egress port hangs', async () => {
    const controller = new AbortController();
    const permits = () => {
      queueMicrotask(() => controller.abort('enough'));
      return new Promise<boolean>(() => {});
    };
    const server = batchServer((batch) => answerAll(batch));
    const { client, queue } = await bench(server, eventsOf(1, 2), { egress: { permits } });
    await expect(client.drain({ signal: controller.signal })).rejects.toBe('enough');
    expect(server.seen).toHaveLength(0);
    expect(await idsIn(queue)).toEqual([1, 2].map(idOf));
  });

  test('between two requests too', async () => {
    const controller = new AbortController();
    const server = batchServer((batch) => answerAll(batch));
    const { client, queue } = await bench(server, eventsOf(1, 6), { maxEvents: 2 });
    const batches: unknown[] = [];
    client.on('batch', (batch) => batches.push(batch));
    client.on('settled', () => controller.abort('enough'));
    await expect(client.drain({ signal: controller.signal })).rejects.toBe('enough');
    expect(server.seen).toHaveLength(1);
    expect(batches).toHaveLength(1);
    expect(await idsIn(queue)).toEqual([3, 4, 5, 6].map(idOf));
  });

  test('also when the reason is one of our errors, or the queue fails at the same moment', async () => {
    const reason = new ConfigurationError([], { context: { operation: 'host', attempts: 0 } });
    for (const at of ['request', 'queue']) {
      const controller = new AbortController();
      const server = batchServer((batch) => {
        if (at === 'request') controller.abort(reason);
        return answerAll(batch);
      });
      const memory = createMemoryEventQueueStore();
      await memory.enqueue(eventsOf(1, 2));
      const settle = async () => {
        controller.abort(reason);
        throw new Error('closing');
      };
      const { client } = await bench(server, [], { queue: { ...memory, settle } });
      await expect(client.drain({ signal: controller.signal })).rejects.toBe(reason);
    }
  });

  test('what was parked here is recorded before the first request leaves', async () => {
    const controller = new AbortController();
    const server = batchServer((batch) => {
      controller.abort('enough');
      return answerAll(batch);
    });
    const odd = { ...eventOf(1), build_id: 'b' };
    const { client, queue } = await bench(server, [odd, eventOf(2)]);
    await expect(client.drain({ signal: controller.signal })).rejects.toBe('enough');
    expect(await idsIn(queue, 'parked')).toEqual([idOf(1)]);
    expect(await idsIn(queue)).toEqual([idOf(2)]);
  });

  test('before: nothing happens; while waiting for its turn: it leaves at once', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = batchServer(async (batch) => {
      await gate;
      return answerAll(batch);
    });
    const { client } = await bench(server, eventsOf(1, 2));
    const controller = new AbortController();
    const first = client.drain();
    const waiting = client.drain({ signal: controller.signal });
    controller.abort('changed my mind');
    await expect(waiting).rejects.toBe('changed my mind');
    await expect(client.send(eventsOf(3, 4), { signal: AbortSignal.abort('never') })).rejects.toBe('never');
    release();
    expect(await first).toMatchObject({ delivered: 2 });
    expect(server.seen).toHaveLength(1);
  });
});

describe('one call at a time', () => {
  test('two drains and a send at once: no event is in two requests', async () => {
    let open = 0;
    const server = batchServer(async (batch) => {
      open += 1;
      await Promise.resolve();
      expect(open).toBe(1);
      open -= 1;
      return answerAll(batch);
    });
    const { client } = await bench(server, eventsOf(1, 10), { maxEvents: 3 });
    const reports = await Promise.all([client.drain(), client.drain(), client.send(eventsOf(20, 21))]);
    expect(reports.map(({ drain, delivered }) => [drain, delivered])).toEqual([
      [1, 10],
      [2, 0],
      [3, 2],
    ]);
    expect(new Set(server.seen.flatMap(({ ids }) => ids)).size).toBe(12);
    expect(server.seen.flatMap(({ ids }) => ids)).toHaveLength(12);
  });

  test('a call that fails does not block the next', async () => {
    const server = batchServer((batch, at) => (at === 0 ? { status: 403, body: {} } : answerAll(batch)));
    const { client } = await bench(server, eventsOf(1, 2));
    const [first, second] = await Promise.all([client.drain(), client.drain()]);
    expect(first.fault?.code).toBe('permission');
    expect(second).toMatchObject({ delivered: 2 });
  });
});

describe('listeners', () => {
  test('are told what happens, drain by drain, and can leave', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client, queue } = await bench(server, eventsOf(1, 3), { maxEvents: 2 });
    const told: unknown[] = [];
    const leave = client.on('batch', (report) => told.push(['batch', report]));
    client.on('settled', (report) => told.push(['settled', report]));
    await client.drain();
    leave();
    await queue.enqueue(eventsOf(4, 4));
    await client.drain();
    expect(told).toMatchObject([
      ['batch', { drain: 1, events: 2 }],
      ['settled', { drain: 1, delivered: 2, rejected: 0, parked: 0 }],
      ['batch', { drain: 1, events: 1, bytes: JSON.stringify({ events: [eventOf(3)] }).length }],
      ['settled', { drain: 1, delivered: 1 }],
      ['settled', { drain: 2, delivered: 1 }],
    ]);
  });

  test('a listener that throws, rejects or changes what it is given changes no result', async () => {
    const server = batchServer((batch) => answerAll(batch));
    const { client } = await bench(server, eventsOf(1, 3));
    client.on('batch', () => {
      throw new Error('listener');
    });
    client.on('batch', async () => Promise.reject(new Error('listener')));
    client.on('settled', (report) => Object.assign(report, { delivered: 9 }));
    expect(await client.drain()).toMatchObject({ delivered: 3 });
  });
});
