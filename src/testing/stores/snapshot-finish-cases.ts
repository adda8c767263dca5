import type { SnapshotStore } from '../../stores/snapshot-store.js';
import { aDigest } from '../fixtures/a-digest.js';
import { anIngestStream } from '../fixtures/an-ingest-stream.js';
import { expectEqual, scribble } from './assert.js';
import {
  claim,
  expectNewest,
  finish,
  LEASE_MS,
  mustClaim,
  PREFIX,
  payload,
  record,
  START_MS,
  STREAM,
  storeSnapshot,
} from './snapshot-steps.js';
import { type StoreCase, storeCase } from './store-case.js';

const AFTER_LEASE_MS = START_MS + LEASE_MS;
const LOST = { state: 'lost' };

/** The rules of {@link SnapshotStore.finish} and {@link SnapshotStore.release}. */
export const snapshotFinishCases: readonly StoreCase<SnapshotStore>[] = [
  storeCase(`${PREFIX}/finish`, 'what was finished is the newest', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    expectEqual(await finish(store, claimId, 1, 1), { state: 'stored', record: record(1, 1) }, 'finish');
    await expectNewest(store, 1, 1);
    await storeSnapshot(store, 2, 2);
    await expectNewest(store, 2, 2);
  }),
  storeCase(`${PREFIX}/finish-order`, 'the newest is what was finished last', async (store) => {
    const [first, second] = [await mustClaim(store, 1, 1), await mustClaim(store, 2, 2)];
    await finish(store, second, 2, 2);
    await finish(store, first, 1, 1);
    await expectNewest(store, 1, 1);
  }),
  storeCase(
    `${PREFIX}/finish-known`,
    'content that became the newest’s meanwhile is not stored twice',
    async (store) => {
      const [first, second] = [await mustClaim(store, 1, 1), await mustClaim(store, 2, 1)];
      await finish(store, second, 2, 1);
      expectEqual(await finish(store, first, 1, 1), { state: 'known', record: record(2, 1) }, 'the second finish');
      await expectNewest(store, 2, 1);
      const known = { state: 'known', record: record(2, 1), newest: record(2, 1) };
      expectEqual(await claim(store, 1, 1), known, 'the key of the second finish');
    },
  ),
  storeCase(`${PREFIX}/finish-twice`, 'a claim can be finished once', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    await finish(store, claimId, 1, 1);
    await storeSnapshot(store, 2, 2);
    expectEqual(await finish(store, claimId, 1, 1), LOST, 'the second finish');
    await expectNewest(store, 2, 2);
  }),
  storeCase(`${PREFIX}/late-finish-lost`, 'who finishes after another took the claim over has lost', async (store) => {
    const late = await mustClaim(store, 1, 1);
    const taken = await mustClaim(store, 1, 1, AFTER_LEASE_MS);
    expectEqual(await finish(store, late, 1, 1), LOST, 'the late finish');
    expectEqual(await store.newest(STREAM), undefined, 'the newest after it');
    expectEqual(await finish(store, taken, 1, 1), { state: 'stored', record: record(1, 1) }, 'the other finish');
  }),
  storeCase(
    `${PREFIX}/late-finish-over-name`,
    'who finishes after the key became another name has lost',
    async (store) => {
      const late = await mustClaim(store, 2, 2);
      await storeSnapshot(store, 1, 1);
      const known = { state: 'known', record: record(1, 1), newest: record(1, 1) };
      expectEqual(await claim(store, 2, 1, AFTER_LEASE_MS), known, 'the claim after the lease');
      expectEqual(await finish(store, late, 2, 2), LOST, 'the late finish');
      await expectNewest(store, 1, 1);
    },
  ),
  storeCase(`${PREFIX}/finish-own-stream`, 'a claim counts in its stream only', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    const other = anIngestStream({ team: 'other' });
    expectEqual(await finish(store, claimId, 1, 1, other), LOST, 'a finish in another stream');
    expectEqual(await store.newest(other), undefined, 'the newest of the other stream');
  }),
  storeCase(`${PREFIX}/release`, 'a released key is free at once', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    await store.release(STREAM, claimId);
    await mustClaim(store, 1, 2);
  }),
  storeCase(`${PREFIX}/finish-released`, 'a released claim can not be finished', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    await store.release(STREAM, claimId);
    expectEqual(await finish(store, claimId, 1, 1), LOST, 'finish');
    expectEqual(await store.newest(STREAM), undefined, 'newest');
  }),
  storeCase(`${PREFIX}/release-gone`, 'releasing a claim that is gone changes nothing', async (store) => {
    const late = await mustClaim(store, 1, 1);
    await mustClaim(store, 1, 1, AFTER_LEASE_MS);
    await store.release(STREAM, late);
    const still = { state: 'in_progress', retryAfterMs: LEASE_MS };
    expectEqual(await claim(store, 1, 1, AFTER_LEASE_MS), still, 'the claim of the one who took it over');
    const claimId = await mustClaim(store, 2, 2);
    await finish(store, claimId, 2, 2);
    await store.release(STREAM, claimId);
    await store.release(STREAM, claimId);
    await expectNewest(store, 2, 2);
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    const entry = { record: record(1, 1), payload: payload(1) };
    await store.finish(STREAM, claimId, entry);
    scribble(entry);
    await expectNewest(store, 1, 1);
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    const claimId = await mustClaim(store, 1, 1);
    scribble(await finish(store, claimId, 1, 1));
    await expectNewest(store, 1, 1);
    scribble(await store.newest(STREAM));
    await expectNewest(store, 1, 1);
    scribble(await claim(store, 1, 1));
    await expectNewest(store, 1, 1);
    scribble(await claim(store, 1, 2));
    await expectNewest(store, 1, 1);
    const known = { state: 'known', record: record(1, 1), newest: record(1, 1) };
    expectEqual(await claim(store, 1, 1), known, `the record under ${aDigest(1)}`);
  }),
];
