import type { PublishStream } from '../../contracts/publish-stream.js';
import type { SnapshotSend } from '../../contracts/snapshot-send.js';
import type { ReceiptStore } from '../../stores/receipt-store.js';
import { aDigest } from '../fixtures/a-digest.js';
import { aPublishStream } from '../fixtures/a-publish-stream.js';
import { aSend } from '../fixtures/a-send.js';
import { expectDefined, expectEqual, expectInvalidInput, scribble } from './assert.js';
import { compareAndSetCases } from './compare-and-set-cases.js';
import { range } from './listing-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'receipt-store';
const STREAM = aPublishStream();

function send(ordinal: number, overrides: Partial<SnapshotSend> = {}): SnapshotSend {
  return aSend({ key: aDigest(ordinal), digest: aDigest(1000 + ordinal), ...overrides });
}

/** Appends sends one after another, each behind the newest. */
async function appendAll(store: ReceiptStore, sends: readonly SnapshotSend[], stream = STREAM) {
  for (const each of sends) {
    const expected = (await store.newest(stream))?.version ?? 'absent';
    expectDefined(await store.append(stream, each, expected), 'an append behind the newest');
  }
}

async function newestOf(store: ReceiptStore, stream = STREAM) {
  return (await store.newest(stream))?.value;
}

/** Streams that differ in one part, or only in how their parts are cut. */
function neighbours(): PublishStream[] {
  const texts = ['serverUrl', 'provider', 'workspace'] as const;
  return [
    STREAM,
    ...texts.map((part) => aPublishStream({ [part]: `${STREAM[part]}x` })),
    ...[null, 'null', ''].map((team) => aPublishStream({ team })),
    ...[null, 'null', ''].map((projectUuid) => aPublishStream({ projectUuid })),
    aPublishStream({ provider: 'a:b', workspace: 'c' }),
    aPublishStream({ provider: 'a', workspace: 'b:c' }),
  ];
}

const appending: StoreCase<ReceiptStore>[] = [
  storeCase(`${PREFIX}/absence`, 'an empty stream has no newest send and no keys', async (store) => {
    expectEqual(await store.newest(STREAM), undefined, 'newest');
    expectEqual(await store.has(STREAM, aDigest(1)), false, 'has');
  }),
  ...compareAndSetCases<ReceiptStore, SnapshotSend>({
    prefix: PREFIX,
    read: (store) => store.newest(STREAM),
    write: (store, value, expected) => store.append(STREAM, value, expected),
    makeValue: (ordinal) => send(ordinal),
  }),
  storeCase(`${PREFIX}/newest`, 'the newest is what was appended last', async (store) => {
    // Neither keys nor digests are in order, and the last content was sent before.
    const sends = [send(5), send(3, { kind: 'content' }), send(9, { digest: aDigest(1005), kind: 'chained' })];
    for (const each of sends) {
      await appendAll(store, [each]);
      expectEqual(await newestOf(store), each, 'newest');
    }
  }),
  storeCase(`${PREFIX}/has`, 'a key is known from its append on', async (store) => {
    await appendAll(store, [send(1), send(2)]);
    const known = await Promise.all([1, 2, 3].map((ordinal) => store.has(STREAM, aDigest(ordinal))));
    expectEqual(known, [true, true, false], 'has');
  }),
  storeCase(`${PREFIX}/loser-leaves-no-key`, 'an append that lost leaves no key', async (store) => {
    await appendAll(store, [send(1)]);
    expectEqual(await store.append(STREAM, send(2), 'absent'), undefined, 'the append that lost');
    expectEqual(await store.has(STREAM, aDigest(2)), false, 'has');
  }),
  storeCase(`${PREFIX}/key-once`, 'a key that the stream has is refused', async (store) => {
    await appendAll(store, [send(1), send(2)]);
    const { version } = expectDefined(await store.newest(STREAM), 'the newest');
    for (const ordinal of [1, 2]) {
      const again = send(ordinal, { digest: aDigest(9) });
      await expectInvalidInput(() => store.append(STREAM, again, version), `appending key ${ordinal} again`);
    }
    expectEqual(await store.newest(STREAM), { value: send(2), version }, 'the newest after it');
  }),
  storeCase(`${PREFIX}/race-before-key`, 'who lost to the same key is told that it lost', async (store) => {
    await appendAll(store, [send(1)]);
    expectEqual(await store.append(STREAM, send(1), 'absent'), undefined, 'the same first append');
  }),
  storeCase(`${PREFIX}/contract-keys-stay`, 'keys of kind contract and content are never pruned', async (store) => {
    const kept = [send(1), send(2, { kind: 'content' })];
    await appendAll(store, [...kept, ...range(3, 40).map((ordinal) => send(ordinal, { kind: 'chained' }))]);
    const known = await Promise.all(kept.map(({ key }) => store.has(STREAM, key)));
    expectEqual(known, [true, true], 'has, many sends later');
  }),
  storeCase(`${PREFIX}/streams-apart`, 'every part of a stream tells streams apart', async (store) => {
    const streams = neighbours();
    for (const [at, stream] of streams.entries()) {
      const version = await store.append(stream, send(at + 1), 'absent');
      expectDefined(version, `the first append to ${JSON.stringify(stream)}`);
    }
    for (const [at, stream] of streams.entries()) {
      expectEqual(await newestOf(store, stream), send(at + 1), `the newest of ${JSON.stringify(stream)}`);
      const known = await store.has(stream, aDigest(((at + 1) % streams.length) + 1));
      expectEqual(known, false, `whether ${JSON.stringify(stream)} has its neighbour’s key`);
    }
  }),
];

