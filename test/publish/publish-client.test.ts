import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createMemoryReceiptStore,
  createPublishClient,
  isTrackerError,
  type Logger,
  type PublishClientOptions,
  type PublishProgress,
  publishTokenFrom,
  type ReceiptStore,
  type Runtime,
  type TrackerFault,
} from '../../src/index.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { type LoopbackServer, serveRaw } from '../support/serve.js';
import { aSnapshot } from './a-snapshot.js';
import { plainServer, provingServer } from './publish-servers.js';

const TOKEN = 'saas-token-canary-5f2e';
const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function client(fetch: Runtime['fetch'], options: Partial<PublishClientOptions> = {}, ports: Partial<Runtime> = {}) {
  const runtime = createTestRuntime({ fetch, ...ports });
  const full = { serverUrl: 'https://saas.test', receipts: createMemoryReceiptStore(), token: TOKEN, ...options };
  return { ...createPublishClient(full, runtime), runtime };
}

async function faultOf(call: Promise<unknown>): Promise<TrackerFault> {
  try {
    await call;
  } catch (error) {
    if (isTrackerError(error)) return error;
    throw error;
  }
  throw new Error('succeeded');
}

const answer = (status: number, body: unknown, headers?: Record<string, string>) => async () =>
  typeof body === 'string'
    ? new Response(body, { status, headers: headers ?? {} })
    : Response.json(body, { status, headers: headers ?? {} });

describe('the request', () => {
  test('is the contract’s, to the byte', async () => {
    let seen: Request | undefined;
    const { publish } = client(
      async (request) => {
        seen = request.clone();
        return Response.json({}, { status: 201 });
      },
      { serverUrl: 'https://saas.test/app//', team: 'red' },
    );
    const snapshot = aSnapshot('A');
    const result = await publish(snapshot);
    expect(seen?.method).toBe('POST');
    expect(seen?.url).toBe('https://saas.test/app/api/v1/connectors/trackers/snapshots/');
    expect(result.endpoint).toBe(seen?.url);
    expect(Object.fromEntries(seen?.headers ?? [])).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': snapshot.idempotencyKey,
      authorization: `Bearer ${TOKEN}`,
      'x-team-slug': 'red',
    });
    expect(await seen?.text()).toBe(JSON.stringify(snapshot.payload));
  });

  test.each([undefined, '', '  \n'])('token %j: no Authorization header at all', async (token) => {
    const server = plainServer();
    await client(server.fetch, { token }).publish(aSnapshot('A'));
    expect(server.requests[0]?.authorization).toBeNull();
  });

  test('a token is trimmed, and the tracker’s own is never taken from the snapshot’s credentials', async () => {
    const server = plainServer();
    await client(server.fetch, { token: ` ${TOKEN} ` }).publish(aSnapshot('A'));
    expect(server.requests[0]?.authorization).toBe(`Bearer ${TOKEN}`);
    expect(JSON.stringify(server.requests)).not.toContain('tracker-token-canary');
  });

  test('publishTokenFrom is a look-up that a host calls on purpose', () => {
    expect(publishTokenFrom({ access_token: ' a ', token: 'b' })).toBe('a');
    expect(publishTokenFrom({ access_token: '  ', token: ' b ' })).toBe('b');
    expect(publishTokenFrom({ access_token: 5, token: null })).toBeUndefined();
    expect(publishTokenFrom(Object.create({ token: 'inherited' }))).toBeUndefined();
  });
});

