import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { PermissionError } from '../../src/errors/permission-error.js';
import { createHttpClient } from '../../src/http/http-client.js';
import type { FaultTable } from '../../src/http/http-request.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { cut, json, reset, say, scriptedServer } from './scripted-server.js';

const zIssue = z.object({ id: z.number() });
const create = {
  operation: 'issues.create',
  method: 'POST',
  path: '/issues',
  body: { title: 'one' },
  schema: zIssue,
  clientKey: 'key-1',
} as const;

describe('a write that may have been applied is ambiguous and sent exactly once', () => {
  test.each([
    ['reset', reset, undefined],
    ['cut answer', cut(201, '{"id"', { 'content-length': 9 }), 201],
    ['half an answer', say(201, '{"id"'), 201],
    ['empty answer', say(201), 201],
    ['HTML', say(200, '<html>'), 200],
    ['wrong shape', json(201, { id: 'x' }), 201],
    ['oversized answer', say(201, 'x'.repeat(2000)), 201],
    ['500', json(500, { message: 'boom' }), 500],
    ['502', say(502, '<html>'), 502],
    ['503 with a time', json(503, {}, { 'retry-after': '1' }), 503],
    ['504', say(504), 504],
    ['501', say(501), 501],
    ['408', say(408), 408],
  ])('%s', async (_, step, httpStatus) => {
    const { url, seen } = await scriptedServer(step, json(201, { id: 2 }));
    const runtime = createTestRuntime();
    const http = createHttpClient({ baseUrl: url, provider: 'github', maxResponseBytes: 1000 }, runtime);
    const error = await failureOf(http.send(create), 'ambiguous_write');
    expect(error).toMatchObject({ clientKey: 'key-1', retryable: false, context: { attempts: 1 } });
    expect(error.context.httpStatus).toBe(httpStatus);
    expect(error.message).toMatch(/^github issues\.create: may have been applied/);
    expect(error.cause).toMatchObject({ name: expect.any(String), message: expect.any(String) });
    expect(seen).toHaveLength(1);
    expect(runtime.waits).toEqual([]);
  });

  test('the cause says what happened', async () => {
    const { url } = await scriptedServer(json(503, { message: 'boom' }), reset);
    const http = createHttpClient({ baseUrl: url }, createTestRuntime());
    const cause = { name: 'TransportError', code: 'transport', message: expect.stringContaining('(503): boom') };
    expect((await failureOf(http.send(create), 'ambiguous_write')).cause).toEqual(cause);
    const lost = await failureOf(http.send(create), 'ambiguous_write');
    expect(lost.cause).toMatchObject({ name: 'TypeError', code: expect.stringMatching(/UND_ERR_SOCKET|ECONNRESET/) });
  });

  test('a server that is silent', async () => {
    const runtime = createTestRuntime();
    const { url, seen } = await scriptedServer(() => runtime.advance(30_000));
    const error = await failureOf(createHttpClient({ baseUrl: url }, runtime).send(create), 'ambiguous_write');
    expect(error.cause).toMatchObject({ name: 'TimeoutError', code: 'timeout' });
    expect(seen).toHaveLength(1);
  });

  test('but not where a provider table reads a refusal out of a 5xx', async () => {
    const { url } = await scriptedServer(json(503, {}));
    const faults: FaultTable = (_, details) => new PermissionError('read only for now', details);
    await failureOf(createHttpClient({ baseUrl: url, faults }, createTestRuntime()).send(create), 'permission');
  });

  test('and not when a repeat after a refusal never left', async () => {
    const { url, seen } = await scriptedServer(json(429, {}));
    const runtime = createTestRuntime();
    let asked = 0;
    const credentials = () => {
      if (asked++ === 0) return {};
      queueMicrotask(() => runtime.advance(30_000));
      return new Promise<Record<string, string>>(() => {});
    };
    const http = createHttpClient({ baseUrl: url, credentials, retry: { attempts: 2 } }, runtime);
    await failureOf(http.send(create), 'timeout');
    expect(seen).toHaveLength(1);
  });

  test('without a client key there is none to name', async () => {
    const { url } = await scriptedServer(reset);
    const { clientKey: _, ...bare } = create;
    const error = await failureOf(
      createHttpClient({ baseUrl: url }, createTestRuntime()).send(bare),
      'ambiguous_write',
    );
    expect(error.clientKey).toBeUndefined();
  });
});

