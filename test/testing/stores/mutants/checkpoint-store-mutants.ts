import type { CheckpointStore } from '../../../../src/stores/checkpoint-store.js';
import { createMemoryCheckpointStore } from '../../../../src/stores/memory/checkpoint-store.js';
import { compareAndSetMutants } from './compare-and-set-mutants.js';
import { type Mutants, mutantOf, wrong } from './mutant.js';

const mutant = mutantOf(createMemoryCheckpointStore);

function keyed(keyOf: (key: string) => string) {
  return mutant(({ get, put }) => ({
    get: (key) => get(keyOf(key)),
    put: (key, ...rest) => put(keyOf(key), ...rest),
  }));
}

export const checkpointStoreMutants: Mutants<CheckpointStore> = {
  'checkpoint-store/absence': mutant(({ get }) => ({ get: async (key) => (await get(key)) ?? wrong(null) })),
  'checkpoint-store/equal-value-new-version': mutant(({ get, put }) => ({
    put: async (key, checkpoint, expected) => {
      const found = await get(key);
      const isEqual = JSON.stringify(found?.value) === JSON.stringify(checkpoint);
      return isEqual && found?.version === expected ? expected : put(key, checkpoint, expected);
    },
  })),
  'checkpoint-store/nulls': mutant(({ put }) => ({
    put: (key, checkpoint, expected) => put(key, { ...checkpoint, cursor: checkpoint.cursor ?? '' }, expected),
  })),
  'checkpoint-store/keys-apart': [
    keyed((key) => key.trim()),
    keyed((key) => key.toLowerCase()),
    keyed((key) => key.normalize()),
    keyed((key) => key.split(':')[0] ?? ''),
  ],
  ...compareAndSetMutants({
    prefix: 'checkpoint-store',
    create: createMemoryCheckpointStore,
    open: ({ get, put }) => ({ read: get, write: put }),
    close: (store, { read, write }) => ({ ...store, get: read, put: write }),
  }),
};
