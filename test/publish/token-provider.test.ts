import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  createMemoryReceiptStore,
  createMemoryTokenStore,
  createPublishClient,
  createTokenProvider,
  isTrackerError,
  type TokenSet,
  type TokenStore,
  type TrackerFault,
  type Versioned,
} from '../../src/index.js';
import { createTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.js';
import { aSnapshot } from './a-snapshot.js';

const SERVER = 'https://saas.test/app';

/** A server that logs in `ann`, rotates refresh tokens and refuses one that was used before. */
function tokenServer({ rotates = true } = {}) {
  let serial = 0;
  let valid = '';
  const log: { url: string; body: Record<string, string> }[] = [];
  const answers: (Response | 'lost_after')[] = [];
  return {
    log,
    answers,
    fetch: async (request: Request): Promise<Response> => {
      const body = (await request.json()) as Record<string, string>;
      log.push({ url: request.url, body });
      const scripted = answers.shift();
      if (scripted instanceof Response) return scripted;
      if (request.url.endsWith('/token/')) {
        if (body.password !== 'pass-canary-word')
          return Response.json({ error: `no ${body.password}` }, { status: 401 });
      } else if (body.refresh !== valid) return Response.json({ error: `used ${body.refresh}` }, { status: 401 });
      serial += 1;
      if (rotates || valid === '') valid = `refresh-canary-${serial}`;
      const answer = {
        access: `access-canary-${serial}`,
        ...(rotates || serial === 1 ? { refresh: valid } : {}),
        team_slug: 'red',
      };
      if (scripted === 'lost_after') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      return Response.json(answer);
    },
  };
}

function provider(
  server: { fetch: (request: Request) => Promise<Response> },
  tokens: TokenStore = createMemoryTokenStore(),
  runtime?: TestRuntime,
) {
  const ports = runtime ?? createTestRuntime({ fetch: server.fetch });
  return { ...createTokenProvider({ serverUrl: SERVER, tokens }, ports), runtime: ports, tokens };
}

async function faultOf(call: Promise<unknown>): Promise<TrackerFault> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  if (isTrackerError(outcome)) return outcome;
  throw new Error(`expected a fault, got ${inspect(outcome)}`);
}

describe('login', () => {
  test('stores the tokens with their ends, and get gives the access token without asking again', async () => {
    const server = tokenServer();
    const { login, get, tokens, runtime } = provider(server);
    expect(await get()).toBeUndefined();
    await login('ann', 'pass-canary-word');
    expect(server.log).toEqual([
      { url: `${SERVER}/api/v1/token/`, body: { username: 'ann', password: 'pass-canary-word' } },
    ]);
    expect(await get()).toBe('access-canary-1');
    expect((await tokens.get())?.value).toEqual({
      access: 'access-canary-1',
      refresh: 'refresh-canary-1',
      accessExpiresAt: new Date(runtime.now() + 900_000).toISOString(),
      refreshExpiresAt: new Date(runtime.now() + 604_800_000).toISOString(),
      teamSlug: 'red',
    });
    expect(server.log).toHaveLength(1);
  });

  test('lifetimes of the answer count, senseless ones do not', async () => {
    const server = tokenServer();
    const { login, tokens, runtime } = provider(server);
    server.answers.push(Response.json({ access: 'a', refresh: 'r', access_lifetime: 60, refresh_lifetime: -1 }));
    await login('ann', 'pass-canary-word');
    const stored = (await tokens.get())?.value as TokenSet;
    expect(Date.parse(stored.accessExpiresAt) - runtime.now()).toBe(60_000);
    expect(Date.parse(stored.refreshExpiresAt) - runtime.now()).toBe(604_800_000);
  });

  test('wrong password, blank name, odd answers: typed, and no secret in any error', async () => {
    const server = tokenServer();
    const { login } = provider(server);
    const faults = [await faultOf(login('ann', 'wrong-canary-word'))];
    faults.push(await faultOf(login(' ', 'pass-canary-word')), await faultOf(login(undefined as never, 'x')));
    for (const [body, status] of [
      ['<html>pass-canary-word</html>', 200],
      ['{"access":5,"echo":"pass-canary-word"}', 200],
      ['{"error":"pass-canary-word"}', 400],
      ['pass-canary-word', 418],
      ['pass-canary-word', 500],
    ] as const) {
      server.answers.push(...Array.from({ length: 5 }, () => new Response(body, { status })));
      faults.push(await faultOf(login('ann', 'pass-canary-word')));
      server.answers.length = 0;
    }
    expect(faults.map(({ code }) => code)).toEqual([
      'authentication',
      'invalid_input',
      'invalid_input',
      'contract',
      'contract',
      'rejected',
      'rejected',
      'transport',
    ]);
    for (const fault of faults) {
      const all =
        inspect(fault, { depth: null, showHidden: true }) + JSON.stringify(fault) + fault.message + fault.stack;
      expect(all).not.toContain('canary-word');
    }
  });
});

