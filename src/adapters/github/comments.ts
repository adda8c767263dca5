import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import type { Page } from '../../contracts/page.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { fitBody, markerFor, markerOf } from './body.js';
import { labelOf } from './faults.js';
import { findMarked } from './find.js';
import { issuePath } from './issues.js';
import type { GithubContext } from './options.js';
import { pagesOf } from './pages.js';
import { detailsOf, invalid, unsupported } from './refusals.js';
import { type WireComment, zWireComment, zWireComments } from './wire.js';

/** Comments of an issue, oldest first. @internal */
export async function* listComments(
  context: GithubContext,
  issueId: string,
  { cursor }: { readonly cursor?: string } = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<IssueComment>, void, void> {
  const operation = 'comments.list';
  const path = `${issuePath(context, issueId, operation, 'issueId')}/comments`;
  const toItems = (wires: readonly WireComment[]) => wires.map(toComment);
  yield* pagesOf(context, { operation, path, schema: zWireComments, toItems, cursor, signal });
}

/** Adds a comment, in one request that is sent once. @internal */
export async function addComment(
  context: GithubContext,
  issueId: string,
  body: string,
  { clientKey, signal, visibility }: AddCommentOptions = {},
): Promise<IssueComment> {
  const operation = 'comments.add';
  const path = `${issuePath(context, issueId, operation, 'issueId')}/comments`;
  if (visibility === 'restricted') {
    throw unsupported(operation, 'whoever may read the issue sees all of its comments; none can be restricted');
  }
  const { text } = await fitBody(checkBody(body, operation), markerFor(clientKey));
  const reply = await context.http.send({
    operation,
    method: 'POST',
    path,
    body: { body: text },
    schema: zWireComment,
    signal,
    ...(clientKey !== undefined && { clientKey }),
  });
  return toComment(reply.body);
}

/** Replaces a comment's body; the marker of a client key stays. @internal */
export async function updateComment(
  context: GithubContext,
  issueId: string,
  commentId: string,
  body: string,
  { signal }: CallOptions = {},
): Promise<IssueComment> {
  const operation = 'comments.update';
  issuePath(context, issueId, operation, 'issueId');
  const call = { operation, path: commentPath(context, commentId, operation), schema: zWireComment, signal };
  checkBody(body, operation);
  const now = await context.http.send(call);
  if (now.body.issue_url && !now.body.issue_url.endsWith(`/issues/${issueId}`)) {
    const details = detailsOf(operation, now);
    throw new NotFoundError(`${labelOf(details)}: the comment is not one of #${issueId}`, details);
  }
  const { text } = await fitBody(body, markerOf(now.body.body));
  return toComment((await context.http.send({ ...call, method: 'PATCH', body: { body: text } })).body);
}

/** Deletes a comment; one that is gone is deleted. @internal */
export async function deleteComment(
  context: GithubContext,
  issueId: string,
  commentId: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const operation = 'comments.delete';
  issuePath(context, issueId, operation, 'issueId');
  const path = commentPath(context, commentId, operation);
  await context.http.send({ operation, method: 'DELETE', path, answers: [404, 410], signal });
}

/** The comment that carries the marker of a client key. @internal */
export async function findComment(
  context: GithubContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueComment | undefined> {
  const operation = 'comments.findByClientKey';
  const path = `${issuePath(context, issueId, operation, 'issueId')}/comments`;
  const found = await findMarked(context, clientKey, { operation, path, schema: zWireComments, signal });
  return found && toComment(found);
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

function commentPath({ path }: GithubContext, id: string, operation: string): string {
  if (/^[1-9]\d{0,15}$/.test(id)) return `${path}/issues/comments/${id}`;
  throw invalid(operation, 'commentId', 'expected the number of a comment as text');
}

function checkBody(body: string, operation: string): string {
  if (typeof body === 'string' && body.trim() !== '') return body;
  throw invalid(operation, 'body', 'must not be blank');
}
