import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { bodyReader } from './body.js';
import { type GitlabCall, issuePath } from './context.js';
import { toComment } from './map.js';
import { pagesOf } from './pages.js';
import { type WireNote, zWireNotes } from './wire.js';

/** The server leaves out notes on changes of state and labels; one that does not know the filter is filtered here. @internal */
export const COMMENTS = 'activity_filter=only_comments&order_by=created_at&per_page=100';

/**
 * Comments, oldest first; notes of the system are left out.
 *
 * @internal
 */
export async function* listComments(
  call: GitlabCall,
  issueId: string,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<IssueComment>, void, void> {
  yield* pagesOf(call, {
    path: notesPath(call, issueId),
    search: `${COMMENTS}&sort=asc`,
    schema: zWireNotes,
    toItems: async (wires) => {
      const notes = wires.filter(({ system }) => !system);
      const read = await bodyReader(notes);
      return notes.map((note) => toComment(note, read));
    },
    cursor: checkQuery(query, ['cursor'], call.operation, 'gitlab').cursor,
  });
}

/** @internal */
export async function readComment(note: WireNote): Promise<IssueComment> {
  return toComment(note, await bodyReader([note]));
}

/** The path of an issue's comments, or of one of them. @internal */
export function notesPath(call: GitlabCall, issueId: string, commentId?: string): string {
  const notes = `${issuePath(call, issueId)}/notes`;
  return commentId === undefined ? notes : `${notes}/${call.number(commentId, 'commentId')}`;
}
