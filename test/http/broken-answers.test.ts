import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createHttpClient } from '../../src/http/http-client.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';
import { cut, json, reset, say, scriptedServer } from './scripted-server.js';

const zList = z.array(z.object({ id: z.number() }));
const list = { operation: 'issues.list', path: '/issues', schema: zList };
const GOOD = [{ id: 1 }, { id: 2 }];
const TEXT = JSON.stringify(GOOD);

const clientFor = (baseUrl: string, options = {}) =>
  createHttpClient({ baseUrl, provider: 'github', ...options }, createTestRuntime());

describe('a broken answer to a read is fetched again, and never data', () => {
  test.each([
    ['cut, with a length', cut(200, TEXT.slice(0, 8), { 'content-length': TEXT.length }), 'transport'],
    ['cut, in chunks', cut(200, TEXT.slice(0, 8)), 'transport'],
    ['cut before its first byte', cut(200, '', { 'content-length': TEXT.length }), 'transport'],
    ['half a document', say(200, TEXT.slice(0, 8)), 'contract'],
    ['half a document that the connection closes', say(200, TEXT.slice(0, -1), { connection: 'close' }), 'contract'],
    ['empty', say(200), 'contract'],
    ['blank', say(200, ' \n'), 'contract'],
    ['no answer at all', reset, 'transport'],
  ] as const)('%s', async (_, broken, code) => {
    const recovers = await scriptedServer(broken, broken, json(200, GOOD));
    expect(await clientFor(recovers.url).send(list)).toMatchObject({ body: GOOD, attempts: 3 });

    const stays = await scriptedServer(broken);
    const error = await failureOf(clientFor(stays.url).send(list), code);
    expect(error.retryable).toBe(true);
    expect(error.context.attempts).toBe(4);
    expect(stays.seen).toHaveLength(4);
  });

  test('fewer bytes than promised, from a platform that does not notice', async () => {
    const short = () => new Response('[1]', { headers: { 'content-length': '30' } });
    let sent = 0;
    const fetch = async () => (sent++ === 0 ? short() : Response.json([1, 2]));
    const http = createHttpClient({ baseUrl: 'https://h.example' }, createTestRuntime({ fetch }));
    expect((await http.send({ operation: 'x', path: '/' })).body).toEqual([1, 2]);
  });

  test('a compressed body cut in the middle', async () => {
    const packed = gzipSync(JSON.stringify(Array.from({ length: 5000 }, (_, id) => ({ id, text: `${id * 7919}` }))));
    const { url } = await scriptedServer(
      (_, outgoing) => {
        outgoing.writeHead(200, { 'content-encoding': 'gzip' });
        outgoing.end(packed.subarray(0, packed.length / 2));
      },
      json(200, GOOD),
    );
    expect((await clientFor(url).send(list)).body).toEqual(GOOD);
  });
});

describe('an answer of the wrong kind fails at once and keeps its status', () => {
  test.each([
    [
      'a sign-in page',
      say(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
      'is not JSON',
    ],
    ['a page that claims to be JSON', say(200, '<html>', { 'content-type': 'application/json' }), 'is not JSON'],
    ['text', say(201, 'OK'), 'is not JSON'],
    ['another shape', json(200, [{ id: 'secret-value' }]), 'does not have the agreed shape'],
    ['null', json(200, null), 'does not have the agreed shape'],
  ])('%s', async (_, step, words) => {
    const { url, seen } = await scriptedServer(step);
    const error = await failureOf(clientFor(url).send(list), 'contract');
    expect(error.message).toBe(`github issues.list: the answer ${words}`);
    expect(error.retryable).toBe(false);
    expect(error.context.httpStatus).toBeGreaterThanOrEqual(200);
    expect(JSON.stringify(error)).not.toContain('secret-value');
    expect(seen).toHaveLength(1);
  });

  test('a wrong shape is named by its path', async () => {
    const { url } = await scriptedServer(json(200, [{ id: 1 }, { id: 'x' }]));
    const { problems } = await failureOf(clientFor(url).send(list), 'contract');
    expect(problems).toEqual([{ path: '[1].id', message: 'expected number' }]);
  });
});

describe('what is good enough', () => {
  const packed: RequestListener = (_, outgoing) => {
    outgoing.writeHead(200, { 'content-encoding': 'gzip' });
    outgoing.end(gzipSync(TEXT));
  };
  // Longer than what it unpacks to.
  const tiny: RequestListener = (_, outgoing) => {
    const bytes = gzipSync(TEXT);
    outgoing.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length });
    outgoing.end(bytes);
  };
  test.each([
    ['no content type', say(200, TEXT)],
    ['a byte order mark', say(200, `\uFEFF${TEXT}`)],
    ['a wrong content type', say(200, TEXT, { 'content-type': 'text/html' })],
    ['gzip', packed],
    ['gzip of something small', tiny],
  ])('%s', async (_, step) => {
    const { url } = await scriptedServer(step);
    expect((await clientFor(url).send(list)).body).toEqual(GOOD);
  });

  test('text outside ASCII, split anywhere', async () => {
    const body = [{ id: 1, title: 'Größe 漢字 👩‍🚀' }];
    const bytes = Buffer.from(JSON.stringify(body));
    const { url } = await scriptedServer((_, outgoing) => {
      outgoing.writeHead(200);
      const next = (at: number): unknown =>
        at < bytes.length ? outgoing.write(bytes.subarray(at, at + 1), () => next(at + 1)) : outgoing.end();
      next(0);
    });
    expect((await clientFor(url).send({ operation: 'x', path: '/' })).body).toEqual(body);
  });

  test('an empty answer where nothing is expected', async () => {
    const { url } = await scriptedServer(say(204), say(200));
    const http = clientFor(url);
    expect(await http.send({ operation: 'issues.delete', path: '/', method: 'DELETE' })).toMatchObject({ status: 204 });
    expect((await http.send({ operation: 'x', path: '/', schema: z.optional(z.string()) })).body).toBeUndefined();
  });

  test('statuses that the request calls answers, JSON or not', async () => {
    const { url, seen } = await scriptedServer(
      json(422, { a: 1 }),
      say(409, '<html>'),
      say(304),
      say(302, '', { location: '/x' }),
    );
    const http = clientFor(url);
    const request = { ...list, method: 'POST' as const, answers: [422, 409, 304, 302] };
    expect(await http.send(request)).toMatchObject({ status: 422, body: { a: 1 } });
    expect(await http.send(request)).toMatchObject({ status: 409, body: undefined });
    expect(await http.send(request)).toMatchObject({ status: 304, body: undefined });
    expect(await http.send(request)).toMatchObject({ status: 302, body: undefined });
    expect(seen).toHaveLength(4);
  });
});

