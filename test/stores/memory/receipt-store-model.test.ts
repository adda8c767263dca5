import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PublishStream } from '../../../src/contracts/publish-stream.js';
import type { SnapshotSend } from '../../../src/contracts/snapshot-send.js';
import type { Version } from '../../../src/contracts/versioned.js';
import { createMemoryReceiptStore } from '../../../src/stores/memory/receipt-store.js';
import type { ReceiptStore } from '../../../src/stores/receipt-store.js';
import { aDigest } from '../../../src/testing/fixtures/a-digest.js';
import { aPublishStream } from '../../../src/testing/fixtures/a-publish-stream.js';
import { aSend } from '../../../src/testing/fixtures/a-send.js';
import { runs } from '../../support/runs.js';

/** What a receipt store is, said as simply as possible: a list of sends for each stream. */
interface Model {
  readonly sends: SnapshotSend[][];
  /** What writers have read, by stream: writers act on it later, when it may be old. */
  readonly seen: ({ readonly version: Version; readonly count: number; readonly state: string } | undefined)[][];
}

type Command = fc.AsyncCommand<Model, ReceiptStore>;

const STREAMS: readonly PublishStream[] = [
  aPublishStream(),
  aPublishStream({ team: null }),
  aPublishStream({ team: 'null' }),
  aPublishStream({ projectUuid: null }),
];
const WRITERS = [0, 1, 2];

function streamAt(at: number): PublishStream {
  return STREAMS[at] ?? aPublishStream();
}

const at = fc.integer({ min: 0, max: STREAMS.length - 1 });
const writer = fc.constantFrom(...WRITERS);
const ordinal = fc.integer({ min: 1, max: 6 });

function looks(place: number, by: number): Command {
  return {
    check: () => true,
    run: async ({ sends, seen }, store) => {
      const newest = await store.newest(streamAt(place));
      const expected = sends[place]?.at(-1);
      expect(newest?.value).toEqual(expected);
      const count = sends[place]?.length ?? 0;
      const writers = seen[place] ?? [];
      writers[by] = newest && { version: newest.version, count, state: newest.value.state };
    },
    toString: () => `writer ${by} reads stream ${place}`,
  };
}

function appends(place: number, by: number, what: SnapshotSend): Command {
  return {
    check: () => true,
    run: async ({ sends, seen }, store) => {
      const list = sends[place] ?? [];
      const read = seen[place]?.[by];
      const append = () => store.append(streamAt(place), what, read?.version ?? 'absent');
      // Settled meanwhile is also changed meanwhile: the twin is as strict as a protocol allows.
      const wins = (read?.count ?? 0) === list.length && read?.state === list.at(-1)?.state;
      if (wins && list.some(({ key }) => key === what.key)) {
        await expect(append()).rejects.toMatchObject({ code: 'invalid_input', problems: [{ path: 'send.key' }] });
        return;
      }
      const version = await append();
      expect(version !== undefined).toBe(wins);
      if (wins) list.push(what);
    },
    toString: () => `writer ${by} appends ${what.key.slice(-1)} to stream ${place}`,
  };
}

function settles(place: number, wanted: string): Command {
  return {
    check: () => true,
    run: async ({ sends }, store) => {
      await store.settle(streamAt(place), wanted);
      const list = sends[place] ?? [];
      for (const [index, send] of list.entries()) if (send.key === wanted) list[index] = { ...send, state: 'accepted' };
    },
    toString: () => `settle ${wanted.slice(-1)} of stream ${place}`,
  };
}

function asksFor(place: number, wanted: string): Command {
  return {
    check: () => true,
    run: async ({ sends }, store) => {
      const expected = sends[place]?.some(({ key }) => key === wanted) ?? false;
      expect(await store.has(streamAt(place), wanted)).toBe(expected);
    },
    toString: () => `has ${wanted.slice(-1)} of stream ${place}`,
  };
}

const send = fc
  .record({ key: ordinal, digest: ordinal, kind: fc.constantFrom('contract', 'content', 'chained', 'unique') })
  .map(({ key, digest, kind }) => aSend({ key: aDigest(key), digest: aDigest(1000 + digest), kind }));

const commands = fc.commands<Model, ReceiptStore, false>(
  [
    fc.tuple(at, writer).map(([stream, by]) => looks(stream, by)),
    fc.tuple(at, writer, send).map(([stream, by, what]) => appends(stream, by, what)),
    fc.tuple(at, ordinal).map(([stream, key]) => settles(stream, aDigest(key))),
    fc.tuple(at, ordinal).map(([stream, key]) => asksFor(stream, aDigest(key))),
  ],
  { maxCommands: 60, size: '+1' },
);

test('the twin behaves like the model', async () => {
  await fc.assert(
    fc.asyncProperty(commands, (steps) =>
      fc.asyncModelRun(
        () => ({
          model: { sends: STREAMS.map(() => []), seen: STREAMS.map(() => []) },
          real: createMemoryReceiptStore(),
        }),
        steps,
      ),
    ),
    { numRuns: runs(150) },
  );
});
