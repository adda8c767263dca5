import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { anEvent } from '../../src/testing/fixtures/an-event.js';
import { runs } from '../support/runs.js';
import { type Answer, aKey, BATCH, callIngest, SNAPSHOTS } from './ingest-server.js';

// Much work on a machine that others may be using: slow is not wrong.
vi.setConfig({ testTimeout: 60_000 });

const KEY = { 'Idempotency-Key': aKey(1) };

/** A valid document with one part, somewhere in it, replaced or removed. */
function mutantsOf(valid: object): fc.Arbitrary<unknown> {
  const paths: PropertyKey[][] = [];
  const walk = (value: unknown, path: PropertyKey[]) => {
    paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) walk(Reflect.get(value, key), [...path, key]);
  };
  walk(valid, []);
  const inserted = fc.option(fc.jsonValue({ noUnicodeString: false }), { nil: undefined, freq: 5 });
  return fc.tuple(fc.constantFrom(...paths), inserted).map(([path, value]) => {
    const copy = structuredClone(valid);
    const last = path.at(-1);
    if (last === undefined) return value;
    const parent = path.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key), copy);
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, value);
    return copy;
  });
}

function expectOrderly({ status, headers, body }: Answer): void {
  expect(status).toBeLessThan(500);
  expect(headers.get('content-type')).toBe('application/json');
  if (status >= 400) expect(Object.hasOwn(body, 'error_code') || Object.hasOwn(body, 'error')).toBe(true);
}

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
  fc.json({ noUnicodeString: false, maxDepth: 6 }).map((text) => Buffer.from(text)),
  mutantsOf(aSnapshotPayload()).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  mutantsOf({ events: [anEvent()] }).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
);
const encoded = fc.oneof(
  bodies.map((body) => ({ body, headers: {} })),
  bodies.map((body) => ({ body: gzipSync(body), headers: { 'Content-Encoding': 'gzip' } })),
  fc.tuple(bodies, fc.nat(), fc.nat(255)).map(([body, at, byte]) => {
    const damaged = gzipSync(body);
    damaged[at % damaged.length] = byte;
    return { body: damaged, headers: { 'Content-Encoding': 'gzip' } };
  }),
  fc.tuple(bodies, fc.nat()).map(([body, at]) => {
    const whole = gzipSync(body);
    return { body: whole.subarray(0, at % whole.length), headers: { 'Content-Encoding': 'gzip' } };
  }),
);

describe('whatever is sent', () => {
  test.each([SNAPSHOTS, BATCH])('%s answers in JSON, below 500, and logs no fault', async (path) => {
    await fc.assert(
      fc.asyncProperty(encoded, async ({ body, headers }) => {
        const { send, log } = callIngest();
        expectOrderly(await send(path, new Uint8Array(body), { ...KEY, ...headers }));
        expect(log).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  test('whatever the headers', async () => {
    // What a header may hold: anything visible in Latin-1, with spaces inside.
    const value = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => (code === 0x7f ? ' ' : String.fromCharCode(code))),
    });
    const name = fc.constantFrom(
      'Idempotency-Key',
      'X-Team-Slug',
      'Content-Type',
      'Content-Encoding',
      'Content-Length',
      'Authorization',
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(SNAPSHOTS, BATCH), fc.dictionary(name, value), async (path, headers) => {
        const { send, log } = callIngest();
        expectOrderly(await send(path, '{}', headers));
        expect(log).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  test('an event is stored exactly if its result says so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutantsOf(anEvent()), { maxLength: 4 }), async (sent) => {
        const { sendBatch, events } = callIngest();
        const { status, body } = await sendBatch(sent.map((event) => event ?? null));
        const { items } = await events.list({ team: 'harbour' });
        const successes =
          status === 200 ? body.results.filter((result: { status: string }) => result.status === 'success') : [];
        expect(items.map(({ event_id }) => event_id).sort()).toEqual(
          successes.map(({ event_id }: { event_id: string }) => event_id).sort(),
        );
        if (status === 200) expect(body.results).toHaveLength(sent.length);
      }),
      { numRuns: runs(100) },
    );
  });
});
