import type { TokenSet, TokenStore } from '../../stores/token-store.js';
import { aTokenSet } from '../fixtures/a-token-set.js';
import { expectDefined, expectEqual, expectTrue, scribble } from './assert.js';
import { compareAndSetCases } from './compare-and-set-cases.js';
import { type StoreCase, storeCase } from './store-case.js';

const PREFIX = 'token-store';

function makeValue(ordinal: number): TokenSet {
  return aTokenSet({ access: `test-access-${ordinal}` });
}

/**
 * The rules of a `TokenStore`.
 *
 * @public
 */
export const tokenStoreCases: readonly StoreCase<TokenStore>[] = [
  storeCase(`${PREFIX}/absence`, 'before a login there are no tokens', async (store) => {
    expectEqual(await store.get(), undefined, 'get');
  }),
  ...compareAndSetCases<TokenStore, TokenSet>({
    prefix: PREFIX,
    read: (store) => store.get(),
    write: (store, value, expected) => store.put(value, expected),
    makeValue,
  }),
  storeCase(`${PREFIX}/no-team`, 'a login without a team comes back without one', async (store) => {
    await store.put(aTokenSet({ teamSlug: null }), 'absent');
    expectEqual((await store.get())?.value, aTokenSet({ teamSlug: null }), 'the tokens');
  }),
  storeCase(`${PREFIX}/delete`, 'deleting the stored version forgets the tokens', async (store) => {
    const version = expectDefined(await store.put(makeValue(1), 'absent'), 'the login');
    expectEqual(await store.delete(version), true, 'delete');
    expectEqual(await store.get(), undefined, 'the tokens after it');
    expectDefined(await store.put(makeValue(2), 'absent'), 'the next login');
  }),
  storeCase(`${PREFIX}/stale-delete-loses`, 'deleting an older version leaves the tokens', async (store) => {
    const first = expectDefined(await store.put(makeValue(1), 'absent'), 'the login');
    const second = expectDefined(await store.put(makeValue(2), first), 'the refresh');
    expectEqual(await store.delete(first), false, 'delete');
    expectEqual(await store.get(), { value: makeValue(2), version: second }, 'the tokens after it');
  }),
  storeCase(`${PREFIX}/delete-twice`, 'deleting what is gone says so', async (store) => {
    const version = expectDefined(await store.put(makeValue(1), 'absent'), 'the login');
    await store.delete(version);
    expectEqual(await store.delete(version), false, 'the second delete');
  }),
  storeCase(`${PREFIX}/no-version-comes-back`, 'a version does not come back after a delete', async (store) => {
    const first = expectDefined(await store.put(makeValue(1), 'absent'), 'the login');
    await store.delete(first);
    const second = expectDefined(await store.put(makeValue(2), 'absent'), 'the next login');
    expectTrue(first !== second, 'the next login has a new version');
    expectEqual(await store.put(makeValue(3), first), undefined, 'a refresh that began before the delete');
  }),
  storeCase(`${PREFIX}/copies-in`, 'what was handed in can be changed afterwards', async (store) => {
    const mine = makeValue(1);
    await store.put(mine, 'absent');
    scribble(mine);
    expectEqual((await store.get())?.value, makeValue(1), 'the stored tokens');
  }),
  storeCase(`${PREFIX}/copies-out`, 'what was handed out can be changed', async (store) => {
    const version = await store.put(makeValue(1), 'absent');
    scribble(await store.get());
    expectEqual(await store.get(), { value: makeValue(1), version }, 'the stored tokens');
  }),
];
