import type { IssueMapping } from '../../../../src/contracts/issue-mapping.js';
import type { MappingIdentity, MappingStore } from '../../../../src/stores/mapping-store.js';
import { createMemoryMappingStore } from '../../../../src/stores/memory/mapping-store.js';
import { keyedBy } from './keyed-by.js';
import { countingList, listingMutants } from './listing-mutants.js';
import { createLeakyCache, type Mutants, mutantOf, wrong } from './mutant.js';

const mutant = mutantOf(createMemoryMappingStore);

function parts({ wpId, system, workspace, externalId }: MappingIdentity): string[] {
  return [wpId, system, workspace, externalId];
}

function keyed(keyOf: (parts: string[]) => unknown) {
  return mutant((store) =>
    keyedBy<MappingIdentity, IssueMapping>(
      store,
      (mapping) => mapping,
      (mapping) => JSON.stringify(keyOf(parts(mapping))),
    ),
  );
}

function ordered(compare: (a: string[], b: string[]) => boolean) {
  return mutant(({ list }) => ({
    list: countingList(list, (mappings) => mappings.toSorted((a, b) => (compare(parts(a), parts(b)) ? -1 : 1))),
  }));
}

export const mappingStoreMutants: Mutants<MappingStore> = {
  'mapping-store/absence': mutant(({ get }) => ({ get: async (mapping) => (await get(mapping)) ?? wrong(null) })),
  'mapping-store/round-trip': [
    mutant(({ put }) => ({
      put: (mapping) => put({ ...mapping, createdAt: new Date(mapping.createdAt).toISOString() }),
    })),
    mutant(({ put }) => ({ put: (mapping) => put({ ...mapping, externalKey: mapping.externalKey ?? '' }) })),
  ],
  'mapping-store/get-many-order': mutant(({ getMany }) => ({
    getMany: async (mappings) =>
      (await getMany(mappings)).toSorted((a, b) => ((a?.wpId ?? '') < (b?.wpId ?? '') ? -1 : 1)),
  })),
  'mapping-store/put-many-later-stays': mutant(({ putMany }) => ({
    putMany: (mappings) => putMany(mappings.toReversed()),
  })),
  'mapping-store/put-many-all-or-none': mutant(({ put }) => ({
    putMany: async (mappings) => {
      for (const mapping of mappings) await put(mapping);
    },
  })),
  'mapping-store/many-to-many': [0, 1, 2, 3].map((left) => keyed((texts) => texts.toSpliced(left, 1))),
  'mapping-store/parts-apart': keyed((texts) => texts.join(':')),
  'mapping-store/parts-as-they-are': [
    keyed((texts) => texts.map((text) => text.toLowerCase())),
    keyed((texts) => texts.map((text) => text.trim())),
    keyed((texts) => texts.map((text) => text.normalize())),
  ],
  'mapping-store/put-replaces': mutant(({ get, put }) => ({
    put: async (mapping) => {
      const old = await get(mapping);
      await put({ ...mapping, externalUrl: mapping.externalUrl ?? old?.externalUrl ?? null });
    },
  })),
  'mapping-store/delete': [
    mutant((store) => ({
      delete: async (mapping) => {
        if ((await store.get(mapping)) === undefined) throw new Error('no such mapping');
        await store.delete(mapping);
      },
    })),
    mutant(() => ({ delete: async () => {} })),
  ],
  'mapping-store/copies-in': mutant(({ get, put }) => {
    let handedIn: IssueMapping | undefined;
    return {
      get: async (mapping) => structuredClone(handedIn) ?? get(mapping),
      put: async (mapping) => {
        await put(mapping);
        handedIn = mapping;
      },
    };
  }),
  'mapping-store/copies-out': [
    mutant(({ get }) => {
      const cache = createLeakyCache();
      return { get: (mapping) => cache.through(parts(mapping), () => get(mapping)) };
    }),
    mutant(({ get, getMany }) => {
      let handedOut: IssueMapping | undefined;
      return {
        get: async (mapping) => structuredClone(handedOut) ?? get(mapping),
        getMany: async (mappings) => {
          const found = await getMany(mappings);
          handedOut = found[0];
          return found;
        },
      };
    }),
    mutant(({ get, list }) => {
      let handedOut: IssueMapping | undefined;
      return {
        get: async (mapping) => structuredClone(handedOut) ?? get(mapping),
        list: async (query) => {
          const page = await list(query);
          handedOut = page.items[0];
          return page;
        },
      };
    }),
  ],
  'mapping-store/list-order': [
    ordered((a, b) => a.join(':') < b.join(':')),
    ordered((a, b) => JSON.stringify([a[0], a[1], a[3]]) < JSON.stringify([b[0], b[1], b[3]])),
  ],
  'mapping-store/list-order-of-bytes': ordered((a, b) => a.join('\0') < b.join('\0')),
  'mapping-store/list-filters': [
    mutant(({ list }) => ({ list: ({ wpId: _, ...query } = {}) => list(query) })),
    mutant(({ list }) => ({ list: ({ system: _, ...query } = {}) => list(query) })),
    mutant(({ list }) => ({ list: ({ workspace: _, ...query } = {}) => list(query) })),
  ],
  ...listingMutants('mapping-store', createMemoryMappingStore, { removes: true, addsAnywhere: true }),
};
