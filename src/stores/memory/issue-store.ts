import { refOrderText } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueIdentity, IssueStore } from '../issue-store.js';
import { createIdentifiedRecords } from './identified-records.js';

/**
 * An {@link IssueStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryIssueStore(): IssueStore {
  return createIdentifiedRecords(
    'issueStore.list',
    ({ ref }: Issue): IssueIdentity => ref,
    // With colons inside the parts two refs can share the order's text.
    (ref) => [refOrderText(ref), ref.system, ref.workspace],
    ['system', 'workspace'],
  );
}
