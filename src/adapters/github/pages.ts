import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import type { HttpReply } from '../../http/http-request.js';
import { nextSearch } from '../../http/link-header.js';
import { walkPages } from '../../http/walk-pages.js';
import { isPartial, labelOf, needsSso } from './faults.js';
import type { GithubContext } from './options.js';
import { detailsOf } from './refusals.js';

/** One of GitHub's lists: the pages that its links lead to. @internal */
export interface GithubList<Body, Item> {
  readonly operation: string;
  readonly path: string;
  /** The query of the first page. */
  readonly search?: string;
  readonly schema: Schema<Body>;
  readonly toItems: (body: Body) => readonly Item[];
  /** Where the page after this one is, if not where its link says. */
  readonly toNext?: (link: string | null, body: Body) => string | null;
  /** Throws for a page that GitHub does not serve. */
  readonly refuse?: (search: string) => void;
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Walks a list page by page. Only the query of a next-page link is followed, on our own host and path.
 *
 * @internal
 */
export async function* pagesOf<Body, Item>(
  { http, workspace }: Pick<GithubContext, 'http' | 'workspace'>,
  list: GithubList<Body, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const { operation, path, search: first = 'per_page=100', schema, toItems, toNext, refuse, cursor, signal } = list;
  const { open, seal } = createCursorCodec({ operation, workspace, path, first });
  yield* walkPages({
    first: cursor === undefined ? first : open(cursor, operation, 'github'),
    seal,
    details: detailsOf(operation),
    read: async (search) => {
      refuse?.(search);
      const reply: HttpReply<Body> = await http.send({ operation, path, search, schema, signal });
      refusePartial(reply, operation);
      const link = nextSearch(reply.headers);
      return { items: toItems(reply.body), next: toNext ? toNext(link, reply.body) : link };
    },
  });
}

/** The items of all pages. @internal */
export async function allOf<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

/** Throws where GitHub says that it left something out, in an answer that looks whole. @internal */
export function refusePartial(reply: HttpReply<unknown>, operation: string): void {
  if (!isPartial(reply.headers)) return;
  const details = detailsOf(operation, reply);
  throw needsSso(`${labelOf(details)}: GitHub left something out`, details);
}