describe('renewal', () => {
  test('some seconds before the end, not earlier', async () => {
    const server = tokenServer();
    const { login, get, runtime } = provider(server);
    await login('ann', 'pass-canary-word');
    runtime.advance(900_000 - 30_001);
    expect(await get()).toBe('access-canary-1');
    runtime.advance(1);
    expect(await get()).toBe('access-canary-2');
    expect(server.log[1]).toEqual({ url: `${SERVER}/api/v1/token/refresh/`, body: { refresh: 'refresh-canary-1' } });
  });

  test('that fails while the token still lives leaves the token in use; after its end it is the fault', async () => {
    const server = tokenServer();
    const { get, login, runtime } = provider(server);
    await login('ann', 'pass-canary-word');
    const token = await get();
    runtime.advance(880_000);
    const down = () => Array.from({ length: 9 }, () => Response.json({}, { status: 503 }));
    server.answers.push(...down());
    expect(await get()).toBe(token);
    server.answers.splice(0, 9, ...down());
    runtime.advance(21_000);
    expect((await faultOf(get())).code).toBe('transport');
    server.answers.splice(0);
    expect(await get()).not.toBe(token);
  });

  test('is single-flight', async () => {
    const server = tokenServer();
    const { login, get, refresh, runtime } = provider(server);
    await login('ann', 'pass-canary-word');
    runtime.advance(900_000);
    const given = await Promise.all([get(), get(), refresh(), get()]);
    expect(new Set(given)).toEqual(new Set(['access-canary-2']));
    expect(server.log).toHaveLength(2);
  });

  test('keeps the old refresh token and its end when the server does not rotate', async () => {
    const server = tokenServer({ rotates: false });
    const { login, refresh, tokens } = provider(server);
    await login('ann', 'pass-canary-word');
    const before = (await tokens.get())?.value;
    expect(await refresh()).toBe('access-canary-2');
    expect((await tokens.get())?.value).toMatchObject({
      refresh: before?.refresh,
      refreshExpiresAt: before?.refreshExpiresAt,
    });
  });

  test('a refused refresh token ends the login once, and is not sent again', async () => {
    const server = tokenServer();
    const { login, refresh, get, tokens } = provider(server);
    await login('ann', 'pass-canary-word');
    server.answers.push(Response.json({ error: 'no refresh-canary-1' }, { status: 401 }));
    const fault = await faultOf(refresh());
    expect([fault.code, fault.message]).toEqual(['authentication', 'refresh: the login has ended; log in again']);
    expect(inspect(fault, { depth: null })).not.toContain('canary');
    expect(await tokens.get()).toBeUndefined();
    expect(await get()).toBeUndefined();
    expect(server.log).toHaveLength(2);
  });

  test('past the end of the refresh token nothing is sent', async () => {
    const server = tokenServer();
    const { login, get, runtime } = provider(server);
    await login('ann', 'pass-canary-word');
    runtime.advance(604_800_001);
    expect((await faultOf(get())).code).toBe('authentication');
    expect(server.log).toHaveLength(1);
  });

  test('an outage is not the end of the login', async () => {
    const server = tokenServer();
    const { login, refresh, tokens } = provider(server);
    await login('ann', 'pass-canary-word');
    server.answers.push(...Array.from({ length: 4 }, () => new Response('', { status: 503 })));
    expect((await faultOf(refresh())).code).toBe('transport');
    expect(await tokens.get()).toBeDefined();
    expect(await refresh()).toBe('access-canary-2');
  });
});

