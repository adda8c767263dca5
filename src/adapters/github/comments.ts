import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { fitBody, markerFor, markerOf } from './body.js';
import { failed, type GithubCall, invalid, numberIn, unsupported } from './call.js';
import { findMarked } from './find.js';
import { issuePath } from './issues.js';
import { type Pages, pagesOf } from './pages.js';
import { type WireComment, zWireComment, zWireComments } from './wire.js';

/** Comments of an issue, oldest first. @internal */
export async function* listComments(
  call: GithubCall,
  issueId: string,
  { cursor }: { readonly cursor?: string } = {},
): Pages<IssueComment> {
  const toItems = (wires: readonly WireComment[]) => wires.map(toComment);
  yield* pagesOf(call, { ...listOf(call, issueId), toItems, cursor });
}

/** Adds a comment, in one request that is sent once. @internal */
export async function addComment(
  call: GithubCall,
  issueId: string,
  body: string,
  { clientKey, visibility }: AddCommentOptions = {},
): Promise<IssueComment> {
  const { path } = listOf(call, issueId);
  if (visibility === 'restricted') {
    throw unsupported(call, 'whoever may read the issue sees all of its comments; none can be restricted');
  }
  const { text } = await fitBody(checkBody(call, body), markerFor(clientKey));
  const key = clientKey !== undefined && { clientKey };
  const reply = await call.send({ method: 'POST', path, body: { body: text }, schema: zWireComment, ...key });
  return toComment(reply.body);
}

/** Replaces a comment's body; the marker of a client key stays. @internal */
export async function updateComment(
  call: GithubCall,
  issueId: string,
  commentId: string,
  body: string,
): Promise<IssueComment> {
  const request = { path: pathOf(call, issueId, commentId), schema: zWireComment };
  checkBody(call, body);
  const now = await call.send(request);
  if (now.body.issue_url?.endsWith(`/${issueId}`) === false) {
    throw failed(call, NotFoundError, `the comment is not one of #${issueId}`, now);
  }
  const { text } = await fitBody(body, markerOf(now.body.body));
  return toComment((await call.send({ ...request, method: 'PATCH', body: { body: text } })).body);
}

/** Deletes a comment; one that is gone is deleted. @internal */
export async function deleteComment(call: GithubCall, issueId: string, commentId: string): Promise<void> {
  await call.send({ method: 'DELETE', path: pathOf(call, issueId, commentId), answers: [404, 410] });
}

/** The comment that carries the marker of a client key. @internal */
export async function findComment(
  call: GithubCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const found = await findMarked(call, clientKey, listOf(call, issueId));
  return found && toComment(found);
}

function listOf(call: GithubCall, issueId: string) {
  return { path: `${issuePath(call, issueId)}/comments`, schema: zWireComments };
}

function pathOf(call: GithubCall, issueId: string, commentId: string): string {
  issuePath(call, issueId);
  return `${call.path}/issues/comments/${numberIn(call, commentId, 'commentId')}`;
}

function toComment({ id, body, user, created_at, updated_at }: WireComment): IssueComment {
  return {
    id: String(id),
    body: unmarkBody(body ?? null).body ?? '',
    author: user?.login ?? null,
    createdAt: created_at,
    updatedAt: updated_at,
    visibility: 'public',
  };
}

function checkBody(call: GithubCall, body: string): string {
  if (typeof body === 'string' && body.trim() !== '') return body;
  throw invalid(call, 'body', 'must not be blank');
}