describe('an answer above the limit', () => {
  const MIB = 1_048_576;
  const chunk = Buffer.alloc(MIB, '[');
  const flood = (headers: Record<string, number>) => {
    const state = { written: 0 };
    const step = (_: unknown, outgoing: ServerResponse) => {
      outgoing.writeHead(200, headers);
      const next = () => {
        if (outgoing.destroyed || state.written >= 40 * MIB) return outgoing.end();
        state.written += MIB;
        outgoing.write(chunk, next);
      };
      next();
    };
    return { state, step };
  };

  test('40 MB with a length is refused before it is read', async () => {
    const { state, step } = flood({ 'content-length': 40 * MIB });
    const { url, seen } = await scriptedServer(step);
    const error = await failureOf(clientFor(url).send(list), 'too_large');
    expect(error).toMatchObject({ limitBytes: 33_554_432, retryable: false, context: { httpStatus: 200 } });
    expect(error.message).toBe('github issues.list: the answer is larger than the limit of 33554432 bytes');
    expect(state.written).toBeLessThan(16 * MIB);
    expect(seen).toHaveLength(1);
  });

  test('40 MB in chunks is refused at the limit', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const { step } = flood({});
    const { url } = await scriptedServer((incoming, outgoing) => {
      outgoing.on('close', resolve);
      step(incoming, outgoing);
    });
    await failureOf(clientFor(url).send(list), 'too_large');
    // Hangs unless the rest of the answer is turned down.
    await closed;
  });

  test('a gzip bomb is refused at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * MIB, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const { url } = await scriptedServer((_, outgoing) => {
      outgoing.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length });
      outgoing.end(bomb);
    });
    await failureOf(clientFor(url).send(list), 'too_large');
  });

  test('the limit is in bytes, the last one included', async () => {
    const body = JSON.stringify('漢'.repeat(10));
    const size = Buffer.byteLength(body);
    const { url } = await scriptedServer(say(200, body), say(200, body, { 'content-length': size }));
    for (const limit of [size, size - 1]) {
      for (let step = 0; step < 2; step++) {
        const sending = clientFor(url, { maxResponseBytes: limit }).send({ operation: 'x', path: '/' });
        if (limit === size) await expect(sending).resolves.toMatchObject({ status: 200 });
        else expect(await failureOf(sending, 'too_large')).toMatchObject({ limitBytes: limit });
      }
    }
  });

  test('a fault keeps its status, however large or broken its body is', async () => {
    const huge = await scriptedServer(json(404, { message: 'x', more: 'x'.repeat(2 * MIB) }));
    const error = await failureOf(clientFor(huge.url, { maxResponseBytes: MIB }).send(list), 'not_found');
    expect(error.message).toMatch(/\(404\)$/);
    const broken = await scriptedServer(cut(403, '{"mess', { 'content-length': 100 }));
    await failureOf(clientFor(broken.url).send(list), 'permission');
  });
});
