import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { clientMarker } from '../../digest/client-marker.js';
import { INTERNAL, MARK, toComment } from './comments.js';
import { counted, unsupported } from './refusals.js';
import { heldBy, type Removal, remove } from './remove.js';
import { invalid, issuePath, read, type Scope, send } from './request.js';
import { exposed, takeBack } from './take-back.js';
import { zComment } from './wire.js';
import { writeBody } from './write-body.js';

/** An internal note, where the project is a service project. */
const NOTE = { key: INTERNAL, value: { internal: true } };

/** @internal */
export async function addComment(
  scope: Scope,
  issueId: string,
  markdown: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const adf = await documentOf(scope, markdown);
  const { clientKey, visibility = 'public' } = checkAddCommentOptions(options, 'jira');
  const audience = visibility === 'public' ? undefined : scope.restrictedTo;
  if (visibility !== 'public' && !audience) {
    throw unsupported(scope, 'a restricted comment needs readers: name a role or a group in the option restrictedTo');
  }
  const properties = [
    ...(clientKey === undefined ? [] : [{ key: MARK, value: { marker: clientMarker(clientKey) } }]),
    ...(audience ? [NOTE] : []),
  ];
  const { body } = await send(scope, {
    method: 'POST',
    path: issuePath(scope, issueId, '/comment'),
    search: 'expand=properties',
    body: {
      body: adf,
      ...(properties.length > 0 && { properties }),
      ...(audience && { visibility: audience }),
    },
    schema: zComment,
    ...(clientKey !== undefined && { clientKey }),
  });
  if (audience && !body.visibility) {
    throw await takeBack(scope, `comment ${body.id}`, removalOf(scope, issueId, body.id));
  }
  return toComment(body);
}

/** Replaces a body. Who may read the comment is sent again as it was, so that an edit never shows it to more. @internal */
export async function updateComment(
  scope: Scope,
  issueId: string,
  commentId: string,
  markdown: string,
): Promise<IssueComment> {
  // What says nothing is refused before anything is sent.
  await documentOf(scope, markdown);
  const path = commentPath(scope, issueId, commentId);
  const { body: before, visibility, jsdPublic } = await read(scope, path, zComment);
  const adf = await documentOf(scope, markdown, before);
  const { body } = await send(scope, {
    method: 'PUT',
    path,
    search: 'expand=properties',
    body: { body: adf, ...(visibility && { visibility }), ...(jsdPublic === false && { properties: [NOTE] }) },
    schema: zComment,
  });
  if (visibility && !body.visibility) throw exposed(scope, `comment ${commentId}`, 'its new text stands');
  return toComment(body);
}

/** A text in Jira's form. One of references alone, which nothing refers to, is as blank as white space. */
async function documentOf(scope: Scope, markdown: string, before?: unknown): Promise<object> {
  const isText = typeof markdown === 'string' && markdown.trim() !== '';
  const { adf, markdown: said } = isText ? await writeBody(scope, markdown, before) : { markdown: null };
  if (adf && said?.trim()) return adf;
  throw invalid(scope, 'body', 'expected text that is not blank');
}

/** @internal */
export async function deleteComment(scope: Scope, issueId: string, commentId: string): Promise<void> {
  await remove(scope, removalOf(scope, issueId, commentId));
}

function removalOf(scope: Scope, issueId: string, commentId: string): Removal {
  return heldBy(issueId, commentPath(scope, issueId, commentId), zComment);
}

function commentPath(scope: Scope, issueId: string, commentId: string): string {
  return issuePath(scope, issueId, `/comment/${counted(scope, commentId, 'commentId')}`);
}
