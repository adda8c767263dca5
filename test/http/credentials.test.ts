import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { TransportError } from '../../src/errors/transport-error.js';
import { createHttpClient } from '../../src/http/http-client.js';
import type { AttemptReport, HttpClientOptions } from '../../src/http/http-request.js';
import { secretsOf } from '../../src/http/secrets.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { json, reset, say, scriptedServer } from './scripted-server.js';

const get = { operation: 'issues.list', path: '/issues' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('401', () => {
  test('refreshes once and repeats, which is no retry', async () => {
    const { url, seen } = await scriptedServer(say(401), json(200, {}));
    let token = 'old-token';
    const reports: AttemptReport[] = [];
    const runtime = createTestRuntime();
    const http = createHttpClient(
      {
        baseUrl: url,
        credentials: async () => bearer(token),
        refresh: async () => {
          token = 'new-token';
          return true;
        },
        retry: { attempts: 1 },
      },
      runtime,
    );
    const reply = await http.send({ ...get, method: 'POST', onAttempt: (report) => void reports.push(report) });
    expect(reply.attempts).toBe(2);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old-token', 'Bearer new-token']);
    expect(reports.map(({ attempt, error }) => [attempt, error?.code])).toEqual([
      [1, undefined],
      [2, 'authentication'],
    ]);
    expect(runtime.waits).toEqual([]);
  });

  test('that comes late, after another call has renewed the credentials, renews nothing', async () => {
    let answerLate = () => {};
    const late = new Promise<void>((resolve) => {
      answerLate = resolve;
    });
    let token = 'old-token';
    let refreshes = 0;
    const http = createHttpClient(
      {
        baseUrl: 'https://tracker.test',
        credentials: () => bearer(token),
        refresh: async () => {
          token = `new-token-${++refreshes}`;
          return true;
        },
      },
      createTestRuntime({
        fetch: async (request) => {
          const isOld = request.headers.get('authorization') === 'Bearer old-token';
          if (isOld && request.url.endsWith('/late')) await late;
          return Response.json({}, { status: isOld ? 401 : 200 });
        },
      }),
    );
    const lateCall = http.send({ ...get, path: '/late' });
    await http.send(get);
    answerLate();
    expect((await lateCall).attempts).toBe(2);
    expect(refreshes).toBe(1);
  });

  test('refreshes once per call, not once per attempt', async () => {
    const { url, seen } = await scriptedServer(say(401), say(503), say(401));
    let refreshes = 0;
    const http = createHttpClient({ baseUrl: url, refresh: async () => ++refreshes > 0 }, createTestRuntime());
    await failureOf(http.send(get), 'authentication');
    expect([refreshes, seen.length]).toEqual([1, 3]);
    await failureOf(http.send(get), 'authentication');
    expect(refreshes).toBe(2);
  });

  test('ends without a refresh, and when there is nothing to refresh', async () => {
    for (const options of [{}, { refresh: async () => false }]) {
      const { url, seen } = await scriptedServer(say(401));
      const http = createHttpClient({ baseUrl: url, ...options }, createTestRuntime());
      await failureOf(http.send({ ...get, method: 'POST' }), 'authentication');
      expect(seen).toHaveLength(1);
    }
  });

  test('asks the host for others, and repeats with them, without a refresh', async () => {
    const { url, seen } = await scriptedServer(say(401), json(200, {}));
    const asked: unknown[] = [];
    const credentials: HttpClientOptions['credentials'] = (_, isRefused) => {
      asked.push(isRefused);
      return bearer(isRefused ? 'new-token' : 'old-token');
    };
    const http = createHttpClient({ baseUrl: url, credentials }, createTestRuntime());
    expect((await http.send({ ...get, method: 'POST' })).attempts).toBe(2);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old-token', 'Bearer new-token']);
    expect(asked).toEqual([undefined, undefined, true]);
  });

  test('goes by the new ones for the rest of the call', async () => {
    const { url, seen } = await scriptedServer(say(401), say(503), json(200, {}));
    const credentials: HttpClientOptions['credentials'] = (_, isRefused) =>
      bearer(isRefused ? 'new-token' : 'old-token');
    const http = createHttpClient({ baseUrl: url, credentials }, createTestRuntime());
    await http.send(get);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer old-token',
      'Bearer new-token',
      'Bearer new-token',
    ]);
  });

  test('of many calls at once asks the host for others once', async () => {
    let valid = 'token-0';
    let renewals = 0;
    let given = 'token-0';
    valid = 'token-1';
    const credentials: HttpClientOptions['credentials'] = async (_, isRefused) => {
      if (isRefused) {
        await Promise.resolve();
        given = `token-${++renewals}`;
        valid = given;
      }
      return bearer(given);
    };
    const fetch = async (request: Request) =>
      Response.json({}, { status: request.headers.get('authorization') === `Bearer ${valid}` ? 200 : 401 });
    const http = createHttpClient({ baseUrl: 'https://tracker.test', credentials }, createTestRuntime({ fetch }));
    const replies = await Promise.all(Array.from({ length: 10 }, () => http.send(get)));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(renewals).toBe(1);
  });

  test('ends where the host has no others', async () => {
    const { url, seen } = await scriptedServer(say(401));
    const http = createHttpClient({ baseUrl: url, credentials: () => bearer('only-token') }, createTestRuntime());
    await failureOf(http.send(get), 'authentication');
    expect(seen).toHaveLength(1);
  });

  test('is an answer where the request says so', async () => {
    const { url } = await scriptedServer(json(401, { a: 1 }));
    const http = createHttpClient(
      { baseUrl: url, refresh: () => Promise.reject(new Error('never')) },
      createTestRuntime(),
    );
    expect(await http.send({ ...get, answers: [401] })).toMatchObject({ status: 401, body: { a: 1 } });
  });
});

