import { expect, test } from 'vitest';
import { ConflictError } from '../../src/errors/conflict-error.js';
import { NotFoundError } from '../../src/errors/not-found-error.js';
import { createHttpClient } from '../../src/http/http-client.js';
import type { FaultAnswer, FaultTable } from '../../src/http/http-request.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { json, say, scriptedServer } from './scripted-server.js';

const get = { operation: 'issues.get', path: '/issues/1' };

test.each([
  [400, 'rejected', false],
  [401, 'authentication', false],
  [403, 'permission', false],
  [404, 'not_found', false],
  [405, 'rejected', false],
  [408, 'transport', true],
  [409, 'conflict', false],
  [410, 'rejected', false],
  [411, 'rejected', false],
  [412, 'conflict', false],
  [413, 'too_large', false],
  [414, 'rejected', false],
  [415, 'rejected', false],
  [422, 'rejected', false],
  [425, 'transport', true],
  [429, 'rate_limited', true],
  [451, 'rejected', false],
  [500, 'transport', true],
  [501, 'transport', false],
  [502, 'transport', true],
  [503, 'transport', true],
  [504, 'transport', true],
  [505, 'transport', false],
  [300, 'transport', false],
  [304, 'transport', false],
] as const)('%d is %s, as JSON, HTML or nothing', async (status, code, retryable) => {
  const html = say(status, '<html><body>Oops</body></html>', { 'content-type': 'text/html' });
  const steps = status === 304 ? [say(304)] : [json(status, { message: 'Oops' }), html, say(status)];
  for (const step of steps) {
    const { url, seen } = await scriptedServer(step);
    const http = createHttpClient({ baseUrl: url, provider: 'gitlab', retry: { attempts: 2 } }, createTestRuntime());
    const error = await failureOf(http.send(get), code);
    expect(error.retryable).toBe(retryable);
    expect(error.context).toMatchObject({ httpStatus: status, attempts: retryable ? 2 : 1 });
    expect(error.message).toMatch(/^gitlab issues\.get: .+ \(\d{3}\)(: Oops)?$/);
    expect(error.message.endsWith(': Oops')).toBe(step === steps[0] && status !== 304);
    expect(seen).toHaveLength(retryable ? 2 : 1);
  }
});

test('a 409 that says when to come back is waited for, also by a write', async () => {
  for (const repeatability of ['read', 'keyed', 'write'] as const) {
    const { url, seen } = await scriptedServer(json(409, {}, { 'retry-after': '2' }), json(200, {}));
    const runtime = createTestRuntime({ random: () => 0 });
    await createHttpClient({ baseUrl: url }, runtime).send({ ...get, method: 'POST', body: { a: 1 }, repeatability });
    expect(runtime.waits).toEqual([2000]);
    expect(seen.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  }
});

test('a conflict without a time to come back is never repeated here, even where a table calls it passing', async () => {
  const { url, seen } = await scriptedServer(json(409, {}));
  const faults: FaultTable = (_, details) => new ConflictError('changed', { ...details, retryable: true });
  await failureOf(createHttpClient({ baseUrl: url, faults }, createTestRuntime()).send(get), 'conflict');
  expect(seen).toHaveLength(1);
});

test.each([
  [{ error_code: 'team_required', message: 'Name a team' }, 'team_required', 'Name a team'],
  [{ code: 'rest_no_route', detail: 'No such route' }, 'rest_no_route', 'No such route'],
  [{ error: 'invalid_grant', error_description: 'Too old' }, 'invalid_grant', 'Too old'],
  [{ error: 'The title is too long' }, undefined, 'The title is too long'],
  [{ code: 17, message: '' }, undefined, undefined],
  [{ message: { nested: true } }, undefined, undefined],
  [['list'], undefined, undefined],
  ['text', undefined, undefined],
  [null, undefined, undefined],
])('reads %j', async (body, serverCode, message) => {
  const { url } = await scriptedServer(json(422, body));
  const error = await failureOf(createHttpClient({ baseUrl: url }, createTestRuntime()).send(get), 'rejected');
  expect(error.serverCode).toBe(serverCode);
  expect(error.message).toBe(`issues.get: the server refused the request (422)${message ? `: ${message}` : ''}`);
});

test('a code that the server gives belongs to a refusal only', async () => {
  const { url } = await scriptedServer(json(404, { code: 'rest_no_route' }, { 'retry-after': '5' }));
  const error = await failureOf(createHttpClient({ baseUrl: url }, createTestRuntime()).send(get), 'not_found');
  expect(error).not.toHaveProperty('serverCode');
});

test("a server's novel is clipped", async () => {
  const { url } = await scriptedServer(json(400, { message: 'x'.repeat(100_000) }));
  const error = await failureOf(createHttpClient({ baseUrl: url }, createTestRuntime()).send(get), 'rejected');
  expect(error.message.length).toBeLessThan(400);
});

test.each(['x-request-id', 'x-github-request-id', 'x-arequestid'])('quotes %s', async (name) => {
  const { url } = await scriptedServer(json(404, {}, { [name]: 'id-17' }));
  const error = await failureOf(createHttpClient({ baseUrl: url }, createTestRuntime()).send(get), 'not_found');
  expect(error.context.requestId).toBe('id-17');
});

test("a provider's table comes first and sees the whole answer", async () => {
  const answers: FaultAnswer[] = [];
  const { url } = await scriptedServer(
    json(410, { message: 'token abcd-canary' }, { 'retry-after': '3', 'x-extra': 'yes' }),
    say(418, '<html>'),
  );
  const http = createHttpClient(
    {
      baseUrl: url,
      credentials: () => ({ authorization: 'Bearer abcd-canary' }),
      faults: (answer, details) => {
        answers.push(answer);
        return answer.status === 410 ? new NotFoundError('gone', details) : undefined;
      },
    },
    createTestRuntime(),
  );
  expect((await failureOf(http.send(get), 'not_found')).message).toBe('gone');
  await failureOf(http.send(get), 'rejected');
  expect(answers.map(({ status, retryAfterMs, body }) => [status, retryAfterMs, body])).toEqual([
    [410, 3000, { message: 'token abcd-canary' }],
    [418, undefined, undefined],
  ]);
  expect(answers[0]?.headers.get('x-extra')).toBe('yes');
  expect(answers[0]?.redact('token abcd-canary')).not.toContain('canary');
});
