import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { bodyReader } from './body.js';
import type { RedmineCall } from './context.js';
import { readWire } from './issues.js';
import { toComment } from './map.js';
import { walk } from './pages.js';
import type { WireIssueWith, WireJournal } from './wire.js';

/**
 * Comments, oldest first: the notes of an issue's journal, which comes as a whole.
 *
 * @internal
 */
export function listComments(
  call: RedmineCall,
  issueId: string,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<IssueComment>, void, void> {
  return walk(call, () => ({
    query: { issueId },
    cursor: checkQuery(query, ['cursor'], call.operation, 'redmine').cursor,
    read: async () => {
      const notes = notesIn(await readWire(call, issueId, 'journals'));
      const read = await bodyReader(call, notes);
      return { items: notes.map((note) => toComment(note, read)), next: null };
    },
  }));
}

/**
 * The entries of a journal that say something, by their numbers: in which order they come is a setting of the account. The
 * others are changes of fields, and those that carry nothing but the key of a file.
 *
 * @internal
 */
export function notesIn({ journals }: WireIssueWith): readonly WireJournal[] {
  return (journals ?? []).filter(({ notes }) => unmarkBody(notes || null).body?.trim()).toSorted((a, b) => a.id - b.id);
}

/** @internal */
export async function readComment(call: RedmineCall, note: WireJournal): Promise<IssueComment> {
  return toComment(note, await bodyReader(call, [note]));
}