describe('ports that fail', () => {
  test.each(['credentials', 'refresh'] as const)(
    '%s: our errors pass, others become ours, nothing is repeated',
    async (port) => {
      // Retryable elsewhere; here the port has made its own retries.
      const ours = new TransportError('no', { context: { operation: 'x', attempts: 0 }, retryable: true });
      for (const [thrown, code] of [
        [ours, 'transport'],
        [new Error('keychain says Bearer abcdef-canary'), 'authentication'],
        ['text', 'authentication'],
      ] as const) {
        let asked = 0;
        const fail = () => {
          asked++;
          throw thrown;
        };
        const { url, seen } = await scriptedServer(say(401));
        const http = createHttpClient({ baseUrl: url, [port]: fail }, createTestRuntime());
        const error = await failureOf(http.send(get), code);
        expect(inspect(error, { depth: null, showHidden: true })).not.toContain('canary');
        if (thrown === ours) expect(error).toBe(ours);
        expect([asked, seen.length]).toEqual([1, port === 'refresh' ? 1 : 0]);
      }
    },
  );

  test('a token with a line break is refused without being shown', async () => {
    const http = createHttpClient(
      { baseUrl: 'https://h.example', credentials: () => bearer('canary-1234\ncanary-5678') },
      createTestRuntime(),
    );
    const error = await failureOf(http.send({ ...get, method: 'POST' }), 'configuration');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('canary');
    expect(error.context.attempts).toBe(0);
  });
});

describe('headers', () => {
  test('defaults, and who overrides whom', async () => {
    const { url, seen } = await scriptedServer(json(200, {}));
    const options = {
      baseUrl: `${url}/prefix/`,
      headers: { 'User-Agent': 'spec-kitty', 'X-A': 'client', accept: 'application/vnd.github+json' },
      credentials: () => ({ 'x-c': 'credential' }),
    };
    const http = createHttpClient(options, createTestRuntime());
    await http.send({ ...get, method: 'POST', body: { a: 1 }, headers: { 'x-a': 'request', 'X-C': 'request' } });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/prefix/issues',
      body: '{"a":1}',
      headers: {
        accept: 'application/vnd.github+json',
        'content-type': 'application/json',
        'user-agent': 'spec-kitty',
        'x-a': 'request',
        'x-c': 'credential',
      },
    });
    await createHttpClient({ baseUrl: url }, createTestRuntime()).send({
      ...get,
      search: new URLSearchParams({ a: 'b c' }),
    });
    expect(seen[1]).toMatchObject({ url: '/issues?a=b+c', headers: { accept: 'application/json' } });
    expect(seen[1]?.headers['content-type']).toBeUndefined();
  });
});

