import type { AddCommentOptions, IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkAddCommentOptions } from '../../contracts/adapter/write-input.js';
import { carryMarker, markBody } from '../../digest/client-marker.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { MARKER_CHARACTERS, renderBody } from './body.js';
import { notesPath, readComment } from './comments.js';
import { about, type GitlabCall, invalid, issuePath } from './context.js';
import { remove } from './remove.js';
import { takeBack } from './take-back.js';
import { type WireNote, zWireNote, zWireNoteOrCommands } from './wire.js';

/**
 * Adds a comment: sent once. One that was to be internal and that GitLab made public is deleted again.
 *
 * @internal
 */
export async function addComment(
  call: GitlabCall,
  issueId: string,
  body: string,
  options?: AddCommentOptions,
): Promise<IssueComment> {
  const { clientKey, visibility } = checkAddCommentOptions(options, 'gitlab');
  const isInternal = visibility === 'restricted';
  const note = await postNote(call, issueId, body, clientKey, isInternal);
  const comment = await readComment(note.body);
  if (!isInternal || comment.visibility === 'restricted') return comment;
  throw await takeBack(call, note, `the note ${comment.id}`, removalOf(call, issueId, comment.id));
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
  call: GitlabCall,
  issueId: string,
  commentId: string,
  markdown: string,
): Promise<IssueComment> {
  const path = notesPath(call, issueId, commentId);
  const text = await noteText(call, markdown);
  const before = await call.send({ path, schema: zWireNote });
  const body = { body: carryMarker(before.body.body, text) };
  const reply = await call.send({ method: 'PUT', path, body, schema: zWireNoteOrCommands });
  return readComment(refuseCommands(call, reply).body);
}

/** @internal */
export async function deleteComment(call: GitlabCall, issueId: string, commentId: string): Promise<void> {
  await remove(call, removalOf(call, issueId, commentId));
}

function removalOf(call: GitlabCall, issueId: string, commentId: string) {
  return { path: notesPath(call, issueId, commentId), holder: issuePath(call, issueId) };
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
