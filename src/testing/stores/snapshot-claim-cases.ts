import type { IngestStream, SnapshotStore } from '../../stores/snapshot-store.js';
import { anIngestStream } from '../fixtures/an-ingest-stream.js';
import { expectEqual, expectTrue } from './assert.js';
import { range } from './listing-cases.js';
import {
  claim,
  expectNewest,
  LEASE_MS,
  mustClaim,
  PREFIX,
  record,
  START_MS,
  STREAM,
  storeSnapshot,
} from './snapshot-steps.js';
import { type StoreCase, storeCase } from './store-case.js';

/** Streams that differ in one part, or only in how their parts are cut. */
function neighbours(): IngestStream[] {
  const texts = ['team', 'provider', 'workspace'] as const;
  return [
    STREAM,
    ...texts.map((part) => anIngestStream({ [part]: `${STREAM[part]}x` })),
    ...[null, 'null', ''].map((projectUuid) => anIngestStream({ projectUuid })),
    anIngestStream({ provider: 'a:b', workspace: 'c' }),
    anIngestStream({ provider: 'a', workspace: 'b:c' }),
  ];
}

/** The rules of {@link SnapshotStore.claim}. */
export const snapshotClaimCases: readonly StoreCase<SnapshotStore>[] = [
  storeCase(`${PREFIX}/absence`, 'an empty stream has no newest', async (store) => {
    expectEqual(await store.newest(STREAM), undefined, 'newest');
    await mustClaim(store, 1, 1);
    expectEqual(await store.newest(STREAM), undefined, 'newest after a claim');
  }),
  storeCase(`${PREFIX}/claim-ids-differ`, 'every claim has an id of its own', async (store) => {
    const ids = [await mustClaim(store, 1, 1), await mustClaim(store, 2, 2)];
    ids.push(await mustClaim(store, 1, 1, START_MS + LEASE_MS));
    expectEqual(new Set(ids).size, 3, 'different claim ids');
  }),
  storeCase(
    `${PREFIX}/in-progress`,
    'a key that is being worked on is in progress for the rest of its lease',
    async (store) => {
      await mustClaim(store, 1, 1);
      const later = START_MS + 20_000;
      expectEqual(await claim(store, 1, 1, later), { state: 'in_progress', retryAfterMs: 40_000 }, 'the same content');
      expectEqual(await claim(store, 1, 2, later), { state: 'in_progress', retryAfterMs: 40_000 }, 'other content');
      await mustClaim(store, 2, 1, later);
    },
  ),
  storeCase(
    `${PREFIX}/in-progress-before-newest`,
    'a key that is being worked on does not become a name of the newest',
    async (store) => {
      await mustClaim(store, 2, 2);
      await storeSnapshot(store, 1, 1);
      expectEqual(await claim(store, 2, 1), { state: 'in_progress', retryAfterMs: LEASE_MS }, 'the newest’s content');
    },
  ),
  storeCase(`${PREFIX}/one-claim-wins`, 'of claims at the same time exactly one wins', async (store) => {
    const claims = await Promise.all(range(1, 5).map(() => claim(store, 1, 1)));
    expectEqual(claims.filter(({ state }) => state === 'claimed').length, 1, 'claims that won');
  }),
  storeCase(`${PREFIX}/lease-ends`, 'a claim is free again at the end of its lease, not before', async (store) => {
    await mustClaim(store, 1, 1);
    const last = START_MS + LEASE_MS - 1;
    expectEqual(await claim(store, 1, 1, last), { state: 'in_progress', retryAfterMs: 1 }, 'one millisecond before');
    await mustClaim(store, 1, 1, START_MS + LEASE_MS);
    const next = await claim(store, 1, 1, START_MS + LEASE_MS);
    expectEqual(next, { state: 'in_progress', retryAfterMs: LEASE_MS }, 'a claim after the second one');
  }),
  storeCase(`${PREFIX}/known-key`, 'a key with its content is known', async (store) => {
    await storeSnapshot(store, 1, 1);
    const expected = { state: 'known', record: record(1, 1), newest: record(1, 1) };
    expectEqual(await claim(store, 1, 1), expected, 'the newest’s key');
    await storeSnapshot(store, 2, 2);
    expectEqual(await claim(store, 1, 1), { ...expected, newest: record(2, 2) }, 'an older key');
  }),
  storeCase(`${PREFIX}/reused-key`, 'a key with other content is reused', async (store) => {
    await storeSnapshot(store, 1, 1);
    expectEqual(await claim(store, 1, 2), { state: 'reused', newest: record(1, 1) }, 'the newest’s key');
    await storeSnapshot(store, 2, 2);
    // Also with the newest's content: the key stands for what it brought first.
    expectEqual(await claim(store, 1, 2), { state: 'reused', newest: record(2, 2) }, 'an older key');
    await expectNewest(store, 2, 2);
  }),
  storeCase(`${PREFIX}/newest-content-known`, 'a new key with the newest’s content is known', async (store) => {
    await storeSnapshot(store, 1, 1);
    const expected = { state: 'known', record: record(1, 1), newest: record(1, 1) };
    expectEqual(await claim(store, 2, 1), expected, 'the new key');
    await expectNewest(store, 1, 1);
  }),
  storeCase(`${PREFIX}/other-name-stays`, 'a key that became another name stays one', async (store) => {
    await storeSnapshot(store, 1, 1);
    await claim(store, 2, 1);
    await storeSnapshot(store, 3, 3);
    const known = { state: 'known', record: record(1, 1), newest: record(3, 3) };
    expectEqual(await claim(store, 2, 1), known, 'its content, when it is no longer the newest’s');
    expectEqual(await claim(store, 2, 3), { state: 'reused', newest: record(3, 3) }, 'other content');
  }),
  storeCase(`${PREFIX}/older-content-is-new`, 'content that is not the newest’s is new again', async (store) => {
    await storeSnapshot(store, 1, 1);
    await storeSnapshot(store, 2, 2);
    await storeSnapshot(store, 3, 1);
    await expectNewest(store, 3, 1);
  }),
  storeCase(`${PREFIX}/streams-apart`, 'every part of a stream tells streams apart', async (store) => {
    const streams = neighbours();
    for (const [at, stream] of streams.entries()) await storeSnapshot(store, 1, at, { stream });
    for (const [at, stream] of streams.entries()) await expectNewest(store, 1, at, stream);
    const elsewhere = await store.newest(anIngestStream({ team: 'nobody' }));
    expectTrue(elsewhere === undefined, 'a stream that nobody published to has no newest');
  }),
  storeCase(`${PREFIX}/claims-apart`, 'a claim of one stream blocks no other', async (store) => {
    for (const stream of neighbours()) await mustClaim(store, 1, 1, START_MS, stream);
  }),
];
