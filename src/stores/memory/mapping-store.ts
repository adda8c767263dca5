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
  return {
    get: async (mapping) => structuredClone(records.get(keyOf(mapping))),
    put: async (mapping) => records.set(keyOf(mapping), structuredClone(mapping)),
    delete: async (mapping) => records.delete(keyOf(mapping)),
    list: async (query = {}) =>
      keysetPage('mappingStore.list', records, query, [
        [query.wpId, ({ wpId }) => wpId],
        [query.system, ({ system }) => system],
        [query.workspace, ({ workspace }) => workspace],
      ]),
  };
}
