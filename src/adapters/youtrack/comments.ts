import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { issuePath, segment, type YoutrackCall } from './context.js';
import { toComment } from './map.js';
import { holderOf, ownOf } from './own.js';
import { MAX_PAGE_SIZE, readPage, walk } from './pages.js';
import { COMMENT_FIELDS, type WireComment, zWireComments } from './wire.js';

/** Comments, oldest first; YouTrack goes on listing those that were deleted to who may restore them. @internal */
export async function* listComments(
  call: YoutrackCall,
  issueId: string,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<IssueComment>, void, void> {
  const { cursor } = checkQuery(query, ['cursor'], call.operation, 'youtrack');
  for await (const { items, cursor: next } of listWireComments(call, issueId, cursor)) {
    yield { items: items.map(toComment), cursor: next };
  }
}

/**
 * The comments of an issue as YouTrack has them. Their pages are counted off, so one that is deleted moves the others up.
 * Therefore each page begins with the last entry of the one before; when that has left its place, the walk begins anew and
 * leaves out what it gave.
 *
 * @internal
 */
export function listWireComments(
  call: YoutrackCall,
  issueId: string,
  cursor: string | undefined,
): AsyncGenerator<Page<WireComment>, void, void> {
  const path = commentsPath(call, issueId);
  const given = new Set<string>();
  const read = async (position: string) => {
    const place = new URLSearchParams(position);
    const [skip, last] = [Number(place.get('skip')), place.get('last')];
    const overlap = last === null ? 0 : 1;
    const listing = { path, fields: COMMENT_FIELDS, schema: zWireComments, pageSize: MAX_PAGE_SIZE + overlap };
    const { wires, isLast } = await readPage(call, listing, skip - overlap);
    const holder = wires[0]?.issue;
    if (holder) await ownOf(call, { body: holder, attempts: 1, status: 200 });
    else if (last === null) await holderOf(call, issueId);
    if (last !== null && wires[0]?.id !== last) {
      return { items: [], next: `round=${Number(place.get('round')) + 1}` };
    }
    const page = wires.slice(overlap);
    const items = page.filter(({ id, deleted }) => !deleted && !given.has(id));
    for (const { id } of page) given.add(id);
    if (isLast) return { items, next: null };
    place.set('skip', String(skip + page.length));
    const end = page.at(-1);
    if (end) place.set('last', end.id);
    return { items, next: place.toString() };
  };
  return walk(call, () => ({ query: { path, pageSize: MAX_PAGE_SIZE }, cursor, read }));
}

/** The path of an issue's comments, or of one of them. @internal */
export function commentsPath(call: YoutrackCall, issueId: string, commentId?: string): string {
  const comments = `${issuePath(call, issueId)}/comments`;
  return commentId === undefined
    ? comments
    : `${comments}/${segment(call, commentId, 'commentId', /^\d+-\d+$/, '4-17')}`;
}
