import type { IssueIdentity } from '../stores/issue-store.js';

/** What two refs of one issue have in common, as a key. `refOrderText` is no key, because it is ambiguous. @internal */
export function identityKey({ system, workspace, id }: IssueIdentity): string {
  return JSON.stringify([system, workspace, id]);
}
