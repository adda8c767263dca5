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
  expect(error.message).toBe('issues.get: the server redirects more than 5 times');
  expect(loop.seen).toHaveLength(6);
});

test.each([301, 302, 303, 307, 308])(
  'a %d to another origin is not followed: that server sees nothing',
  async (status) => {
    const other = await scriptedServer(json(200, {}));
    const { url, seen } = await scriptedServer(to(status, `${other.url}/in?token=redirect-canary`));
    for (const method of ['GET', 'POST'] as const) {
      const error = await failureOf(clientFor(url).send({ ...get, method }), 'transport');
      expect(error).toMatchObject({ retryable: false, certainlyNotApplied: false });
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
    const { url, seen } = await scriptedServer(to(307, '/elsewhere'));
    const error = await failureOf(
      clientFor(url).send({ ...get, method: 'POST', body: {}, repeatability }),
      'transport',
    );
    expect(error).toMatchObject({ retryable: false, context: { httpStatus: 307 } });
    expect(error.message).toContain('redirects a write (307)');
    expect(seen).toHaveLength(1);
  },
);

test('a read by POST keeps its method and body, or is not followed', async () => {
  const query = { ...get, method: 'POST' as const, body: { query: '{me}' }, repeatability: 'read' as const };
  const kept = await scriptedServer(to(308, '/graphql'), json(200, {}));
  await clientFor(kept.url).send(query);
  expect(kept.seen.map(({ method, body }) => [method, body])).toEqual([
    ['POST', '{"query":"{me}"}'],
    ['POST', '{"query":"{me}"}'],
  ]);
  const turned = await scriptedServer(to(302, '/graphql'), json(200, {}));
  expect((await failureOf(clientFor(turned.url).send(query), 'transport')).message).toContain('a POST to a GET (302)');
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
  const { url } = await scriptedServer(say(302));
  expect((await failureOf(clientFor(url).send(get), 'transport')).message).toContain('without saying where to');

  // What a browser gives for `redirect: 'manual'`.
  const opaque = Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false } });
  const http = createHttpClient({ baseUrl: 'https://h.example' }, createTestRuntime({ fetch: async () => opaque }));
  for (const method of ['GET', 'POST'] as const) {
    const error = await failureOf(http.send({ ...get, method }), 'transport');
    expect(error).toMatchObject({ retryable: false, context: { attempts: 1 } });
    expect(error.message).toContain('hides where to');
    expect(error.context.httpStatus).toBeUndefined();
  }
});