describe('what comes back', () => {
  test('our own server’s receipt', async () => {
    const runtime = createTestRuntime();
    const result = await client(provingServer(runtime).fetch).publish(aSnapshot('A'));
    expect(result).toMatchObject({
      publish: 1,
      status: 'accepted',
      keyKind: 'contract',
      httpStatus: 201,
      attempts: 1,
      receipt: {
        status: 'accepted',
        latest: true,
        resolution: 'manual',
        binding_id: null,
        counts: { issues: 1, mappings: 0 },
      },
    });
    expect('receiptError' in result).toBe(false);
  });

  test.each([
    [200, { anything: 1 }],
    [204, ''],
    [201, '["a"]'],
  ])('a plain %d is success, and a body in another shape is no receipt', async (status, body) => {
    const fetch = async () => (status === 204 ? new Response(null, { status }) : answer(status, body)());
    expect(await client(fetch).publish(aSnapshot('A'))).toMatchObject({
      status: 'accepted',
      receipt: null,
      httpStatus: status,
    });
  });

  test.each<[number, unknown, TrackerFault['code'], number]>([
    [400, { error_code: 'bad', message: 'm' }, 'rejected', 1],
    [401, { error: 'no' }, 'authentication', 1],
    [403, {}, 'permission', 1],
    [404, '<html>', 'not_found', 1],
    [409, {}, 'conflict', 1],
    [413, {}, 'too_large', 1],
    [418, {}, 'rejected', 1],
    [422, { error_code: 'other' }, 'rejected', 1],
    [422, '<html>', 'rejected', 1],
    [408, {}, 'transport', 4],
    [425, {}, 'transport', 4],
    [429, {}, 'rate_limited', 4],
    [500, '<html>', 'transport', 4],
    [503, {}, 'transport', 4],
    [200, '<html>sign in</html>', 'contract', 1],
    [200, '{"receipt_id": "cut', 'contract', 4],
  ])('%d %j is %s after %d requests', async (status, body, code, requests) => {
    let count = 0;
    const { publish } = client(() => {
      count += 1;
      return answer(status, body)();
    });
    const fault = await faultOf(publish(aSnapshot('A')));
    expect([fault.code, count, fault.context.attempts, fault.context.httpStatus]).toEqual([
      code,
      requests,
      requests,
      status,
    ]);
  });

  test('409 with Retry-After is waited for and repeated under the same key', async () => {
    const keys: (string | null)[] = [];
    const { publish, runtime } = client(async (request) => {
      keys.push(request.headers.get('idempotency-key'));
      return keys.length === 1
        ? Response.json({}, { status: 409, headers: { 'retry-after': '2' } })
        : Response.json({}, { status: 201 });
    });
    await publish(aSnapshot('A'));
    expect(new Set(keys).size).toBe(1);
    expect(runtime.waits[0]).toBeGreaterThanOrEqual(2000);
  });

  test('an attempt has 10 seconds by default', async () => {
    const limits: number[] = [];
    const { publish } = client(
      answer(201, {}),
      {},
      {
        after: (ms) => {
          limits.push(ms);
          return () => {};
        },
      },
    );
    await publish(aSnapshot('A'));
    expect(limits).toContain(10_000);
  });

  test('a redirect of a publish is an error, whereto ever', async () => {
    const fault = await faultOf(
      client(answer(307, '', { location: 'https://saas.test/elsewhere' })).publish(aSnapshot('A')),
    );
    expect(fault.code).toBe('transport');
    expect(fault.retryable).toBe(false);
  });
});

describe('401 and the token provider', () => {
  test('refreshes once and repeats', async () => {
    const seen: (string | null)[] = [];
    let current = 'old-token-1';
    const { publish } = client(
      async (request) => {
        seen.push(request.headers.get('authorization'));
        return Response.json({}, { status: seen.length === 1 ? 401 : 201 });
      },
      {
        token: {
          get: async () => current,
          refresh: async () => {
            current = 'new-token-2';
            return current;
          },
        },
      },
    );
    expect((await publish(aSnapshot('A'))).attempts).toBe(2);
    expect(seen).toEqual(['Bearer old-token-1', 'Bearer new-token-2']);
  });

  test('a second 401 is final; a provider without a new token too', async () => {
    let refreshes = 0;
    const refresh = async () => {
      refreshes += 1;
      return 'another-token';
    };
    const stubborn = client(answer(401, {}), { token: { get: async () => 'token-x', refresh } });
    expect((await faultOf(stubborn.publish(aSnapshot('A')))).code).toBe('authentication');
    expect(refreshes).toBe(1);
    const none = client(answer(401, {}), { token: { get: async () => 'token-x', refresh: async () => undefined } });
    expect((await faultOf(none.publish(aSnapshot('A')))).context.attempts).toBe(1);
  });
});

