import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { Schema } from '../../contracts/schema.js';
import type { HttpRequest } from '../../http/http-request.js';
import { API, issuePath, read, type Scope, send } from './request.js';
import { zIssueRef, zMyself, zNothing } from './wire-site.js';

/** What is to be deleted, and how it is looked for when Jira says that it is not there. @internal */
export interface Removal extends Pick<HttpRequest, 'path' | 'search' | 'body'> {
  /** Reads the thing itself; false, or "not found", when it is not there. */
  readonly isThere: (scope: Scope) => Promise<unknown>;
  /** Reads what holds it. */
  readonly readHolder: (scope: Scope) => Promise<unknown>;
}

/**
 * Deletes. Jira answers "not found" to a bad token too, as if nobody had sent one: a thing is gone only when it is not to be
 * seen, the account answers, and what holds the thing is to be seen.
 *
 * @internal
 */
export async function remove(
  scope: Scope,
  { isThere, readHolder, ...request }: Removal,
  repeatability: 'write' | 'keyed' = 'write',
): Promise<void> {
  const seeHolder = async () => {
    await read(scope, `${API}/myself`, zMyself);
    await readHolder(scope);
  };
  const sendRemoval = () => send(scope, { method: 'DELETE', ...request, schema: zNothing, repeatability });
  await deleteOrGone(sendRemoval, () => isThere(scope), seeHolder);
}

/** Reads an issue, as little of it as there is. @internal */
export function seeIssue(scope: Scope, issueId: string): Promise<unknown> {
  return read(scope, issuePath(scope, issueId), zIssueRef, { fields: 'summary' });
}

/** Something that an issue holds and that is read where it is deleted. @internal */
export function heldBy(
  issueId: string,
  path: string,
  schema: Schema<unknown>,
  search: Readonly<Record<string, string>> = {},
): Removal {
  return {
    path,
    search: new URLSearchParams(search),
    isThere: (scope) => read(scope, path, schema, search),
    readHolder: (scope) => seeIssue(scope, issueId),
  };
}
