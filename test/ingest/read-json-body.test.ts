import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { gunzip, readWithin } from '../../src/ingest/bounded-bytes.js';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { serve } from '../support/serve.js';
import { aKey, BATCH, callIngest, SNAPSHOTS, startIngest } from './ingest-server.js';

// Much work on a machine that others may be using: slow is not wrong.
vi.setConfig({ testTimeout: 60_000 });

const KEY = { 'Idempotency-Key': aKey(1) };
const A = aSnapshotPayload();
const TEXT = JSON.stringify(A);

describe('the content type', () => {
  test.each([
    ['application/json', 201],
    ['application/json; charset=utf-8', 201],
    ['Application/JSON;charset=UTF-8', 201],
    ['text/plain', 415],
    ['application/jsonp', 415],
    ['application/x-www-form-urlencoded', 415],
    ['', 415],
  ])('%s: %d', async (type, expected) => {
    const { send } = await startIngest();
    const { status, body } = await send(SNAPSHOTS, TEXT, { ...KEY, 'Content-Type': type });
    expect(status).toBe(expected);
    if (expected === 415) expect(body.error_code).toBe('content_type_unsupported');
  });
});

describe('the content encoding', () => {
  test('gzip and identity arrive as the same content', async () => {
    const { send } = await startIngest();
    const gzipped = await send(SNAPSHOTS, gzipSync(TEXT), { ...KEY, 'Content-Encoding': 'GZIP' });
    expect(gzipped.status).toBe(201);
    expect((await send(SNAPSHOTS, TEXT, { ...KEY, 'Content-Encoding': 'identity' })).status).toBe(200);
  });

  test.each(['br', 'deflate', 'gzip, gzip'])('%s is refused, saying what is possible', async (encoding) => {
    const { send } = await startIngest();
    const { status, headers, body } = await send(SNAPSHOTS, TEXT, { ...KEY, 'Content-Encoding': encoding });
    expect([status, headers.get('accept-encoding')]).toEqual([415, 'gzip']);
    expect(body.error_code).toBe('content_encoding_unsupported');
  });

  test.each([
    ['that is plain text', Buffer.from(TEXT)],
    ['that is cut off', gzipSync(TEXT).subarray(0, -12)],
    ['with a wrong checksum', Buffer.concat([gzipSync(TEXT).subarray(0, -8), Buffer.alloc(8)])],
    ['of no bytes', Buffer.alloc(0)],
  ])('gzip %s: 400', async (_, body) => {
    const { send } = await startIngest();
    const answer = await send(SNAPSHOTS, body, { ...KEY, 'Content-Encoding': 'gzip' });
    expect(answer.status).toBe(400);
    expect(['invalid_gzip', 'invalid_json']).toContain(answer.body.error_code);
  });
});

