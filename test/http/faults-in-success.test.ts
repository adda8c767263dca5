import { describe, expect, test } from 'vitest';
import { AuthenticationError } from '../../src/errors/authentication-error.js';
import { RateLimitedError } from '../../src/errors/rate-limited-error.js';
import { RejectedError } from '../../src/errors/rejected-error.js';
import { TransportError } from '../../src/errors/transport-error.js';
import { createHttpClient } from '../../src/http/http-client.js';
import type { FaultTable, HttpClientOptions } from '../../src/http/http-request.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { json, scriptedServer } from './scripted-server.js';

const faults: FaultTable = ({ body }, details) => {
  const { error } = Object(body) as { readonly error?: string };
  if (error === 'limited') return new RateLimitedError('limited', { ...details, retryAfterMs: 7000 });
  if (error === 'who') return new AuthenticationError('who', details);
  if (error === 'broken') return new TransportError('broken', { ...details, retryable: true });
  return error === undefined ? undefined : new RejectedError(error, details);
};
const isFault = (body: unknown) => Object(body).error !== undefined;
const post = { operation: 'issues.update', method: 'POST', path: '/graphql', body: { a: 1 } } as const;

function client(url: string, more: Partial<HttpClientOptions> = {}) {
  const runtime = createTestRuntime({ random: () => 0 });
  return { runtime, http: createHttpClient({ baseUrl: url, faults, isFault, ...more }, runtime) };
}

describe('a 200 that is a fault by its body', () => {
  test('is the error that the table reads out of it, also for a write: a refusal is no doubt', async () => {
    const { url, seen } = await scriptedServer(json(200, { error: 'no such field' }));
    const error = await failureOf(client(url).http.send(post), 'rejected');
    expect(error.context).toMatchObject({ httpStatus: 200, attempts: 1 });
    expect(seen).toHaveLength(1);
  });

  test('leaves a write in doubt where it only says that something broke', async () => {
    for (const status of [200, 400]) {
      const { url, seen } = await scriptedServer(json(status, { error: 'broken' }));
      await failureOf(client(url).http.send(post), 'ambiguous_write');
      expect(seen).toHaveLength(1);
      await failureOf(client(url).http.send({ ...post, repeatability: 'read' }), 'transport');
      expect(seen).toHaveLength(5);
    }
  });

  test('is waited for where it is a limit', async () => {
    const { url, seen } = await scriptedServer(json(200, { error: 'limited' }), json(200, { data: 1 }));
    const { http, runtime } = client(url);
    expect((await http.send(post)).body).toEqual({ data: 1 });
    expect([seen.length, runtime.waits]).toEqual([2, [7000]]);
  });

  test('has new credentials asked for once where it refuses them, whatever the status', async () => {
    for (const status of [200, 400]) {
      const { url, seen } = await scriptedServer(json(status, { error: 'who' }), json(200, { data: 1 }));
      const asked: (boolean | undefined)[] = [];
      const credentials = (_: unknown, isRefused?: boolean) => {
        asked.push(isRefused);
        return { authorization: isRefused ? 'new' : 'old' };
      };
      await client(url, { credentials }).http.send(post);
      expect(seen.map(({ headers }) => headers.authorization)).toEqual(['old', 'new']);
      expect(asked).toEqual([undefined, undefined, true]);
    }
  });

  test('is data for a client that does not ask', async () => {
    const { url } = await scriptedServer(json(200, { error: 'a field of this name' }));
    const http = createHttpClient({ baseUrl: url, faults }, createTestRuntime());
    expect((await http.send(post)).body).toEqual({ error: 'a field of this name' });
  });
});