describe('secrets stay out of every error', () => {
  const SECRET = 'canary+9f8e7d6c/5b4a3';
  const PASSWORD = 'canary-pass-word-77';
  const forms = [
    SECRET,
    btoa(SECRET),
    encodeURIComponent(SECRET),
    PASSWORD,
    btoa(`me@example.com:${SECRET}`),
    'canary',
  ];
  const echo = `you sent Bearer ${SECRET}, that is ${btoa(SECRET)} or ?token=${encodeURIComponent(SECRET)}, and ${PASSWORD}`;
  const schemes: Record<string, HttpClientOptions['credentials']> = {
    bearer: () => ({ authorization: `Bearer ${SECRET}` }),
    basic: () => ({ authorization: `Basic ${btoa(`me@example.com:${SECRET}`)}` }),
    plain: () => ({ 'private-token': SECRET }),
  };

  function expectClean(error: unknown): void {
    const { message, stack, cause } = error as Error;
    const views = [
      message,
      stack ?? '',
      String(error),
      JSON.stringify(error),
      JSON.stringify(cause) ?? '',
      inspect(error, { depth: null, showHidden: true, getters: true }),
    ];
    for (const view of views) for (const form of forms) expect(view).not.toContain(form);
  }

  test.each(Object.entries(schemes))('%s: a server that echoes', async (_, credentials) => {
    const echoing = (status: number) =>
      json(
        status,
        { message: echo, error_code: SECRET.replaceAll('+', '').replaceAll('/', ''), code: btoa(SECRET) },
        { 'x-request-id': SECRET },
      );
    for (const status of [400, 401, 403, 404, 409, 413, 422, 429, 500, 302]) {
      const { url } = await scriptedServer(echoing(status));
      // A code that is the secret with its signs taken out is beyond masking; the host can name it.
      const secrets = [PASSWORD, SECRET.replaceAll('+', '').replaceAll('/', '')];
      const http = createHttpClient({ baseUrl: url, ...(credentials && { credentials }) }, createTestRuntime());
      for (const method of ['GET', 'POST'] as const) {
        const request = { ...get, method, secrets, search: `token=${encodeURIComponent(SECRET)}` };
        const error = await http.send(request).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(Error);
        expectClean(error);
      }
    }
  });

  test.each(Object.entries(schemes))('%s: a network that prints', async (_, credentials) => {
    const fetch = async (request: Request) => {
      const headers = JSON.stringify(Object.fromEntries(request.headers));
      throw Object.assign(new TypeError(`fetch failed: ${request.url} ${headers}`, { cause: new Error(echo) }), {
        request,
      });
    };
    const http = createHttpClient(
      { baseUrl: 'https://h.example', ...(credentials && { credentials }) },
      createTestRuntime({ fetch }),
    );
    for (const method of ['GET', 'POST'] as const) {
      const request = { ...get, method, secrets: [PASSWORD], search: `token=${encodeURIComponent(SECRET)}` };
      const error = await http.send(request).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: method === 'GET' ? 'transport' : 'ambiguous_write' });
      expectClean(error);
    }
  });

  test('a real network fault, and an answer of the wrong shape', async () => {
    for (const step of [reset, say(200, echo), json(200, echo), say(200, `[${echo}`)]) {
      const { url } = await scriptedServer(step);
      const credentials = () => ({ authorization: `Bearer ${SECRET}` });
      const http = createHttpClient({ baseUrl: url, credentials }, createTestRuntime());
      for (const method of ['GET', 'POST'] as const) {
        const request = { ...get, method, schema: z.number(), search: `token=${SECRET}` };
        const error = await http.send(request).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(Error);
        expectClean(error);
      }
    }
  });

  test('a query is never shown, whatever its names are', async () => {
    const fetch = async (request: Request) => {
      const { search } = new URL(request.url);
      throw new TypeError(`cannot reach (${request.url}), that is ${search} or ${search.slice(1)}`);
    };
    const http = createHttpClient({ baseUrl: 'https://h.example' }, createTestRuntime({ fetch }));
    const { cause } = await failureOf(http.send({ ...get, search: 'q=canary%20words' }), 'transport');
    expect(cause).toMatchObject({ message: 'cannot reach ([redacted]), that is ?[redacted] or [redacted]' });
  });

  test('a secret that begins another leaves no end of it', () => {
    const found = secretsOf([{ a: 'abcd', b: 'abcd-efgh' }], ['abcd-efgh-ijkl']);
    expect(found.indexOf('abcd-efgh-ijkl')).toBeLessThan(found.indexOf('abcd-efgh'));
    expect(found.indexOf('abcd-efgh')).toBeLessThan(found.indexOf('abcd'));
  });

  test('the token before a refresh is masked as well', async () => {
    let token = 'canary-old-token';
    const refresh = async () => {
      token = 'another-token';
      return true;
    };
    const { url } = await scriptedServer(say(401), json(403, { message: 'not canary-old-token nor another-token' }));
    const http = createHttpClient({ baseUrl: url, credentials: () => bearer(token), refresh }, createTestRuntime());
    const { message } = await failureOf(http.send(get), 'permission');
    expect(message).toContain('not [redacted] nor [redacted]');
  });
});