describe('options', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['user info', { serverUrl: 'https://bob:hunter2@saas.test' }, 'serverUrl'],
    ['a password alone', { serverUrl: 'https://:hunter2@saas.test' }, 'serverUrl'],
    ['a query', { serverUrl: 'https://saas.test/?a=1' }, 'serverUrl'],
    ['a fragment', { serverUrl: 'https://saas.test/#a' }, 'serverUrl'],
    ['http to a host that is not loopback', { serverUrl: 'http://saas.test' }, 'serverUrl'],
    ['another scheme', { serverUrl: 'ftp://saas.test' }, 'serverUrl'],
    ['no URL', { serverUrl: 'saas.test' }, 'serverUrl'],
    ['no receipts', { receipts: undefined }, 'receipts'],
    ['half a store', { receipts: { newest() {}, has() {} } }, 'receipts'],
    ['a number as token', { token: 5 }, 'token'],
    ['a token with a line break inside', { token: 'hunter2\nx' }, 'token'],
    ['an unknown option', { retries: 5 }, 'retries'],
    ['a team that no header can carry', { team: 'a b' }, 'team'],
    ['an unknown retry option', { retry: { limit: 2 } }, 'retry.limit'],
    ['no time', { timeoutMs: 0 }, 'timeoutMs'],
    ['an egress that is no port', { egress: true }, 'egress'],
  ])('%s is refused before anything is sent', (_title, change, path) => {
    const options = { serverUrl: 'https://saas.test', receipts: createMemoryReceiptStore(), ...change };
    try {
      createPublishClient(options as never);
    } catch (error) {
      if (!isTrackerError(error, 'configuration')) throw error;
      expect(error.problems.map((problem) => problem.path)).toContain(path);
      expect(inspect(error, { depth: null })).not.toContain('hunter2');
      return;
    }
    throw new Error('was accepted');
  });

  test.each(['http://localhost:8000', 'http://127.0.0.1', 'http://[::1]:3000', 'https://saas.test/prefix/'])(
    '%s is accepted',
    (serverUrl) => {
      createPublishClient({ serverUrl, receipts: createMemoryReceiptStore() });
    },
  );

  test('plain http elsewhere only where the host says so', () => {
    createPublishClient({
      serverUrl: 'http://saas.test',
      receipts: createMemoryReceiptStore(),
      allowInsecureHttp: true,
    });
  });
});

const without = (value: object, key: string) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

