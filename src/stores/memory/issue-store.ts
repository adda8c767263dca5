import { refKey, refOrderText } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueStore } from '../issue-store.js';
import { keysetPage } from './keyset-page.js';
import { createSortedRecords } from './sorted-records.js';

/**
 * An {@link IssueStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryIssueStore(): IssueStore {
  const records = createSortedRecords<Issue>(({ ref }) => [refOrderText(ref), ref.system, ref.workspace]);
  const putMany = async (issues: readonly Issue[]) => {
    // Copied before the first write, because only copying can fail; one by one, so that no two records share a part.
    const copies = issues.map((issue) => structuredClone(issue));
    for (const issue of copies) records.set(refKey(issue.ref), issue);
  };
  return {
    get: async (ref) => structuredClone(records.get(refKey(ref))),
    getMany: async (refs) => refs.map((ref) => structuredClone(records.get(refKey(ref)))),
    put: async (issue) => putMany([issue]),
    putMany,
    delete: async (ref) => records.delete(refKey(ref)),
    list: async (query = {}) =>
      keysetPage('issueStore.list', records, query, [
        [query.system, ({ ref }) => ref.system],
        [query.workspace, ({ ref }) => ref.workspace],
      ]),
  };
}
