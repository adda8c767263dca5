import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { clientMarker } from '../../digest/client-marker.js';
import { isMarkdown, MAX_CHARACTERS } from './body.js';
import { commentsPath, PREVIEW } from './comments.js';
import { type AzureCall, invalid, unsupported } from './context.js';
import { readItem } from './issues.js';
import { commentId, toComments } from './map-comments.js';
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
  const marker = clientKey === undefined ? null : clientMarker(clientKey);
  const reply = await call.send({
    method: 'POST',
    path,
    search: formatOf(call, isInMarkdown),
    preview: PREVIEW,
    body: { text: markedText(call, body, marker, isInMarkdown) },
    schema: zWireComment,
    ...(clientKey !== undefined && { clientKey }),
  });
  const made = reply.body;
  if (!isInMarkdown || isMarkdown(made.format)) return readComment(made);
  // A server without Markdown does not know the word for it, and took the text for HTML.
  try {
    return await putText(call, commentsPath(call, issueId, commentId(made)), body, marker, false);
  } catch {
    return readComment(made);
  }
}

/** Replaces the text of a comment, in the language that it has. @internal */
export async function updateComment(call: AzureCall, issueId: string, id: string, body: string): Promise<IssueComment> {
  const path = commentsPath(call, issueId, id);
  checkText(call, body);
  const { text: before, format } = (await call.send({ path, preview: PREVIEW, schema: zWireComment })).body;
  const isInMarkdown = isMarkdown(format);
  const { marker } = unmarkComment(before ?? '', isInMarkdown);
  return putText(call, path, body, marker, isInMarkdown);
}

async function putText(
  call: AzureCall,
  path: string,
  body: string,
  marker: string | null,
  isInMarkdown: boolean,
): Promise<IssueComment> {
  const text = markedText(call, body, marker, isInMarkdown);
  const search = formatOf(call, isInMarkdown);
  const request = { method: 'PATCH', path, search, preview: PREVIEW, body: { text }, schema: zWireComment } as const;
  return readComment((await call.send(request)).body);
}

/** @internal */
export async function deleteComment(call: AzureCall, issueId: string, id: string): Promise<void> {
  const path = commentsPath(call, issueId, id);
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path, preview: PREVIEW }),
    async () => (await call.send({ path, preview: PREVIEW, schema: zWireComment })).body.isDeleted !== true,
    () => readItem(call, issueId),
  );
}

function formatOf({ settings }: AzureCall, isInMarkdown: boolean): { readonly format?: string } {
  return settings.apiVersion === '6.0' ? {} : { format: isInMarkdown ? 'markdown' : 'html' };
}

function markedText(call: AzureCall, body: string, marker: string | null, isInMarkdown: boolean): string {
  checkText(call, body);
  const { text } = renderBody(body, isInMarkdown, MAX_CHARACTERS - MARKER_CHARACTERS);
  return marker === null ? text : markComment(text, marker, isInMarkdown);
}

function checkText(call: AzureCall, body: string): void {
  if (typeof body !== 'string' || body.trim() === '') throw invalid(call, 'body', 'must not be blank');
}

async function readComment(wire: WireComment): Promise<IssueComment> {
  return (await toComments([{ ...wire, isDeleted: false }]))[0] as IssueComment;
}