describe('a snapshot that was queued', () => {
  test('is published from its JSON, with the same bytes and key', async () => {
    const server = plainServer();
    const snapshot = aSnapshot('A');
    await client(server.fetch).publish(JSON.parse(JSON.stringify(snapshot)));
    expect(server.requests[0]).toMatchObject({ key: snapshot.idempotencyKey, body: JSON.stringify(snapshot.payload) });
  });

  test.each<[string, (snapshot: ReturnType<typeof aSnapshot>) => unknown, string]>([
    ['a key more', (s) => ({ ...s, payload: { ...s.payload, token: 'x' } }), 'payload.token'],
    ['a key less', (s) => ({ ...s, payload: { ...s.payload, mappings: undefined } }), 'payload.mappings'],
    ['a key missing', (s) => ({ ...s, payload: without(s.payload, 'project_slug') }), 'payload.project_slug'],
    [
      'an unknown status',
      (s) => ({ ...s, payload: { ...s.payload, issues: [{ ...s.payload.issues[0], status: 'x' }] } }),
      'payload.issues[0].status',
    ],
    ['an issue that is none', (s) => ({ ...s, payload: { ...s.payload, issues: [null] } }), 'payload.issues[0]'],
    [
      'a key hidden in an issue',
      (s) => ({ ...s, payload: { ...s.payload, issues: [{ ...s.payload.issues[0], password: 'x' }] } }),
      'payload.issues[0].password',
    ],
    [
      'half a routing pair',
      (s) => ({ ...s, payload: { ...s.payload, external_resource_id: null } }),
      'payload.external_resource_id',
    ],
    ['another workspace', (s) => ({ ...s, payload: { ...s.payload, workspace: 'w' } }), 'payload.issues[0].ref'],
    ['another key', (s) => ({ ...s, idempotencyKey: 'f'.repeat(64) }), 'idempotencyKey'],
    ['another key text', (s) => ({ ...s, keyText: 'x' }), 'keyText'],
    ['null', () => null, ''],
  ])('with %s is refused before anything is sent', async (_title, change, path) => {
    const server = plainServer();
    const fault = await faultOf(client(server.fetch).publish(change(aSnapshot('A')) as never));
    expect(isTrackerError(fault, 'invalid_input') && fault.problems.map((problem) => problem.path)).toContain(path);
    expect(server.requests).toEqual([]);
  });
});

test('what a host changes in a plain snapshot while it waits for its turn changes nothing', async () => {
  const server = plainServer();
  const client1 = client(server.fetch);
  const plain = structuredClone(aSnapshot('B'));
  const published = [client1.publish(aSnapshot('A')), client1.publish(plain)];
  (plain.payload.issues[0] as { title: string }).title = 'changed';
  await Promise.all(published);
  expect(server.requests[1]?.body).toBe(JSON.stringify(aSnapshot('B').payload));
});

describe('egress', () => {
  test('is asked with the scope before the token is read; a refusal sends and stores nothing', async () => {
    const asked: unknown[] = [];
    let tokensRead = 0;
    let stored = 0;
    const receipts: ReceiptStore = {
      ...createMemoryReceiptStore(),
      newest: async () => {
        stored += 1;
        return undefined;
      },
    };
    const server = plainServer();
    const { publish } = client(server.fetch, {
      receipts,
      token: { get: async () => String(++tokensRead), refresh: async () => undefined },
      egress: {
        permits(scope) {
          asked.push(scope);
          return false;
        },
      },
    });
    expect((await faultOf(publish(aSnapshot('A')))).code).toBe('egress_refused');
    expect([tokensRead, stored, server.requests.length]).toEqual([0, 0, 0]);
    expect(asked).toEqual([
      {
        provider: 'jira',
        workspace: 'acme.atlassian.net',
        projectUuid: null,
        destination: 'https://saas.test/api/v1/connectors/trackers/snapshots/',
      },
    ]);
  });
});

describe('a store that throws', () => {
  const memory = createMemoryReceiptStore();
  const broken = () => Promise.reject(new Error(`duplicate key (${TOKEN}) at postgres://app:${TOKEN}@db/x`));

  test.each<[keyof ReceiptStore]>([['newest'], ['has'], ['append']])('%s: typed, nothing sent', async (method) => {
    const server = plainServer();
    const fault = await faultOf(
      client(server.fetch, { receipts: { ...memory, [method]: broken } }).publish(aSnapshot('A')),
    );
    expect([fault.code, server.requests.length]).toEqual(['store', 0]);
    expect(fault.message).toContain('nothing was sent');
    expect(inspect(fault, { depth: null })).not.toContain(TOKEN);
  });

  test('in the middle of the ladder: the error says how much was sent', async () => {
    let appends = 0;
    const receipts: ReceiptStore = {
      ...createMemoryReceiptStore(),
      append: (stream, send, expected) => (++appends > 1 ? broken() : memory.append(stream, send, expected)),
    };
    const replay = () => new Response('{}', { headers: { 'Idempotency-Replayed': 'true' } });
    const fault = await faultOf(client(async () => replay(), { receipts }).publish(aSnapshot('A')));
    expect(fault).toMatchObject({ code: 'store', context: { attempts: 1 } });
    expect(fault.message).toContain('1 request(s) were sent; publishing again repeats them safely');
  });
});

