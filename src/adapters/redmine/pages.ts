import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { type ServerPage, walkPages } from '../../http/walk-pages.js';
import { type RedmineCall, unsent } from './context.js';
import { ask, readProved } from './session.js';

/** The largest page that Redmine serves. @internal */
export const MAX_PAGE_SIZE = 100;

/** A walk over pages. @internal */
export interface RedmineWalk<Item> {
  /** All that decides which items come, and in which order. */
  readonly query: unknown;
  readonly cursor: string | undefined;
  /** Reads the page at a position, without a proof of the key; a second time if the key became another meanwhile. */
  readonly read: (position: string) => Promise<ServerPage<Item>>;
}

/**
 * Walks a list from its first page or from a cursor of it. No page is handed out before the key was proved, and the last
 * one not before it was proved once more: one that was taken back on the way would leave out what is private, in silence.
 *
 * @param begin - Makes the walk, with the first page.
 *
 * @internal
 */
export function walk<Item>(call: RedmineCall, begin: () => RedmineWalk<Item>): AsyncGenerator<Page<Item>, void, void> {
  return walkPages(() => {
    const { query, cursor, read } = begin();
    const { operation, workspace } = call;
    const { open, seal } = createCursorCodec({ operation, workspace, query });
    const first = cursor === undefined ? '' : open(cursor, operation, 'redmine');
    const isLast = ({ next }: ServerPage<Item>) => next === null;
    return {
      first,
      read: (position) => readProved(call, () => read(position), isLast),
      seal,
      details: { context: unsent(call) },
    };
  });
}

/** A list of Redmine's that pages by offset. @internal */
export interface PageQuery<Wire, Item> {
  readonly path: string;
  readonly search?: string;
  readonly pageSize?: number;
  readonly schema: Schema<Wire>;
  readonly entriesOf: (wire: Wire) => readonly unknown[];
  readonly toItems: (wire: Wire) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor?: string | undefined;
}

/** @internal */
export function pagesOf<Wire extends { readonly total_count?: number | null | undefined }, Item>(
  call: RedmineCall,
  { path, search = '', pageSize = MAX_PAGE_SIZE, schema, entriesOf, toItems, cursor }: PageQuery<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const read = async (position: string) => {
    const asked = withParameters(search, { limit: String(pageSize), offset: position || '0' });
    const { body } = await ask(call, { path, search: asked, schema });
    const end = nextOffset(Number(position), entriesOf(body).length, body.total_count);
    return { items: await toItems(body), next: end === null ? null : String(end) };
  };
  return walk(call, () => ({ query: { path, search, pageSize }, cursor, read }));
}

/** Where a list goes on behind a page; null at its end. @internal */
export function nextOffset(offset: number, count: number, total: number | null | undefined): number | null {
  const end = offset + count;
  return count === 0 || (typeof total === 'number' && end >= total) ? null : end;
}

/** A query with some parameters set anew. @internal */
export function withParameters(search: string, changes: string | Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(changes)) parameters.set(name, value);
  return parameters.toString();
}
