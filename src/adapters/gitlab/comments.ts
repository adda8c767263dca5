import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import type { Page } from '../../contracts/page.js';
import { carryMarker, clientMarker, markBody, unmarkBody } from '../../digest/client-marker.js';
import { PermissionError } from '../../errors/permission-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { bodyReader, MARKER_CHARACTERS, renderBody } from './body.js';
import { about, begin, type GitlabCall, type GitlabContext, invalid, issuePath } from './context.js';
import { toComment } from './map.js';
import { pagesOf } from './pages.js';
import { remove } from './remove.js';
import { type WireNote, zWireNote, zWireNoteOrCommands, zWireNotes } from './wire.js';

// The server leaves out notes on changes of state and labels; a server that does not know the filter is filtered here.
const COMMENTS = 'activity_filter=only_comments&order_by=created_at&per_page=100';

/**
 * Comments, oldest first; notes of the system are left out.
 *
 * @internal
 */
export async function* listComments(
  context: GitlabContext,
  issueId: string,
  { cursor }: { readonly cursor?: string } = {},
  options?: CallOptions,
): AsyncGenerator<Page<IssueComment>, void, void> {
  const call = begin(context, 'comments.list', options);
  yield* pagesOf(call, {
    path: notesPath(call, issueId),
    search: `${COMMENTS}&sort=asc`,
    schema: zWireNotes,
    toItems: async (wires) => {
      const notes = wires.filter(({ system }) => !system);
      const read = await bodyReader(notes);
      return notes.map((note) => toComment(note, read));
    },
    cursor,
  });
}

/**
 * Adds a comment: sent once. One that was to be internal and that GitLab made public is deleted again.
 *
 * @internal
 */
export async function addComment(
  context: GitlabContext,
  issueId: string,
  body: string,
  options: AddCommentOptions = {},
): Promise<IssueComment> {
  const call = begin(context, 'comments.add', options);
  const { clientKey, visibility } = options;
  // A word misspelt would make public what was meant for few.
  if (![undefined, 'public', 'restricted'].includes(visibility)) {
    throw invalid(call, 'visibility', 'expected one of public, restricted');
  }
  const isInternal = visibility === 'restricted';
  const note = await postNote(call, issueId, body, clientKey, isInternal);
  const comment = await readComment(note.body);
  if (!isInternal || comment.visibility === visibility) return comment;
  await remove(call, `${notesPath(call, issueId)}/${comment.id}`);
  const what = 'GitLab made the internal note a public one, so it was deleted; internal notes take the role Reporter';
  throw about(call, note, PermissionError, what, { missing: ['Reporter'] });
}

/** Posts a note, which is sent once. @internal */
export async function postNote(
  call: GitlabCall,
  issueId: string,
  markdown: string,
  clientKey: string | undefined,
  isInternal = false,
): Promise<HttpReply<WireNote>> {
  const path = notesPath(call, issueId);
  const text = await noteText(call, markdown);
  const isMarked = clientKey !== undefined;
  const reply = await call.send({
    method: 'POST',
    path,
    body: { body: isMarked ? markBody(text, clientKey) : text, ...(isInternal && { internal: true }) },
    schema: zWireNoteOrCommands,
    ...(isMarked && { clientKey }),
  });
  return refuseCommands(call, reply);
}

/** @internal */
export async function updateComment(
  context: GitlabContext,
  issueId: string,
  commentId: string,
  markdown: string,
  options?: CallOptions,
): Promise<IssueComment> {
  const call = begin(context, 'comments.update', options);
  const path = notesPath(call, issueId, commentId);
  const text = await noteText(call, markdown);
  const before = await call.send({ path, schema: zWireNote });
  const body = { body: carryMarker(before.body.body, text) };
  const reply = await call.send({ method: 'PUT', path, body, schema: zWireNoteOrCommands });
  return readComment(refuseCommands(call, reply).body);
}

/** @internal */
export async function deleteComment(
  context: GitlabContext,
  issueId: string,
  commentId: string,
  options?: CallOptions,
): Promise<void> {
  const call = begin(context, 'comments.delete', options);
  await remove(call, notesPath(call, issueId, commentId));
}

/** @internal */
export async function findComment(
  context: GitlabContext,
  issueId: string,
  clientKey: string,
  options?: CallOptions,
): Promise<IssueComment | undefined> {
  const note = await findNote(begin(context, 'comments.findByClientKey', options), issueId, clientKey);
  return note && readComment(note);
}

/** The note that carries the marker of a client key, newest first. @internal */
export async function findNote(call: GitlabCall, issueId: string, clientKey: string): Promise<WireNote | undefined> {
  const marker = clientMarker(clientKey);
  const pages = pagesOf(call, {
    path: notesPath(call, issueId),
    search: `${COMMENTS}&sort=desc`,
    schema: zWireNotes,
    toItems: (wires) => wires.filter(({ body }) => unmarkBody(body).marker === marker),
  });
  for await (const { items } of pages) if (items[0]) return items[0];
  return undefined;
}

async function readComment(note: WireNote): Promise<IssueComment> {
  return toComment(note, await bodyReader([note]));
}

function notesPath(call: GitlabCall, issueId: string, commentId?: string): string {
  const notes = `${issuePath(call, issueId)}/notes`;
  return commentId === undefined ? notes : `${notes}/${call.number(commentId, 'commentId')}`;
}

async function noteText(call: GitlabCall, markdown: string): Promise<string> {
  if (typeof markdown !== 'string' || markdown.trim() === '') throw invalid(call, 'body', 'must not be blank');
  return (await renderBody(markdown, MARKER_CHARACTERS)).text;
}

/** A 202 is no note: GitLab took every line for a quick action and kept none of the text. */
function refuseCommands(call: GitlabCall, reply: HttpReply<WireNote>): HttpReply<WireNote> {
  if (reply.status !== 202) return reply;
  throw about(call, reply, RejectedError, 'GitLab took the whole text for quick actions and made no comment', {});
}
