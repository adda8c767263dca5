import type { SyncCheckpoint } from '../../contracts/sync-checkpoint.js';
import type { CheckpointStore } from '../../stores/checkpoint-store.js';
import { aCheckpoint } from '../fixtures/a-checkpoint.js';
import { expectDefined, expectEqual, expectTrue, scribble } from './assert.js';
import { compareAndSetCases } from './compare-and-set-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'checkpoint-store';

function makeValue(ordinal: number): SyncCheckpoint {
  return aCheckpoint({ cursor: `page-${ordinal}` });
}

/**
 * The rules of a `CheckpointStore`.
 *
 * @public
 */
export const checkpointStoreCases: readonly StoreCase<CheckpointStore>[] = [
  storeCase(`${PREFIX}/absence`, 'a key that was never written is undefined', async (store) => {
    expectEqual(await store.get('pull'), undefined, 'get');
  }),
  ...compareAndSetCases<CheckpointStore, SyncCheckpoint>({
    prefix: PREFIX,
    read: (store) => store.get('pull'),
    write: (store, value, expected) => store.put('pull', value, expected),
    makeValue,
  }),
  storeCase(`${PREFIX}/equal-value-new-version`, 'writing an equal value makes a new version', async (store) => {
    const first = expectDefined(await store.put('pull', makeValue(1), 'absent'), 'the first write');
    const second = expectDefined(await store.put('pull', makeValue(1), first), 'the second write');
    expectTrue(first !== second, 'the second write makes a new version');
    expectEqual(await store.put('pull', makeValue(2), first), undefined, 'a write that expects the first version');
  }),
  storeCase(`${PREFIX}/nulls`, 'nulls come back as nulls', async (store) => {
    await store.put('pull', { cursor: null, updatedSince: null }, 'absent');
    expectEqual((await store.get('pull'))?.value, { cursor: null, updatedSince: null }, 'the checkpoint');
  }),
  storeCase(`${PREFIX}/keys-apart`, 'keys are compared as they are', async (store) => {
    const keys = ['pull', 'Pull', 'pull ', ' pull', 'pull:a', 'é', 'e\u0301', ''];
    for (const [at, key] of keys.entries()) {
      expectDefined(await store.put(key, makeValue(at), 'absent'), `the first write under ${JSON.stringify(key)}`);
    }
    for (const [at, key] of keys.entries()) {
      expectEqual((await store.get(key))?.value, makeValue(at), `the checkpoint under ${JSON.stringify(key)}`);
    }
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const mine = makeValue(1);
    await store.put('pull', mine, 'absent');
    scribble(mine);
    expectEqual((await store.get('pull'))?.value, makeValue(1), 'the stored checkpoint');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    const version = await store.put('pull', makeValue(1), 'absent');
    scribble(await store.get('pull'));
    expectEqual(await store.get('pull'), { value: makeValue(1), version }, 'the stored checkpoint');
  }),
];
