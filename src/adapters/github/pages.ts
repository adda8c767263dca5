import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import type { HttpReply } from '../../http/http-request.js';
import { nextSearch } from '../../http/link-header.js';
import { walkPages } from '../../http/walk-pages.js';
import { detailsOf, type GithubCall } from './call.js';
import { isPartial, labelOf, needsSso } from './faults.js';

/** What a listing gives. @internal */
export type Pages<Item> = AsyncGenerator<Page<Item>, void, void>;

/** One of GitHub's lists: the pages that its links lead to. @internal */
export interface GithubList<Body, Item> {
  readonly path: string;
  /** The query of the first page. */
  readonly search?: string;
  readonly schema: Schema<Body>;
  readonly toItems: (body: Body) => readonly Item[];
  /** Where the page after this one is, if not where its link says. */
  readonly toNext?: (link: string | null, body: Body) => string | null;
  readonly cursor?: string | undefined;
}

/**
 * Walks a list page by page. Only the query of a next-page link is followed, on our own host and path.
 *
 * @param list - The list, or what makes it with the first page.
 * @param refuse - Throws for a page that GitHub does not serve.
 *
 * @internal
 */
export function pagesOf<Body, Item>(
  call: GithubCall,
  list: GithubList<Body, Item> | (() => GithubList<Body, Item>),
  refuse?: (search: string) => void,
): Pages<Item> {
  return walkPages(() => {
    const {
      path,
      search: first = 'per_page=100',
      schema,
      toItems,
      toNext = (link) => link,
      cursor,
    } = typeof list === 'function' ? list() : list;
    const { operation, workspace } = call;
    const { open, seal } = createCursorCodec({ operation, workspace, path, first });
    return {
      first: cursor === undefined ? first : open(cursor, operation, 'github'),
      seal,
      details: detailsOf(call),
      read: async (search) => {
        refuse?.(search);
        const reply = await call.send({ path, search, schema });
        refusePartial(call, reply);
        return { items: toItems(reply.body), next: toNext(nextSearch(reply.headers), reply.body) };
      },
    };
  });
}

/** The items of all pages. @internal */
export async function allOf<Item>(pages: Pages<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

/** Throws where GitHub says that it left something out, in an answer that looks whole. @internal */
export function refusePartial(call: GithubCall, reply: HttpReply<unknown>): void {
  if (!isPartial(reply)) return;
  const details = detailsOf(call, reply);
  throw needsSso(`${labelOf(details)}: GitHub left something out`, details);
}
