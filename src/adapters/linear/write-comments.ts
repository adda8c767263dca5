import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { flag, object } from '../../contracts/adapter/shape.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { clientId, randomId } from './client-id.js';
import { commentAt } from './comment-at.js';
import { COMMENT, toComment, wireComment } from './comments.js';
import { invalid, type LinearCall, unsupported } from './context.js';
import { createOnce, expectDone } from './create-once.js';
import { unlessMissing } from './find-by-client-key.js';
import { expectIssue } from './issues.js';
import { renderBody } from './rich-text.js';
import { dataOf } from './wire.js';

const written = object({ success: flag, comment: wireComment });
const CREATE = `mutation CreateComment($input:CommentCreateInput!){commentCreate(input:$input){success comment{${COMMENT}}}}`;
const zCreated = dataOf({ commentCreate: written });
const UPDATE = `mutation UpdateComment($id:String!,$input:CommentUpdateInput!){commentUpdate(id:$id,input:$input){success comment{${COMMENT}}}}`;
const zUpdated = dataOf({ commentUpdate: written });
const DELETE = 'mutation DeleteComment($id:String!){commentDelete(id:$id){success}}';
const zDeleted = dataOf({ commentDelete: object({ success: flag }) });

/** Adds a comment, exactly once; one that an earlier call under the key added is given back as it is. @internal */
export async function addComment(
  call: LinearCall,
  issueId: string,
  body: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const { clientKey, visibility } = checkAddCommentOptions(options, 'linear');
  const issue = call.uuid(issueId, 'issueId');
  const text = textOf(call, body);
  if (visibility === 'restricted') {
    throw unsupported(call, 'Linear shows a comment to everybody who sees the issue');
  }
  const id = clientKey === undefined ? randomId(call) : clientId('comment', issue, clientKey);
  await expectIssue(call, issue);
  const { found } = await createOnce(call, {
    what: 'comment',
    request: { document: CREATE, variables: { input: { id, issueId: issue, body: text } }, schema: zCreated },
    clientKey,
    made: (reply) => expectDone(call, reply, reply.body.data.commentCreate).comment,
    find: () => unlessMissing(commentAt(call, issue, id)),
  });
  return toComment(found);
}

/** @internal */
export async function updateComment(
  call: LinearCall,
  issueId: string,
  commentId: string,
  body: string,
): Promise<IssueComment> {
  const [issue, id] = [call.uuid(issueId, 'issueId'), call.uuid(commentId, 'commentId')];
  const text = textOf(call, body);
  await commentAt(call, issue, id);
  const variables = { id, input: { body: text } };
  const reply = await call.send({ document: UPDATE, variables, schema: zUpdated, repeatability: 'write' });
  return toComment(expectDone(call, reply, reply.body.data.commentUpdate).comment);
}

/** @internal */
export async function deleteComment(call: LinearCall, issueId: string, commentId: string): Promise<void> {
  const [issue, id] = [call.uuid(issueId, 'issueId'), call.uuid(commentId, 'commentId')];
  await deleteOrGone(
    async () => {
      await commentAt(call, issue, id);
      const reply = await call.send({ document: DELETE, variables: { id }, schema: zDeleted, repeatability: 'write' });
      expectDone(call, reply, reply.body.data.commentDelete);
    },
    () => commentAt(call, issue, id),
    () => expectIssue(call, issue),
  );
}

function textOf(call: LinearCall, body: string): string {
  if (typeof body !== 'string' || body.trim() === '') throw invalid(call, 'body', 'must not be blank');
  return renderBody(body);
}
