import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { issuePath, segment, type YoutrackCall } from './context.js';
import { toComment } from './map.js';
import { ownOf } from './own.js';
import { pagesOf } from './pages.js';
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

/** @internal */
export function listWireComments(
  call: YoutrackCall,
  issueId: string,
  cursor: string | undefined,
): AsyncGenerator<Page<WireComment>, void, void> {
  return pagesOf(call, {
    path: commentsPath(call, issueId),
    fields: COMMENT_FIELDS,
    schema: zWireComments,
    toItems: async (wires) => {
      const holder = wires[0]?.issue;
      if (holder) await ownOf(call, { body: holder, attempts: 1, status: 200 });
      return wires.filter(({ deleted }) => !deleted);
    },
    cursor,
  });
}

/** The path of an issue's comments, or of one of them. @internal */
export function commentsPath(call: YoutrackCall, issueId: string, commentId?: string): string {
  const comments = `${issuePath(call, issueId)}/comments`;
  return commentId === undefined
    ? comments
    : `${comments}/${segment(call, commentId, 'commentId', /^\d+-\d+$/, '4-17')}`;
}