describe('aborting', () => {
  test.each([[new Error('stop')], ['a text'], [{ an: 'object' }], [undefined]])(
    'the reason %j passes through',
    async (reason) => {
      const controller = new AbortController();
      const { publish } = client(() => new Promise(() => controller.abort(reason)));
      const thrown: unknown = await publish(aSnapshot('A'), { signal: controller.signal }).catch(
        (error: unknown) => error,
      );
      expect(thrown).toBe(controller.signal.reason);
    },
  );

  test('one that waits for its turn is rejected at once and never sent; the next goes on', async () => {
    const release: (() => void)[] = [];
    const server = plainServer();
    const { publish } = client(async (request) => {
      const response = await server.fetch(request);
      if (release.length === 0) await new Promise<void>((resolve) => release.push(resolve));
      return response;
    });
    const controller = new AbortController();
    const first = publish(aSnapshot('A'));
    const second = publish(aSnapshot('B'), { signal: controller.signal });
    const third = publish(aSnapshot('C'));
    controller.abort('changed my mind');
    await expect(second).rejects.toBe('changed my mind');
    while (release.length === 0) await new Promise((resolve) => setImmediate(resolve));
    release[0]?.();
    await Promise.all([first, third]);
    expect(server.applied).toEqual(['A', 'C']);
  });

  test.each(['permits', 'newest', 'has', 'append'])(
    'a host whose %s() hangs does not hold the caller or the stream',
    async (port) => {
      const never = () => new Promise<never>(() => {});
      const memory = createMemoryReceiptStore();
      let hangs = true;
      const receipts = new Proxy(memory, {
        get: (store, name) => (name === port && hangs ? never : Reflect.get(store, name)),
      });
      const egress = { permits: () => (port === 'permits' && hangs ? never() : true) };
      const server = plainServer();
      const { publish } = client(server.fetch, { receipts, egress });
      const controller = new AbortController();
      const stuck = publish(aSnapshot('A'), { signal: controller.signal });
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort('enough');
      await expect(stuck).rejects.toBe('enough');
      hangs = false;
      expect((await publish(aSnapshot('B'))).status).toBe('accepted');
      expect(server.applied).toEqual(['B']);
    },
  );

  test('an abort after the answer came does not discard it', async () => {
    const controller = new AbortController();
    const receipts: ReceiptStore = {
      ...createMemoryReceiptStore(),
      settle: async () => controller.abort(new Error('late')),
    };
    const { publish } = client(plainServer().fetch, { receipts });
    expect((await publish(aSnapshot('A'), { signal: controller.signal })).status).toBe('accepted');
  });
});

