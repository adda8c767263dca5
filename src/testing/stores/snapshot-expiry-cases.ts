import type { SnapshotStore } from '../../stores/snapshot-store.js';
import { anIngestStream } from '../fixtures/an-ingest-stream.js';
import { expectEqual } from './assert.js';
import { claim, expectNewest, LEASE_MS, mustClaim, PREFIX, record, START_MS, storeSnapshot } from './snapshot-steps.js';
import { type StoreCase, storeCase } from './store-case.js';

const DAY_MS = 86_400_000;

/** The rules of {@link SnapshotStore.expire}. */
export const snapshotExpiryCases: readonly StoreCase<SnapshotStore>[] = [
  storeCase(`${PREFIX}/expire`, 'old records are forgotten with all their keys', async (store) => {
    await storeSnapshot(store, 1, 1);
    await claim(store, 2, 1);
    await storeSnapshot(store, 3, 3);
    await store.expire(START_MS + 1);
    await mustClaim(store, 1, 9);
    await mustClaim(store, 2, 9);
  }),
  storeCase(`${PREFIX}/expire-keeps-young`, 'records from the given time on stay', async (store) => {
    await storeSnapshot(store, 1, 1);
    await storeSnapshot(store, 2, 2, { receivedAtMs: START_MS + 1 });
    await storeSnapshot(store, 3, 3);
    await store.expire(START_MS + 1);
    await mustClaim(store, 1, 9);
    const known = { state: 'known', record: record(2, 2, START_MS + 1), newest: record(3, 3) };
    expectEqual(await claim(store, 2, 2), known, 'a record received at that time');
  }),
  storeCase(`${PREFIX}/expire-keeps-newest`, 'the newest stays, however old', async (store) => {
    await storeSnapshot(store, 1, 1);
    await store.expire(START_MS + 365 * DAY_MS);
    await expectNewest(store, 1, 1);
    expectEqual(await claim(store, 1, 2), { state: 'reused', newest: record(1, 1) }, 'its key with other content');
  }),
  storeCase(`${PREFIX}/expire-keeps-other-names`, 'the newest keeps its other names', async (store) => {
    await storeSnapshot(store, 1, 1);
    await claim(store, 2, 1);
    await store.expire(START_MS + DAY_MS);
    expectEqual(await claim(store, 2, 2), { state: 'reused', newest: record(1, 1) }, 'the other name, other content');
  }),
  storeCase(`${PREFIX}/expire-all-streams`, 'every stream is expired by itself', async (store) => {
    const other = anIngestStream({ projectUuid: null });
    await storeSnapshot(store, 1, 1);
    for (const key of [1, 2]) await storeSnapshot(store, key, key, { stream: other });
    await store.expire(START_MS + DAY_MS);
    await expectNewest(store, 1, 1);
    await expectNewest(store, 2, 2, other);
    await mustClaim(store, 1, 9, START_MS, other);
  }),
  storeCase(`${PREFIX}/expire-keeps-claims`, 'a claim whose lease runs stays', async (store) => {
    await mustClaim(store, 1, 1);
    await store.expire(START_MS + LEASE_MS - 1);
    const expected = { state: 'in_progress', retryAfterMs: 1 };
    expectEqual(await claim(store, 1, 1, START_MS + LEASE_MS - 1), expected, 'the claim');
  }),
];
