import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { nextSearch } from '../../http/link-header.js';
import { type ServerPage, walkPages } from '../../http/walk-pages.js';
import { type GitlabCall, unsent } from './context.js';

/** A list of GitLab's, walked by its own links. @internal */
export interface PageQuery<Wire, Item> {
  readonly path: string;
  readonly search: string;
  readonly schema: Schema<readonly Wire[]>;
  readonly toItems: (wires: readonly Wire[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor?: string | undefined;
}

/** @internal */
export function pagesOf<Wire, Item>(
  call: GitlabCall,
  { path, search, schema, toItems, cursor }: PageQuery<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const read = async (position: string) => {
    const { headers, body } = await call.send({ path, search: withParameters(search, position), schema });
    const next = nextIn(headers);
    return { items: await toItems(body), next: next && withParameters('', next) };
  };
  return walk(call, () => ({ path, search, cursor, read }));
}

/** A walk over pages. @internal */
export interface GitlabWalk<Item> {
  readonly path: string;
  /** The first query. */
  readonly search: string;
  readonly cursor: string | undefined;
  /** Reads the page at a position: the parameters in which its query differs from the first one. */
  readonly read: (position: string) => Promise<ServerPage<Item>>;
}

/**
 * Walks a list from its first query or from a cursor of it.
 *
 * @param begin - Makes the walk, with the first page.
 *
 * @internal
 */
export function walk<Item>(call: GitlabCall, begin: () => GitlabWalk<Item>): AsyncGenerator<Page<Item>, void, void> {
  return walkPages(() => {
    const { path, search, cursor, read } = begin();
    const { operation, workspace } = call;
    const { open, seal } = createCursorCodec({ operation, workspace, path, search });
    const first = cursor === undefined ? '' : open(cursor, operation, 'gitlab');
    return { first, read, seal, details: { context: unsent(call) } };
  });
}

/**
 * What the next page is asked for by: a keyset `cursor` or `id_after`, else a `page`; null at the end. Nothing else of the
 * server's link is followed, so that it cannot change what is listed.
 *
 * @internal
 */
export function nextIn(headers: Headers): Readonly<Record<string, string>> | null {
  const link = new URLSearchParams(nextSearch(headers) ?? '');
  for (const name of ['cursor', 'id_after', 'page']) {
    const value = link.get(name);
    if (value) return { [name]: value };
  }
  const page = headers.get('x-next-page');
  return page ? { page } : null;
}

/** A query with some parameters set anew. @internal */
export function withParameters(search: string, changes: string | Readonly<Record<string, string>>): string {
  if (changes === '') return search;
  const parameters = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(changes)) parameters.set(name, value);
  return parameters.toString();
}