const settling: StoreCase<ReceiptStore>[] = [
  storeCase(`${PREFIX}/settle`, 'settling makes a send accepted', async (store) => {
    await appendAll(store, [send(1)]);
    await store.settle(STREAM, aDigest(1));
    expectEqual(await newestOf(store), send(1, { state: 'accepted' }), 'the newest');
    await appendAll(store, [send(2)]);
    expectEqual(await newestOf(store), send(2), 'the next send');
  }),
  storeCase(`${PREFIX}/settle-twice`, 'settling twice changes nothing more', async (store) => {
    await appendAll(store, [send(1)]);
    await store.settle(STREAM, aDigest(1));
    const once = expectDefined(await store.newest(STREAM), 'the newest');
    await store.settle(STREAM, aDigest(1));
    expectEqual(await store.newest(STREAM), once, 'the newest after the second time');
  }),
  storeCase(`${PREFIX}/settle-older`, 'settling an older send leaves the newest', async (store) => {
    await appendAll(store, [send(1), send(2)]);
    const before = await store.newest(STREAM);
    await store.settle(STREAM, aDigest(1));
    expectEqual(await store.newest(STREAM), before, 'the newest');
    expectEqual(await store.has(STREAM, aDigest(1)), true, 'has, for the older');
  }),
  storeCase(`${PREFIX}/settle-unknown`, 'settling what is not there succeeds', async (store) => {
    await store.settle(STREAM, aDigest(1));
    expectEqual(await store.newest(STREAM), undefined, 'the newest of the empty stream');
    expectEqual(await store.has(STREAM, aDigest(1)), false, 'has');
    await appendAll(store, [send(2)]);
    await store.settle(STREAM, aDigest(1));
    expectEqual(await newestOf(store), send(2), 'the newest');
  }),
  storeCase(`${PREFIX}/settle-one-stream`, 'settling stays in its stream', async (store) => {
    const other = aPublishStream({ team: null });
    await appendAll(store, [send(1)]);
    await appendAll(store, [send(1)], other);
    await store.settle(STREAM, aDigest(1));
    expectEqual(await newestOf(store, other), send(1), 'the other stream’s newest');
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const mine = send(1);
    await appendAll(store, [mine]);
    scribble(mine);
    expectEqual(await newestOf(store), send(1), 'the newest');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    await appendAll(store, [send(1)]);
    const before = structuredClone(await store.newest(STREAM));
    scribble(await store.newest(STREAM));
    expectEqual(await store.newest(STREAM), before, 'the newest');
  }),
];

/**
 * The rules of a `ReceiptStore`.
 *
 * @public
 */
export const receiptStoreCases: readonly StoreCase<ReceiptStore>[] = [...appending, ...settling];