test.each([
  [400, 'rejected'],
  [403, 'permission'],
  [404, 'not_found'],
  [409, 'conflict'],
  [412, 'conflict'],
  [413, 'too_large'],
  [422, 'rejected'],
  [425, 'transport'],
] as const)('a clear %d is just %s', async (status, code) => {
  const { url, seen } = await scriptedServer(json(status, {}));
  await failureOf(createHttpClient({ baseUrl: url }, createTestRuntime()).send(create), code);
  expect(seen).toHaveLength(1);
});

test('a 429 is repeated with the same bytes', async () => {
  const { url, seen } = await scriptedServer(json(429, {}, { 'retry-after': '3' }), json(201, { id: 1 }));
  const runtime = createTestRuntime({ random: () => 0 });
  const bytes = new TextEncoder().encode('{ "title" : "as it is" }');
  const request = { ...create, body: bytes, headers: { 'Content-Type': 'application/x-own' } };
  expect(await createHttpClient({ baseUrl: url }, runtime).send(request)).toMatchObject({
    attempts: 2,
    body: { id: 1 },
  });
  expect(runtime.waits).toEqual([3000]);
  expect(seen.map(({ body }) => body)).toEqual(Array(2).fill('{ "title" : "as it is" }'));
  expect(seen.map(({ headers }) => headers['content-type'])).toEqual(Array(2).fill('application/x-own'));
});

test('a refused connection is repeated, because nothing was applied', async () => {
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    outgoing.end('{"id":1}');
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  await close();
  onTestFinished(close);
  // The server comes back while the client waits.
  const runtime = createTestRuntime({ sleep: () => listen(port) });
  const http = createHttpClient({ baseUrl: `http://127.0.0.1:${port}` }, runtime);
  expect(await http.send(create)).toMatchObject({ body: { id: 1 }, attempts: 2 });
  expect(seen).toEqual(['POST /issues']);
});

test('a server that stays away: the last fault says that nothing was applied', async () => {
  const { url } = await scriptedServer(reset);
  const { port } = new URL(url);
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const free = (gone.address() as AddressInfo).port;
  await new Promise((resolve) => gone.close(resolve));
  expect(free).not.toBe(Number(port));
  const http = createHttpClient({ baseUrl: `http://127.0.0.1:${free}` }, createTestRuntime());
  const error = await failureOf(http.send(create), 'transport');
  expect(error).toMatchObject({ certainlyNotApplied: true, retryable: true, context: { attempts: 4 } });
  expect(error.message).toBe('issues.create: no connection to the server');
  expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a keyed write is repeated like a read, with the same bytes and key', async () => {
  const { url, seen } = await scriptedServer(reset, say(500), say(200, '{"id"'), json(200, { id: 1 }));
  const http = createHttpClient({ baseUrl: url }, createTestRuntime());
  const request = { ...create, repeatability: 'keyed' as const, headers: { 'Idempotency-Key': 'k' } };
  expect((await http.send(request)).attempts).toBe(4);
  expect(new Set(seen.map(({ body, headers }) => `${body} ${headers['idempotency-key']}`))).toEqual(
    new Set(['{"title":"one"} k']),
  );
});

test('what cannot be sent is an error of ours before anything leaves', async () => {
  const { url, seen } = await scriptedServer(json(200, {}));
  const http = createHttpClient({ baseUrl: url }, createTestRuntime());
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  await failureOf(http.send({ ...create, body: cycle }), 'invalid_input');
  await failureOf(http.send({ ...create, body: { big: 1n } }), 'invalid_input');
  await failureOf(http.send({ ...create, path: '/../x' }), 'invalid_input');
  await failureOf(http.send({ ...create, headers: { 'x-a': 'line\nbreak' } }), 'configuration');
  await failureOf(http.send({ ...create, method: 'GET' }), 'configuration');
  expect(seen).toEqual([]);
});
