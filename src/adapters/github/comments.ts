import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import { unmarkBody } from '../../digest/client-marker.js';
import type { GithubCall } from './call.js';
import { issuePath } from './issues.js';
import { type Pages, pagesOf } from './pages.js';
import { type WireComment, zWireComments } from './wire-repository.js';

/** Comments of an issue, oldest first. @internal */
export async function* listComments(
  call: GithubCall,
  issueId: string,
  query?: { readonly cursor?: string },
): Pages<IssueComment> {
  const { cursor } = checkQuery(query, ['cursor'], call.operation, 'github');
  const toItems = (wires: readonly WireComment[]) => wires.map(toComment);
  yield* pagesOf(call, { ...commentsOf(call, issueId), toItems, cursor });
}

/** The list that holds an issue's comments. @internal */
export function commentsOf(call: GithubCall, issueId: string) {
  return { path: `${issuePath(call, issueId)}/comments`, schema: zWireComments };
}

/** @internal */
export function toComment({ id, body, user, created_at, updated_at }: WireComment): IssueComment {
  return {
    id: String(id),
    body: unmarkBody(body ?? null).body ?? '',
    author: user?.login ?? null,
    createdAt: created_at,
    updatedAt: updated_at,
    visibility: 'public',
  };
}
