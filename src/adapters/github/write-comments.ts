import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { fitBody, markerFor, markerOf } from './body.js';
import { failed, type GithubCall, invalid, numberIn, unsupported } from './call.js';
import { commentsOf, toComment } from './comments.js';
import { issuePath, readNumber } from './issues.js';
import { unlessGone } from './links.js';
import { type WireComment, zWireComment } from './wire-repository.js';

/** Adds a comment, in one request that is sent once. @internal */
export async function addComment(
  call: GithubCall,
  issueId: string,
  body: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const { path } = commentsOf(call, issueId);
  const { clientKey, visibility } = checkAddCommentOptions(options, 'github');
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
  const request = requestFor(call, issueId, commentId);
  checkBody(call, body);
  const now = await call.send(request);
  refuseOther(call, issueId, now);
  const { text } = await fitBody(body, markerOf(now.body.body));
  return toComment((await call.send({ ...request, method: 'PATCH', body: { body: text } })).body);
}

/** Deletes a comment; one that is gone is deleted. @internal */
export async function deleteComment(call: GithubCall, issueId: string, commentId: string): Promise<void> {
  const request = requestFor(call, issueId, commentId);
  const read = () => call.send(request);
  // One that was added just now may not be found yet: that is for the deletion to say.
  const now = await unlessGone(read());
  if (now) refuseOther(call, issueId, now);
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path: request.path }),
    read,
    () => readNumber(call, issueId),
  );
}

function requestFor(call: GithubCall, issueId: string, commentId: string) {
  issuePath(call, issueId);
  return { path: `${call.path}/issues/comments/${numberIn(call, commentId, 'commentId')}`, schema: zWireComment };
}

/** GitHub finds a comment by its own number, whatever issue it is one of. */
function refuseOther(call: GithubCall, issueId: string, reply: HttpReply<WireComment>): void {
  if (reply.body.issue_url?.endsWith(`/${issueId}`) === false) {
    throw failed(call, NotFoundError, `the comment is not one of #${issueId}`, reply);
  }
}

function checkBody(call: GithubCall, body: string): string {
  if (typeof body === 'string' && body.trim() !== '') return body;
  throw invalid(call, 'body', 'must not be blank');
}
