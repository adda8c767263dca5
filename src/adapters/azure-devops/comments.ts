import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { type AzureCall, itemPath } from './context.js';
import { toComments } from './map-comments.js';
import { walk } from './walk.js';
import { type WireComment, zWireComments } from './wire-site.js';

/** Comments are in preview in every version. @internal */
export const PREVIEW = { '7.1': '-preview.4', '6.0': '-preview.3' } as const;

/** The path of a work item's comments, or of one of them. @internal */
export function commentsPath(call: AzureCall, issueId: string, commentId?: string): string {
  const comments = `${itemPath(call, issueId).replace('workitems', 'workItems')}/comments`;
  return commentId === undefined ? comments : `${comments}/${call.number(commentId, 'commentId')}`;
}

/**
 * Comments, oldest first.
 *
 * @internal
 */
export function listComments(
  call: AzureCall,
  issueId: string,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<IssueComment>, void, void> {
  return wireComments(call, issueId, 'asc', toComments, query);
}

/** Pages of comments, in either direction. @internal */
export function wireComments<Item>(
  call: AzureCall,
  issueId: string,
  order: 'asc' | 'desc',
  toItems: (wires: readonly WireComment[]) => readonly Item[] | Promise<readonly Item[]>,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<Item>, void, void> {
  return walk(call, () => {
    const { cursor } = checkQuery(query, ['cursor'], call.operation, 'azure_devops');
    const path = commentsPath(call, issueId);
    const read = async (position: string) => {
      const search = { $top: 200, order, continuationToken: position || undefined };
      const { body } = await call.send({ path, search, preview: PREVIEW, schema: zWireComments });
      return { items: await toItems(body.comments), next: body.continuationToken || null };
    };
    return { query: { issueId }, cursor, read };
  });
}
