import type { IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { toAttachment } from './attachments.js';
import { notesIn, readComment } from './comments.js';
import type { RedmineCall } from './context.js';
import { readWire } from './issues.js';
import { selection } from './list-issues.js';
import { toRef } from './map.js';
import { pagesOf } from './pages.js';
import { projectIdOf } from './session.js';
import { zWireIssues } from './wire.js';

/**
 * The issue whose description carries the marker of a client key, by the filter that reads the database.
 *
 * @internal
 */
export async function findIssue(call: RedmineCall, clientKey: string): Promise<ExternalRef | undefined> {
  const marker = markerOf(call, clientKey);
  const projectId = await projectIdOf(call);
  const filter = { ...selection(projectId, '*'), description: `~${marker.slice(3)}`, sort: 'id' };
  const pages = pagesOf(call, {
    path: '/issues.json',
    search: new URLSearchParams(filter).toString(),
    schema: zWireIssues,
    entriesOf: ({ issues }) => issues,
    // An issue that quotes the text of another is not what the key made.
    toItems: ({ issues }) =>
      issues.filter(
        ({ description, project }) => project.id === projectId && unmarkBody(description || null).marker === marker,
      ),
  });
  for await (const { items } of pages) if (items[0]) return toRef(call, items[0].id);
  return undefined;
}

/** @internal */
export async function findComment(
  call: RedmineCall,
  issueId: string,
  clientKey: string,
): Promise<IssueComment | undefined> {
  const marker = markerOf(call, clientKey);
  const notes = notesIn(await readWire(call, issueId, 'journals'));
  const note = notes.findLast(({ notes: text }) => unmarkBody(text || null).marker === marker);
  return note && readComment(call, note);
}

/** The file that came with an entry of the journal whose note carries the marker. @internal */
export async function findAttachment(
  call: RedmineCall,
  issueId: string,
  clientKey: string,
): Promise<IssueAttachment | undefined> {
  const marker = markerOf(call, clientKey);
  const { attachments, journals } = await readWire(call, issueId, 'journals,attachments');
  const entries = journals?.filter(({ notes }) => unmarkBody(notes || null).marker === marker) ?? [];
  const ids = new Set(
    entries.flatMap(({ details }) =>
      (details ?? []).filter(({ property }) => property === 'attachment').map(({ name }) => name),
    ),
  );
  const wire = attachments?.find(({ id }) => ids.has(String(id)));
  return wire && toAttachment(call, wire);
}

function markerOf({ operation }: RedmineCall, clientKey: string): string {
  // What is no key for a write is none for a search; an absent one is as bad as a blank one.
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, 'redmine');
  return clientMarker(clientKey);
}