describe('events', () => {
  test('tell the way of a publish, each naming it', async () => {
    const server = provingServer(createTestRuntime());
    const receipts = createMemoryReceiptStore();
    const { publish, on } = client(server.fetch, { receipts });
    const told: unknown[] = [];
    for (const name of ['attempt', 'retry', 'accepted', 'duplicate', 'escalated'] as const) {
      on(name, (report: PublishProgress[typeof name]) => told.push([name, report.publish, report.keyKind]));
    }
    server.mishaps.push('unavailable');
    await publish(aSnapshot('A'));
    await publish(aSnapshot('A'));
    await client(server.fetch).publish(aSnapshot('B'));
    expect(told).toEqual([
      ['attempt', 1, 'contract'],
      ['attempt', 1, 'contract'],
      ['retry', 1, 'contract'],
      ['accepted', 1, 'contract'],
      ['attempt', 2, 'contract'],
      ['duplicate', 2, 'contract'],
    ]);
    const forgetful = client(server.fetch);
    const escalations: string[] = [];
    forgetful.on('escalated', ({ because, keyKind }) => escalations.push(`${because} ${keyKind}`));
    await forgetful.publish(aSnapshot('A'));
    await client(server.fetch).publish(aSnapshot('C'));
    const other = client(server.fetch);
    other.on('escalated', ({ because, keyKind }) => escalations.push(`${because} ${keyKind}`));
    await other.publish(aSnapshot('B'));
    expect(escalations).toEqual(['replayed chained', 'key_reused chained']);
  });

  test('a listener that throws or rejects changes nothing, and stops when told to', async () => {
    const warnings: string[] = [];
    const logger: Logger = { debug() {}, info() {}, error() {}, warn: (message) => warnings.push(message) };
    const { publish, on } = client(plainServer().fetch, {}, { logger });
    let calls = 0;
    on('accepted', () => {
      throw new Error('mine');
    });
    on('accepted', async () => Promise.reject(new Error('mine too')));
    const off = on('accepted', () => {
      calls += 1;
    });
    expect((await publish(aSnapshot('A'))).status).toBe('accepted');
    off();
    await publish(aSnapshot('B'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toBe(1);
    expect(warnings.length).toBe(4);
  });
});

test('no secret in any error, event or log, whatever the server does with the token', async () => {
  const shown: unknown[] = [];
  const log = (...args: unknown[]) => shown.push(args);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const echo = (request: Request) => `you sent ${request.headers.get('authorization')} ${btoa(TOKEN)} <html>`;
  for (const status of [200, 302, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503]) {
    for (const json of [true, false]) {
      const { publish, on } = client(
        async (request) => {
          const text = echo(request);
          const body = json
            ? JSON.stringify({ error_code: text, message: text, error: text, details: { text } })
            : text;
          const location = { location: `https://x.test/?token=${TOKEN}`, 'x-request-id': `id ${TOKEN}` };
          return new Response(body, { status, headers: location });
        },
        {},
        { logger },
      );
      for (const name of ['attempt', 'retry', 'accepted', 'duplicate', 'escalated'] as const) on(name, log);
      shown.push(await publish(aSnapshot('A')).catch((error: unknown) => error));
    }
  }
  const network = client(async () => {
    throw Object.assign(new TypeError(`fetch failed Bearer ${TOKEN}`), { request: { token: TOKEN } });
  });
  shown.push(await faultOf(network.publish(aSnapshot('A'))));
  for (const value of shown) {
    const error = value instanceof Error ? [value.message, value.stack, JSON.stringify(value.cause)] : [];
    const all = inspect(value, { depth: null, showHidden: true }) + JSON.stringify([value, error]);
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain(btoa(TOKEN));
    expect(all).not.toContain('Title A');
  }
});

describe('over a real socket', () => {
  test('a 503, then a connection that is cut after the server acted: it arrives once', async () => {
    const runtime = createTestRuntime();
    const server = provingServer(runtime);
    let count = 0;
    const loopback = await serveRaw((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', async () => {
        count += 1;
        if (count === 1) return outgoing.writeHead(503).end();
        const headers = new Headers(incoming.headers as Record<string, string>);
        const body = new Uint8Array(Buffer.concat(chunks));
        const response = await server.fetch(
          new Request(`http://saas.test${incoming.url}`, { method: 'POST', headers, body }),
        );
        if (count === 2) return incoming.socket.destroy();
        return outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
      });
    });
    servers.push(loopback);
    const { publish } = client((request) => globalThis.fetch(request), { serverUrl: loopback.url });
    const result = await publish(aSnapshot('A'));
    expect([result.status, result.attempts, result.receipt?.latest]).toEqual(['duplicate', 3, true]);
    expect(server.applied).toEqual(['A']);
  });
});
