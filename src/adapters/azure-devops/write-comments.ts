import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { clientMarker } from '../../digest/client-marker.js';
import { isMarkdown, MAX_CHARACTERS } from './body.js';
import { commentsPath, PREVIEW } from './comments.js';
import { type AzureCall, invalid, unsupported } from './context.js';
import { readItem } from './issues.js';
import { toComments } from './map-comments.js';
import { markComment, unmarkComment } from './marker.js';
import { type WireComment, zWireComment } from './wire-site.js';
import { renderBody } from './write-body.js';

/** How long the marker of a client key is, at the most. */
const MARKER_CHARACTERS = 120;

/** Adds a comment: sent once. @internal */
export async function addComment(
  call: AzureCall,
  issueId: string,
  body: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const { clientKey, visibility } = checkAddCommentOptions(options, 'azure_devops');
  if (visibility === 'restricted') throw unsupported(call, 'whoever sees a work item sees its comments');
  const path = commentsPath(call, issueId);
  // API 6.0 knows no comments in Markdown.
  const isInMarkdown = call.settings.apiVersion !== '6.0';
  const plain = textOf(call, body, isInMarkdown);
  const text = clientKey === undefined ? plain : markComment(plain, clientMarker(clientKey), isInMarkdown);
  const reply = await call.send({
    method: 'POST',
    path,
    search: formatOf(call, isInMarkdown),
    preview: PREVIEW,
    body: { text },
    schema: zWireComment,
    ...(clientKey !== undefined && { clientKey }),
  });
  return readComment(reply.body);
}

/** Replaces the text of a comment, in the language that it has. @internal */
export async function updateComment(
  call: AzureCall,
  issueId: string,
  commentId: string,
  body: string,
): Promise<IssueComment> {
  const path = commentsPath(call, issueId, commentId);
  textOf(call, body, true);
  const { text: before, format } = (await call.send({ path, preview: PREVIEW, schema: zWireComment })).body;
  const isInMarkdown = isMarkdown(format);
  const { marker } = unmarkComment(before ?? '', isInMarkdown);
  const plain = textOf(call, body, isInMarkdown);
  const text = marker === null ? plain : markComment(plain, marker, isInMarkdown);
  const search = formatOf(call, isInMarkdown);
  const reply = await call.send({
    method: 'PATCH',
    path,
    search,
    preview: PREVIEW,
    body: { text },
    schema: zWireComment,
  });
  return readComment(reply.body);
}

/** @internal */
export async function deleteComment(call: AzureCall, issueId: string, commentId: string): Promise<void> {
  const path = commentsPath(call, issueId, commentId);
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path, preview: PREVIEW }),
    async () => (await call.send({ path, preview: PREVIEW, schema: zWireComment })).body.isDeleted !== true,
    () => readItem(call, issueId),
  );
}

function formatOf({ settings }: AzureCall, isInMarkdown: boolean): { readonly format?: string } {
  return settings.apiVersion === '6.0' ? {} : { format: isInMarkdown ? 'markdown' : 'html' };
}

function textOf(call: AzureCall, body: string, isInMarkdown: boolean): string {
  if (typeof body !== 'string' || body.trim() === '') throw invalid(call, 'body', 'must not be blank');
  return renderBody(body, isInMarkdown, MAX_CHARACTERS - MARKER_CHARACTERS).text;
}

async function readComment(wire: WireComment): Promise<IssueComment> {
  return (await toComments([{ ...wire, isDeleted: false }]))[0] as IssueComment;
}
