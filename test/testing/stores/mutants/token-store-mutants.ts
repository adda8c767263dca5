import { createMemoryTokenStore } from '../../../../src/stores/memory/token-store.js';
import type { TokenSet, TokenStore } from '../../../../src/stores/token-store.js';
import { compareAndSetMutants } from './compare-and-set-mutants.js';
import { type Mutants, mutantOf, wrong } from './mutant.js';

const mutant = mutantOf(createMemoryTokenStore);

export const tokenStoreMutants: Mutants<TokenStore> = {
  'token-store/absence': mutant(({ get }) => ({ get: async () => (await get()) ?? wrong(null) })),
  'token-store/no-team': mutant(({ put }) => ({
    put: (tokens, expected) => put({ ...tokens, teamSlug: tokens.teamSlug ?? '' }, expected),
  })),
  'token-store/delete': mutant(() => ({ delete: async () => true })),
  'token-store/stale-delete-loses': mutant((store) => ({
    delete: async () => {
      const found = await store.get();
      return found !== undefined && store.delete(found.version);
    },
  })),
  'token-store/delete-twice': mutant((store) => ({
    delete: async (expected) => (await store.delete(expected)) || (await store.get()) === undefined,
  })),
  'token-store/no-version-comes-back': () => {
    // Counts versions per record, so that the count starts anew with the next one.
    let store = createMemoryTokenStore();
    return {
      get: () => store.get(),
      put: (tokens, expected) => store.put(tokens, expected),
      delete: async (expected) => {
        const done = await store.delete(expected);
        if (done) store = createMemoryTokenStore();
        return done;
      },
    };
  },
  ...compareAndSetMutants<TokenStore, null, TokenSet>({
    prefix: 'token-store',
    create: createMemoryTokenStore,
    open: ({ get, put }) => ({ read: () => get(), write: (_, tokens, expected) => put(tokens, expected) }),
    close: (store, { read, write }) => ({
      ...store,
      get: () => read(null),
      put: (tokens, expected) => write(null, tokens, expected),
    }),
  }),
};
