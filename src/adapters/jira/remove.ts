import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { HttpRequest } from '../../http/http-request.js';
import { API, issuePath, read, type Scope, send } from './request.js';
import { zIssueRef, zMyself, zNothing } from './wire-site.js';

/**
 * Deletes. Jira answers "not found" to a bad token too, as if nobody had sent one: a thing is gone only when the account
 * answers and what holds the thing is to be seen.
 *
 * @internal
 */
export async function remove(
  scope: Scope,
  request: Pick<HttpRequest, 'path' | 'search' | 'body'>,
  readHolder: () => Promise<unknown>,
): Promise<void> {
  const seeHolder = async () => {
    await read(scope, `${API}/myself`, zMyself);
    await readHolder();
  };
  await deleteOrGone(() => send(scope, { method: 'DELETE', ...request, schema: zNothing }), seeHolder);
}

/** Deletes what an issue holds. @internal */
export function removeFromIssue(
  scope: Scope,
  issueId: string,
  request: Pick<HttpRequest, 'path' | 'search'>,
): Promise<void> {
  return remove(scope, request, () => read(scope, issuePath(scope, issueId), zIssueRef, { fields: 'summary' }));
}
