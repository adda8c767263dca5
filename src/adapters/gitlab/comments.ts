import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import type { Page } from '../../contracts/page.js';
import { clientMarker, markBody, unmarkBody } from '../../digest/client-marker.js';
import { PermissionError } from '../../errors/permission-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { bodyReader, renderBody } from './body.js';
import { detailsOf, type GitlabContext, invalid, issuePath, numberIn } from './context.js';
import { toComment } from './map.js';
import { pagesOf } from './pages.js';
import { remove } from './remove.js';
import { type WireNote, zWireNoteOrCommands, zWireNotes } from './wire.js';

// The server leaves out notes on changes of state and labels; a server that does not know the filter is filtered here.
const COMMENTS = 'activity_filter=only_comments&order_by=created_at&per_page=100';
/** How long the marker of a client key is, with the line before it. */
const MARKER_CHARACTERS = 64;

/**
 * Comments, oldest first; notes of the system are left out.
 *
 * @internal
 */
export async function* listComments(
  context: GitlabContext,
  issueId: string,
  { cursor }: { readonly cursor?: string } = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<IssueComment>, void, void> {
  const operation = 'comments.list';
  yield* pagesOf(context, {
    operation,
    path: notesPath(context, issueId, operation),
    search: `${COMMENTS}&sort=asc`,
    schema: zWireNotes,
    toItems: async (wires) => {
      const notes = wires.filter(({ system }) => !system);
      const read = await bodyReader(notes);
      return notes.map((note) => toComment(note, read));
    },
    cursor,
    signal,
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
  { clientKey, visibility, signal }: AddCommentOptions = {},
): Promise<IssueComment> {
  const operation = 'comments.add';
  // A word misspelt would make public what was meant for few.
  if (![undefined, 'public', 'restricted'].includes(visibility)) {
    throw invalid(operation, 'visibility', 'expected one of public, restricted');
  }
  const isInternal = visibility === 'restricted';
  const note = await postNote(context, operation, issueId, body, {
    ...(clientKey !== undefined && { clientKey }),
    ...(isInternal && { internal: true }),
    signal,
  });
  const comment = toComment(note.body, await bodyReader([note.body]));
  if (!isInternal || comment.visibility === 'restricted') return comment;
  await remove(context, operation, `${notesPath(context, issueId, operation)}/${note.body.id}`, signal);
  throw new PermissionError(
    `gitlab ${operation}: GitLab made the internal note a public one, so it was deleted; internal notes take the role Reporter`,
    { ...detailsOf(note, operation), missing: ['Reporter'] },
  );
}

/** What goes with a note. */
interface NoteOptions {
  readonly clientKey?: string;
  readonly internal?: true;
  readonly signal: AbortSignal | undefined;
}

/** Posts a note, which is sent once. @internal */
export async function postNote(
  { http, ...context }: GitlabContext,
  operation: string,
  issueId: string,
  markdown: string,
  { clientKey, internal, signal }: NoteOptions,
): Promise<HttpReply<WireNote>> {
  const path = notesPath({ http, ...context }, issueId, operation);
  const text = await noteText(operation, markdown);
  const reply = await http.send({
    operation,
    method: 'POST',
    path,
    body: { body: clientKey === undefined ? text : markBody(text, clientKey), ...(internal && { internal }) },
    schema: zWireNoteOrCommands,
    signal,
    ...(clientKey !== undefined && { clientKey }),
  });
  return refuseCommands(reply, operation);
}

/** @internal */
export async function updateComment(
  context: GitlabContext,
  issueId: string,
  commentId: string,
  body: string,
  { signal }: CallOptions = {},
): Promise<IssueComment> {
  const operation = 'comments.update';
  const path = `${notesPath(context, issueId, operation)}/${numberIn(commentId, operation, 'commentId')}`;
  const text = await noteText(operation, body);
  const schema = zWireNoteOrCommands;
  const reply = await context.http.send({ operation, method: 'PUT', path, body: { body: text }, schema, signal });
  const note = refuseCommands(reply, operation).body;
  return toComment(note, await bodyReader([note]));
}

/** @internal */
export async function deleteComment(
  context: GitlabContext,
  issueId: string,
  commentId: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const operation = 'comments.delete';
  const path = `${notesPath(context, issueId, operation)}/${numberIn(commentId, operation, 'commentId')}`;
  await remove(context, operation, path, signal);
}

/** @internal */
export async function findComment(
  context: GitlabContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueComment | undefined> {
  const note = await findNote(context, 'comments.findByClientKey', issueId, clientKey, signal);
  return note && toComment(note, await bodyReader([note]));
}

/** The note that carries the marker of a client key, newest first. @internal */
export async function findNote(
  context: GitlabContext,
  operation: string,
  issueId: string,
  clientKey: string,
  signal: AbortSignal | undefined,
): Promise<WireNote | undefined> {
  const marker = clientMarker(clientKey);
  const pages = pagesOf(context, {
    operation,
    path: notesPath(context, issueId, operation),
    search: `${COMMENTS}&sort=desc`,
    schema: zWireNotes,
    toItems: (wires) => wires.filter(({ body }) => unmarkBody(body).marker === marker),
    signal,
  });
  for await (const { items } of pages) if (items[0]) return items[0];
  return undefined;
}

function notesPath(context: GitlabContext, issueId: string, operation: string): string {
  return `${issuePath(context, issueId, operation, 'issueId')}/notes`;
}

async function noteText(operation: string, markdown: string): Promise<string> {
  if (typeof markdown !== 'string' || markdown.trim() === '') throw invalid(operation, 'body', 'must not be blank');
  return (await renderBody(markdown, MARKER_CHARACTERS)).text;
}

/** A 202 is no note: GitLab took every line for a quick action and kept none of the text. */
function refuseCommands(reply: HttpReply<WireNote>, operation: string): HttpReply<WireNote> {
  if (reply.status !== 202) return reply;
  const what = 'GitLab took the whole text for quick actions and made no comment';
  throw new RejectedError(`gitlab ${operation}: ${what}`, detailsOf(reply, operation));
}
