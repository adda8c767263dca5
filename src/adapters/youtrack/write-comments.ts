import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { carryMarker, markBody } from '../../digest/client-marker.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { renderBody } from './body.js';
import { commentsPath } from './comments.js';
import { about, invalid, issuePath, type YoutrackCall } from './context.js';
import { toComment } from './map.js';
import { holderOf } from './own.js';
import { takeBack } from './take-back.js';
import { COMMENT_FIELDS, HOLDER_FIELDS, type WireComment, zWireComment, zWireHolder } from './wire.js';
import { visibilityFor } from './write-plan.js';

/** Adds a comment: sent once. One that was to be restricted and is not is deleted again. @internal */
export async function addComment(
  call: YoutrackCall,
  issueId: string,
  body: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const { clientKey, visibility } = checkAddCommentOptions(options, 'youtrack');
  const path = commentsPath(call, issueId);
  const text = commentText(call, body);
  const isRestricted = visibility === 'restricted';
  const asked = isRestricted && { visibility: visibilityFor(call, visibility) };
  await holderOf(call, issueId);
  const isMarked = clientKey !== undefined;
  const reply = await call.send({
    method: 'POST',
    path,
    fields: COMMENT_FIELDS,
    body: { text: isMarked ? markBody(text, clientKey) : text, usesMarkdown: true, ...asked },
    schema: zWireComment,
    ...(isMarked && { clientKey }),
  });
  const comment = toComment(reply.body);
  if (!isRestricted || comment.visibility === 'restricted') return comment;
  throw await takeBack(call, reply, `the comment ${comment.id}`, `${path}/${comment.id}`, issuePath(call, issueId));
}

/** @internal */
export async function updateComment(
  call: YoutrackCall,
  issueId: string,
  commentId: string,
  body: string,
): Promise<IssueComment> {
  const request = { path: commentsPath(call, issueId, commentId), fields: COMMENT_FIELDS, schema: zWireComment };
  const text = commentText(call, body);
  await holderOf(call, issueId);
  const before = undeleted(call, await call.send(request));
  const changed = { text: carryMarker(before.text ?? null, text), usesMarkdown: true };
  return toComment((await call.send({ ...request, method: 'POST', body: changed })).body);
}

/** @internal */
export async function deleteComment(call: YoutrackCall, issueId: string, commentId: string): Promise<void> {
  const path = commentsPath(call, issueId, commentId);
  await holderOf(call, issueId);
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path }),
    async () => !(await call.send({ path, fields: COMMENT_FIELDS, schema: zWireComment })).body.deleted,
    () => call.send({ path: issuePath(call, issueId), fields: HOLDER_FIELDS, schema: zWireHolder }),
  );
}

/** Who may restore comments still gets one that was deleted. */
function undeleted(call: YoutrackCall, reply: HttpReply<WireComment>): WireComment {
  if (!reply.body.deleted) return reply.body;
  throw about(call, reply, NotFoundError, 'the comment was deleted', {});
}

function commentText(call: YoutrackCall, markdown: string): string {
  if (typeof markdown !== 'string' || markdown.trim() === '') throw invalid(call, 'body', 'must not be blank');
  return renderBody(markdown);
}
