import type { Version, Versioned } from '../../contracts/versioned.js';
import { expectDefined, expectEqual, expectTrue } from './assert.js';
import { type StoreCase, storeCase } from './store-case.js';

/** How a store with one compare-and-set is driven. Values of different ordinals are different. */
interface CompareAndSetSubject<Store, Value> {
  /** The first part of the cases' ids. */
  readonly prefix: string;
  readonly read: (store: Store) => Promise<Versioned<Value> | undefined>;
  readonly write: (store: Store, value: Value, expected: Version | 'absent') => Promise<Version | undefined>;
  readonly makeValue: (ordinal: number) => Value;
}

const RIVALS = [1, 2, 3, 4, 5];

/** The rules of compare-and-set, which are the same for every store that has it. */
export function compareAndSetCases<Store, Value>({
  prefix,
  read,
  write,
  makeValue,
}: CompareAndSetSubject<Store, Value>): StoreCase<Store>[] {
  const put = async (store: Store, ordinal: number, expected: Version | 'absent') =>
    expectDefined(await write(store, makeValue(ordinal), expected), 'a write that expects what is there');

  async function expectOneWinner(store: Store, expected: Version | 'absent') {
    const versions = await Promise.all(RIVALS.map((rival) => write(store, makeValue(rival), expected)));
    const winners = RIVALS.filter((_, at) => versions[at] !== undefined);
    expectEqual(winners.length, 1, 'writers that won');
    const [winner = 0] = winners;
    const stored = { value: makeValue(winner), version: versions[winner - 1] };
    expectEqual(await read(store), stored, 'what is stored is the winner’s');
  }

  return [
    storeCase(`${prefix}/first-write`, 'a write that expects nothing wins where nothing is', async (store) => {
      const version = await put(store, 1, 'absent');
      expectTrue(typeof version === 'string' && version !== '', 'a version is a text that is not empty');
      expectEqual(await read(store), { value: makeValue(1), version }, 'the record and its version');
    }),
    storeCase(`${prefix}/absent-loses`, 'a write that expects nothing loses where something is', async (store) => {
      const version = await put(store, 1, 'absent');
      expectEqual(await write(store, makeValue(2), 'absent'), undefined, 'the second first write');
      expectEqual(await read(store), { value: makeValue(1), version }, 'the record after it');
    }),
    storeCase(`${prefix}/current-version-wins`, 'a write that expects the stored version wins', async (store) => {
      await put(store, 1, 'absent');
      const before = expectDefined(await read(store), 'the record');
      const version = await put(store, 2, before.version);
      expectTrue(version !== before.version, 'a write makes a new version');
      expectEqual(await read(store), { value: makeValue(2), version }, 'the record after it');
    }),
    storeCase(`${prefix}/stale-version-loses`, 'a write that expects an older version loses', async (store) => {
      const first = await put(store, 1, 'absent');
      const second = await put(store, 2, first);
      expectEqual(await write(store, makeValue(3), first), undefined, 'the write that comes too late');
      expectEqual(await read(store), { value: makeValue(2), version: second }, 'the record after it');
    }),
    {
      id: `${prefix}/version-of-nothing-loses`,
      title: 'a write that expects a version loses where nothing is',
      requires: [],
      run: async (create) => {
        const version = await put(await create(), 1, 'absent');
        const store = await create();
        expectEqual(await write(store, makeValue(2), version), undefined, 'the write into an empty store');
        expectEqual(await read(store), undefined, 'the record after it');
      },
    },
    storeCase(`${prefix}/one-first-write-wins`, 'of first writes at the same time exactly one wins', (store) =>
      expectOneWinner(store, 'absent'),
    ),
    storeCase(`${prefix}/one-next-write-wins`, 'of writes at the same time exactly one wins', async (store) =>
      expectOneWinner(store, await put(store, 6, 'absent')),
    ),
  ];
}
