import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { nextSearch } from '../../http/link-header.js';
import { walkPages } from '../../http/walk-pages.js';
import { type GitlabContext, unsent } from './context.js';

/** A list of GitLab's, walked by its own links. @internal */
export interface PageQuery<Wire, Item> {
  readonly operation: string;
  readonly path: string;
  readonly search: string;
  readonly schema: Schema<Wire[]>;
  readonly toItems: (wires: readonly Wire[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @internal */
export async function* pagesOf<Wire, Item>(
  { http, workspace }: GitlabContext,
  { operation, path, search, schema, toItems, cursor, signal }: PageQuery<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const cursors = createCursorCodec({ operation, workspace, path, search });
  yield* walkPages({
    first: cursor === undefined ? search : cursors.open(cursor, operation, 'gitlab'),
    read: async (position) => {
      const { headers, body } = await http.send({ operation, path, search: position, schema, signal });
      const next = nextIn(headers);
      return { items: await toItems(body), next: next && withParameters(search, next) };
    },
    seal: cursors.seal,
    details: { context: unsent(operation) },
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
export function withParameters(search: string, changes: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
  return parameters.toString();
}