describe('what is no JSON', () => {
  test.each([
    ['nothing', ''],
    ['half a document', TEXT.slice(0, -1)],
    ['HTML', '<!doctype html>'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['UTF-16', Buffer.from(TEXT, 'utf16le')],
    ['a character cut in two', Buffer.from('"é').subarray(0, 2)],
  ])('%s: 400', async (_, body) => {
    const { send } = await startIngest();
    const { status, body: answer } = await send(SNAPSHOTS, body, KEY);
    expect(status).toBe(400);
    expect(answer).toEqual({ error_code: 'invalid_json', message: expect.any(String), retryable: false });
  });

  test('a byte order mark is no harm', async () => {
    const { send } = await startIngest();
    expect((await send(SNAPSHOTS, `\ufeff${TEXT}`, KEY)).status).toBe(201);
  });

  test('nesting a hundred thousand levels deep: 400', async () => {
    const { send } = callIngest();
    expect((await send(SNAPSHOTS, '['.repeat(1e5) + ']'.repeat(1e5), KEY)).status).toBe(400);
    expect((await send(SNAPSHOTS, '{"provider":'.repeat(1e5), KEY)).status).toBe(400);
  });
});

describe('the size', () => {
  test('exactly the limit is taken, one byte more is not, compressed or not', async () => {
    const { send } = await startIngest({ maxBodyBytes: Buffer.byteLength(TEXT) });
    expect((await send(SNAPSHOTS, TEXT, KEY)).status).toBe(201);
    for (const [body, headers] of [
      [`${TEXT} `, KEY],
      [gzipSync(`${TEXT} `), { ...KEY, 'Content-Encoding': 'gzip' }],
    ] as const) {
      const answer = await send(SNAPSHOTS, body, headers);
      expect(answer.status).toBe(413);
      expect(answer.body).toEqual({
        error_code: 'body_too_large',
        message: expect.any(String),
        retryable: false,
        details: { limit_bytes: Buffer.byteLength(TEXT) },
      });
    }
  });

  test('the defaults are 32 MiB for a snapshot and 1 MiB for a batch', async () => {
    const { send } = callIngest();
    const declared = (bytes: number) => ({ ...KEY, 'Content-Length': `${bytes}` });
    expect((await send(SNAPSHOTS, '[]', declared(32 * 1024 * 1024))).status).toBe(400);
    expect((await send(SNAPSHOTS, '[]', declared(32 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send(BATCH, '[]', declared(1024 * 1024))).status).toBe(400);
    expect((await send(BATCH, '[]', declared(1024 * 1024 + 1))).status).toBe(413);
  });

  test('a declared length over the limit is refused before a byte of the body is sent', async () => {
    const { url } = await startIngest();
    const { statusCode } = await post(url, { 'Content-Length': '99999999' }, () => {});
    expect(statusCode).toBe(413);
  });

  test('a body of no declared length is counted while it comes, and the sender sees the answer', async () => {
    const { url } = await startIngest({ maxBodyBytes: 100_000 });
    const chunk = Buffer.alloc(20_000, 0x20);
    // Six chunks are over the limit; the sender never says that it is done.
    const { statusCode } = await post(url, {}, (write) => {
      for (let sent = 0; sent < 6; sent++) write(chunk);
    });
    expect(statusCode).toBe(413);
  });

  test.each([
    ['a snapshot', SNAPSHOTS],
    ['a batch', BATCH],
  ])('a gzip bomb as %s is refused', async (_, path) => {
    const { send } = await startIngest({ maxBodyBytes: 1024 * 1024 });
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, 0x20), { level: 9 });
    expect(bomb.length).toBeLessThan(20_000);
    expect((await send(path, bomb, { ...KEY, 'Content-Encoding': 'gzip' })).status).toBe(413);
  });

  test('a bomb is not decompressed beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024), { level: 9 });
    // What comes after the first half would be an error, if anyone looked.
    const poisoned = [bomb.subarray(0, bomb.length / 2), Buffer.alloc(1000, 0xff)];
    expect(await readWithin(gunzip(poisoned), 256 * 1024)).toBe('too_large');
    await expect(readWithin(gunzip(poisoned), 1024 * 1024 * 1024)).rejects.toThrow();
  });
});

describe('reading within a limit', () => {
  test('a source is told when no more is wanted', async () => {
    const told: string[] = [];
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(8)),
      cancel: () => void told.push('cancelled'),
    });
    expect(await readWithin(source, 20)).toBe('too_large');
    expect(told).toEqual(['cancelled']);
  });

  test('a decompressor is fed in small pieces, and only while its output is wanted', async () => {
    const fed: number[] = [];
    class Watched extends Uint8Array<ArrayBuffer> {
      override subarray(start = 0, end = this.length) {
        fed.push(Math.min(end, this.length) - start);
        return new Uint8Array(this).subarray(start, end);
      }
    }
    const compressed = gzipSync(randomBytes(1024 * 1024));
    expect(await readWithin(gunzip([Watched.from(compressed)]), 64 * 1024)).toBe('too_large');
    expect(Math.max(...fed)).toBeLessThanOrEqual(16 * 1024);
    expect(fed.reduce((sum, size) => sum + size)).toBeLessThan(512 * 1024);
  });
});

test('a body that breaks off is a 408 and stores nothing', async () => {
  const { handler, snapshots } = callIngest();
  const answers: (number | undefined)[] = [];
  let answered = () => {};
  const done = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const server = await serve(async (request) => {
    const response = await handler(request);
    answers.push(response?.status);
    answered();
    return response;
  });
  const outgoing = httpRequest(server.url + SNAPSHOTS, {
    method: 'POST',
    headers: { ...KEY, Authorization: 'Bearer token-harbour', 'Content-Type': 'application/json' },
  });
  outgoing.on('error', () => {});
  outgoing.write(TEXT.slice(0, 50), () => outgoing.destroy());
  await done;
  await server.close();
  expect(answers).toEqual([408]);
  const { provider, workspace, project_uuid: projectUuid } = A;
  expect(await snapshots.newest({ team: 'harbour', provider, workspace, projectUuid })).toBeUndefined();
});

/** A request whose body the test writes and never ends. */
async function post(url: string, headers: Record<string, string>, send: (write: (chunk: Buffer) => void) => void) {
  const outgoing = httpRequest(url + SNAPSHOTS, {
    method: 'POST',
    headers: { ...KEY, Authorization: 'Bearer token-harbour', 'Content-Type': 'application/json', ...headers },
  });
  outgoing.on('error', () => {});
  outgoing.flushHeaders();
  send((chunk) => outgoing.write(chunk));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  outgoing.destroy();
  return response;
}
