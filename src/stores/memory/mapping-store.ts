import type { IssueMapping } from '../../contracts/issue-mapping.js';
import type { MappingIdentity, MappingStore } from '../mapping-store.js';
import { keysetPage } from './keyset-page.js';
import { createSortedRecords } from './sorted-records.js';

const placeOf = ({ wpId, system, workspace, externalId }: MappingIdentity) => [wpId, system, workspace, externalId];
const keyOf = (mapping: MappingIdentity) => JSON.stringify(placeOf(mapping));

/**
 * A {@link MappingStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryMappingStore(): MappingStore {
  const records = createSortedRecords<IssueMapping>(placeOf);
  const getMany = async (mappings: readonly MappingIdentity[]) =>
    mappings.map((mapping) => structuredClone(records.get(keyOf(mapping))));
  const putMany = async (mappings: readonly IssueMapping[]) => {
    // Copied before the first write, because only copying can fail.
    const copies = mappings.map((mapping) => structuredClone(mapping));
    for (const mapping of copies) records.set(keyOf(mapping), mapping);
  };
  return {
    get: async (mapping) => (await getMany([mapping]))[0],
    getMany,
    put: async (mapping) => putMany([mapping]),
    putMany,
    delete: async (mapping) => records.delete(keyOf(mapping)),
    list: async (query = {}) =>
      keysetPage('mappingStore.list', records, query, [
        [query.wpId, ({ wpId }) => wpId],
        [query.system, ({ system }) => system],
        [query.workspace, ({ workspace }) => workspace],
      ]),
  };
}
