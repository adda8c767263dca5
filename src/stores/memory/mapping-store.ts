import type { IssueMapping } from '../../contracts/issue-mapping.js';
import type { MappingIdentity, MappingStore } from '../mapping-store.js';
import { createIdentifiedRecords } from './identified-records.js';

/**
 * A {@link MappingStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryMappingStore(): MappingStore {
  return createIdentifiedRecords(
    'mappingStore.list',
    (mapping: IssueMapping): MappingIdentity => mapping,
    ({ wpId, system, workspace, externalId }) => [wpId, system, workspace, externalId],
    ['wpId', 'system', 'workspace'],
  );
}
