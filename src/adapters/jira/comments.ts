import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import { markdownOf } from './issues.js';
import { toUtc } from './map.js';
import { issuePath, type Scope, walkOffsets } from './request.js';
import { markerOf } from './search-issues.js';
import { COMMENT_PAGES, type WireComment } from './wire.js';

/** The comment property that holds the mark of a client key; nobody sees it. @internal */
export const MARK = 'spec-kitty';
/** The comment property that makes an internal note of a comment in a service project. @internal */
export const INTERNAL = 'sd.public.comment';

function walkComments<Item>(
  scope: Scope,
  issueId: string,
  orderBy: 'created' | '-created',
  toItems: (wires: readonly WireComment[]) => Promise<readonly Item[]> | readonly Item[],
  cursor?: string,
) {
  const search = { orderBy, expand: 'properties' };
  return walkOffsets(scope, {
    path: issuePath(scope, issueId, '/comment'),
    search,
    pages: COMMENT_PAGES,
    cursor,
    toItems,
  });
}

/** Comments, oldest first. @internal */
export async function* listComments(
  scope: Scope,
  issueId: string,
  query?: { readonly cursor?: string },
): AsyncGenerator<Page<IssueComment>, void, void> {
  const { cursor } = checkQuery(query, ['cursor'], scope.operation, 'jira');
  yield* walkComments(scope, issueId, 'created', (wires) => Promise.all(wires.map(toComment)), cursor);
}

/** The comment with the mark of a client key, newest first. @internal */
export async function findComment(scope: Scope, issueId: string, clientKey: string): Promise<IssueComment | undefined> {
  const marker = markerOf(scope, clientKey);
  // As they are: pages without a hit would count as empty, and too many of those as a listing without an end.
  for await (const { items } of walkComments(scope, issueId, '-created', (wires) => wires)) {
    const found = items.find((wire) => propertyOf(wire, MARK).marker === marker);
    if (found) return toComment(found);
  }
  return undefined;
}

function propertyOf({ properties }: WireComment, name: string): Readonly<Record<string, unknown>> {
  return Object(properties?.find(({ key }) => key === name)?.value);
}

/** @internal */
export async function toComment(wire: WireComment): Promise<IssueComment> {
  const { id, body, author, created, updated, visibility, jsdPublic } = wire;
  const isInternal = jsdPublic === false || propertyOf(wire, INTERNAL).internal === true;
  return {
    id,
    body: (await markdownOf([body]))(body) ?? '',
    author: author?.accountId ?? null,
    createdAt: toUtc(created),
    updatedAt: toUtc(updated),
    visibility: visibility || isInternal ? 'restricted' : 'public',
  };
}