describe('two processes over one store', () => {
  test('the loser of a race takes what the winner stored', async () => {
    const server = tokenServer();
    const tokens = createMemoryTokenStore();
    const winner = provider(server, tokens);
    await winner.login('ann', 'pass-canary-word');
    // The loser reads the tokens, then the winner renews and rotates them, then the loser's request is refused.
    let raced = false;
    const slow: TokenStore = {
      ...tokens,
      get: async () => {
        const read = await tokens.get();
        if (!raced) {
          raced = true;
          await winner.refresh();
        }
        return read;
      },
    };
    const loser = provider(server, slow, createTestRuntime({ fetch: server.fetch }));
    expect(await loser.refresh()).toBe('access-canary-2');
    expect((await tokens.get())?.value.refresh).toBe('refresh-canary-2');
  });

  test('a token that another process renewed is taken without a request', async () => {
    const server = tokenServer();
    const tokens = createMemoryTokenStore();
    const one = provider(server, tokens);
    const two = provider(server, tokens);
    await one.login('ann', 'pass-canary-word');
    expect(await two.get()).toBe('access-canary-1');
    await one.refresh();
    expect(await two.refresh()).toBe('access-canary-2');
    expect(server.log).toHaveLength(2);
  });

  test('a logout or another login while a renewal is under way wins over the renewal', async () => {
    const server = tokenServer();
    const tokens = createMemoryTokenStore();
    let meanwhile: () => Promise<unknown> = async () => {};
    // While the renewal is on its way.
    const slow = async (request: Request) => {
      const response = await server.fetch(request);
      await meanwhile();
      meanwhile = async () => {};
      return response;
    };
    const { login, refresh } = provider({ fetch: slow }, tokens);
    await login('ann', 'pass-canary-word');
    const stored = async () => (await tokens.get()) as Versioned<TokenSet>;
    const bob = { ...(await stored()).value, access: 'bobs-access' };
    meanwhile = async () => tokens.put(bob, (await stored()).version);
    expect(await refresh()).toBe('bobs-access');
    expect((await stored()).value.access).toBe('bobs-access');
    meanwhile = async () => tokens.delete((await stored()).version);
    expect(await refresh().catch(() => undefined)).toBeUndefined();
    expect(await tokens.get()).toBeUndefined();
  });

  test('a store that repeats what it refused leaks no token', async () => {
    const server = tokenServer();
    const tokens = createMemoryTokenStore();
    const { login, refresh } = provider(server, {
      ...tokens,
      put: (value, expected) =>
        value.access.endsWith('-1')
          ? tokens.put(value, expected)
          : Promise.reject(new Error(`Key (${value.access}, ${value.refresh})`)),
    });
    await login('ann', 'pass-canary-word');
    const fault = await faultOf(refresh());
    expect(fault.code).toBe('store');
    expect(inspect(fault, { depth: null })).not.toContain('canary');
  });
});

describe('aborting and faults', () => {
  test('a caller’s abort leaves the renewal to the others', async () => {
    const server = tokenServer();
    const { login, get, runtime } = provider(server);
    await login('ann', 'pass-canary-word');
    runtime.advance(900_000);
    const controller = new AbortController();
    const aborted = get({ signal: controller.signal });
    const patient = get();
    controller.abort('gone');
    await expect(aborted).rejects.toBe('gone');
    expect(await patient).toBe('access-canary-2');
  });

  test('a store that throws is a StoreError', async () => {
    const broken: TokenStore = { ...createMemoryTokenStore(), get: () => Promise.reject(new Error('locked')) };
    expect((await faultOf(provider(tokenServer(), broken).get())).code).toBe('store');
  });

  test('options are checked', () => {
    expect(() => createTokenProvider({ serverUrl: 'http://saas.test', tokens: createMemoryTokenStore() })).toThrow(
      /https/,
    );
    expect(() => createTokenProvider({ serverUrl: SERVER } as never)).toThrow(/token store/);
  });
});

test('a publish whose token ended on the way is repeated with the renewed one', async () => {
  const server = tokenServer();
  const { get, refresh, login } = provider(server);
  await login('ann', 'pass-canary-word');
  const seen: (string | null)[] = [];
  const client = createPublishClient(
    { serverUrl: SERVER, receipts: createMemoryReceiptStore(), token: { get, refresh } },
    createTestRuntime({
      fetch: async (request) => {
        seen.push(request.headers.get('authorization'));
        return Response.json({}, { status: seen.length === 1 ? 401 : 201 });
      },
    }),
  );
  await client.publish(aSnapshot('A'));
  expect(seen).toEqual(['Bearer access-canary-1', 'Bearer access-canary-2']);
});
