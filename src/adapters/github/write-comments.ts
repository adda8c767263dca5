import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { fitBody, markerFor, markerOf } from './body.js';
import { failed, type GithubCall, invalid, numberIn, unsupported } from './call.js';
import { commentsOf, toComment } from './comments.js';
import { issuePath, readIssue } from './issues.js';
import { stillThere } from './still-there.js';
import { zWireComment } from './wire-repository.js';

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
  const path = pathOf(call, issueId, commentId);
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path }),
    async () => {
      await readIssue(call, issueId);
      const reply = await call.send({ path, answers: [404, 410] });
      if (reply.status === 200) throw stillThere(call, 'the comment', reply);
    },
  );
}

function pathOf(call: GithubCall, issueId: string, commentId: string): string {
  issuePath(call, issueId);
  return `${call.path}/issues/comments/${numberIn(call, commentId, 'commentId')}`;
}

function checkBody(call: GithubCall, body: string): string {
  if (typeof body === 'string' && body.trim() !== '') return body;
  throw invalid(call, 'body', 'must not be blank');
}
