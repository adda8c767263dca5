import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { createHttpClient } from '../../src/http/http-client.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { json, say, scriptedServer } from './scripted-server.js';

const TOKEN = 'Bearer redirect-canary';
const clientFor = (baseUrl: string) =>
  createHttpClient({ baseUrl, credentials: () => ({ authorization: TOKEN }) }, createTestRuntime());
const to = (status: number, location: string) => say(status, 'moved', { location });
const get = { operation: 'issues.get', path: '/a/1', search: 'x=1' };

test.each([301, 302, 303, 307, 308])('a read follows a %d of the same origin, credentials included', async (status) => {
  const { url, seen } = await scriptedServer(to(status, '../b/2?y=2'), json(200, { ok: true }));
  const reply = await clientFor(url).send(get);
  expect(reply).toMatchObject({ body: { ok: true }, attempts: 2 });
  expect(seen.map((request) => request.url)).toEqual(['/a/1?x=1', '/b/2?y=2']);
  expect(seen.map(({ headers }) => headers.authorization)).toEqual([TOKEN, TOKEN]);
});

test('five redirects are followed, not six; a loop ends', async () => {
  const next = to(302, '/next');
  const five = await scriptedServer(next, next, next, next, next, json(200, {}));
  expect((await clientFor(five.url).send(get)).attempts).toBe(6);
  const loop = await scriptedServer(next);
  const error = await failureOf(clientFor(loop.url).send(get), 'transport');
  expect(error).toMatchObject({ retryable: false, context: { attempts: 6, httpStatus: 302 } });
  expect(error.message).toBe('issues.get: neither an answer nor a redirect to follow (302)');
  expect(loop.seen).toHaveLength(6);
});

test.each([301, 302, 303, 307, 308])(
  'a %d to another origin is not followed: that server sees nothing',
  async (status) => {
    const other = await scriptedServer(json(200, {}));
    const { url, seen } = await scriptedServer(to(status, `${other.url}/in?token=redirect-canary`));
    for (const method of ['GET', 'POST'] as const) {
      const error = await failureOf(clientFor(url).send({ ...get, method }), 'transport');
      expect(error.retryable).toBe(false);
      expect(error.certainlyNotApplied).not.toBe(true);
      expect(error.message).not.toContain('canary');
      if (method === 'GET') expect(error.message).toContain(`another origin (${other.url})`);
    }
    expect(other.seen).toEqual([]);
    expect(seen).toHaveLength(2);
  },
);

test.each([
  'https://127.0.0.1/',
  'http://localhost/',
  '//127.0.0.1:1/',
  'http://user:pass@127.0.0.2/',
  'file:///etc/passwd',
])('%s is another origin', async (location) => {
  const { url } = await scriptedServer(to(302, location));
  const error = await failureOf(clientFor(url).send(get), 'transport');
  expect(error.message).toContain('another origin');
  expect(error.message).not.toContain('pass@');
});

test.each(['write', 'keyed'] as const)(
  'the redirect of a %s is an error and the request is not sent again',
  async (repeatability) => {
    for (const body of [{}, undefined]) {
      const { url, seen } = await scriptedServer(to(307, '/elsewhere'));
      const sending = clientFor(url).send({ ...get, method: 'POST', body, repeatability });
      const error = await failureOf(sending, 'transport');
      expect(error).toMatchObject({ retryable: false, context: { httpStatus: 307 } });
      expect(error.message).toContain('nor a redirect to follow (307)');
      expect(seen).toHaveLength(1);
    }
  },
);

test.each([302, 308])(
  'a read by POST does not follow a %d: nothing is sent twice, nothing turns into a GET',
  async (status) => {
    const query = { ...get, method: 'POST' as const, body: { query: '{me}' }, repeatability: 'read' as const };
    const { url, seen } = await scriptedServer(to(status, '/graphql'), json(200, {}));
    const error = await failureOf(clientFor(url).send(query), 'transport');
    expect(error).toMatchObject({ retryable: false, context: { httpStatus: status } });
    expect(seen).toHaveLength(1);
  },
);

test('user info and fragment of a target are dropped', async () => {
  const { url, seen } = await scriptedServer(
    (incoming, outgoing) => {
      outgoing.writeHead(302, { location: `http://user:pass@${incoming.headers.host}/b?y=2#z` });
      outgoing.end();
    },
    json(200, {}),
  );
  await clientFor(url).send(get);
  expect(seen[1]).toMatchObject({ url: '/b?y=2', headers: { authorization: TOKEN } });
});

test('the body of a redirect is turned down, not waited for', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const endless: RequestListener = (_, outgoing) => {
    outgoing.on('close', resolve);
    outgoing.writeHead(302, { location: '/next' });
    outgoing.write('moved');
  };
  const { url } = await scriptedServer(endless, json(200, {}));
  expect((await clientFor(url).send(get)).attempts).toBe(2);
  await closed;
});

test('a redirect to nowhere, and one that the runtime hides', async () => {
  for (const step of [say(302), to(302, 'https://'), say(304)]) {
    const { url, seen } = await scriptedServer(step);
    const error = await failureOf(clientFor(url).send(get), 'transport');
    expect(error.retryable).toBe(false);
    expect(error.message).toContain('nor a redirect to follow');
    expect(seen).toHaveLength(1);
  }

  // What a browser gives for `redirect: 'manual'`.
  const opaque = Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false } });
  const http = createHttpClient({ baseUrl: 'https://h.example' }, createTestRuntime({ fetch: async () => opaque }));
  for (const method of ['GET', 'POST'] as const) {
    const error = await failureOf(http.send({ ...get, method }), 'transport');
    expect(error).toMatchObject({ retryable: false, context: { attempts: 1 } });
    expect(error.message).toContain('nor a redirect to follow');
    expect(error.context.httpStatus).toBeUndefined();
  }
});

test('an origin that begins like ours is another one', async () => {
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    asked.push(request.url);
    return new Response(null, { status: 302, headers: { location: 'https://api.test.evil.example/x' } });
  };
  const client = createHttpClient({ baseUrl: 'https://api.test' }, createTestRuntime({ fetch }));
  await expect(client.send({ operation: 'read', path: '/x' })).rejects.toMatchObject({ code: 'transport' });
  expect(asked).toEqual(['https://api.test/x']);
});
