import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { hasUpload, toAttachment } from './attachments.js';
import { chosenIid, isMarked, issueAt } from './choose-iid.js';
import { COMMENTS, notesPath, readComment } from './comments.js';
import type { GitlabCall } from './context.js';
import { MAX_PAGE_SIZE } from './list-issues.js';
import { toRef } from './map.js';
import { pagesOf } from './pages.js';
import { type WireNote, zWireIssues, zWireNotes } from './wire.js';

/**
 * The issue whose description carries the marker of a client key, among those that this account created, newest first. By
 * the list, which reads the database, and not by a search, whose index leaves comments of HTML out.
 *
 * @internal
 */
export async function findIssue(call: GitlabCall, clientKey: string): Promise<ExternalRef | undefined> {
  const marker = markerOf(call, clientKey);
  const iid = await chosenIid(call, clientKey);
  // Not there is not the last word: for who is no Owner, GitLab counts on and ignores the number.
  const found = iid && (await issueAt(call, iid, clientKey));
  if (found) return toRef(call.workspace, found);
  const pages = pagesOf(call, {
    path: `${call.path}/issues`,
    search: `scope=created_by_me&state=all&order_by=created_at&sort=desc&pagination=keyset&per_page=${MAX_PAGE_SIZE}`,
    schema: zWireIssues,
    // As they are: pages without a hit would count as empty, and too many of those as a listing without an end.
    toItems: (wires) => wires,
  });
  for await (const { items } of pages) {
    const made = items.find((wire) => isMarked(wire, marker));
    if (made) return toRef(call.workspace, made);
  }
  return undefined;
}

/** @internal */
export async function findComment(
  call: GitlabCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const note = await findNote(call, issueId, clientKey);
  return note && readComment(note);
}

/** @internal */
export async function findAttachment(
  call: GitlabCall,
  issueId: string,
  clientKey: string,
): Promise<IssueAttachment | undefined> {
  const note = await findNote(call, issueId, clientKey);
  return note && hasUpload(note.body) ? toAttachment(call, note.body, null, null) : undefined;
}

/** The note that carries the marker of a client key, newest first. */
async function findNote(call: GitlabCall, issueId: string, clientKey: string): Promise<WireNote | undefined> {
  const marker = markerOf(call, clientKey);
  const pages = pagesOf(call, {
    path: notesPath(call, issueId),
    search: `${COMMENTS}&sort=desc`,
    schema: zWireNotes,
    toItems: (wires) => wires,
  });
  for await (const { items } of pages) {
    const made = items.find(({ body }) => unmarkBody(body).marker === marker);
    if (made) return made;
  }
  return undefined;
}

function markerOf({ operation }: GitlabCall, clientKey: string): string {
  // What is no key for a write is none for a search; an absent one is as bad as a blank one.
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, 'gitlab');
  return clientMarker(clientKey);
}
