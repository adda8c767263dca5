import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { type ServerPage, walkPages } from '../../http/walk-pages.js';
import { unsent, type YoutrackCall } from './context.js';
import { zWireIds } from './wire.js';

/** The largest page that is asked for: more of them takes YouTrack long. Without a number it gives 42 and says nothing. @internal */
export const MAX_PAGE_SIZE = 100;

/** A list of YouTrack's. @internal */
export interface Listing<Wire> {
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly fields: string;
  readonly schema: Schema<readonly Wire[]>;
  readonly pageSize?: number | undefined;
}

/**
 * A part of a list, and whether it is the last. YouTrack does not say; a short page may be the end, or the most that an
 * administrator allows, so there the next entry is asked for.
 *
 * @internal
 */
export async function readPage<Wire>(
  { send }: YoutrackCall,
  { path, search = {}, fields, schema, pageSize = MAX_PAGE_SIZE }: Listing<Wire>,
  skip: number,
): Promise<{ readonly wires: readonly Wire[]; readonly isLast: boolean }> {
  const part = (from: number, top: number) => ({ ...search, $skip: String(from), $top: String(top) });
  const { body: wires } = await send({ path, search: part(skip, pageSize), fields, schema });
  if (wires.length === 0) return { wires, isLast: true };
  if (wires.length >= pageSize) return { wires, isLast: false };
  const next = await send({ path, search: part(skip + wires.length, 1), fields: 'id', schema: zWireIds });
  return { wires, isLast: next.body.length === 0 };
}

/** Every entry of a list that is short by nature. @internal */
export async function readAll<Wire>(call: YoutrackCall, listing: Listing<Wire>): Promise<Wire[]> {
  const found: Wire[] = [];
  for (let isLast = false; !isLast; ) {
    const page = await readPage(call, listing, found.length);
    found.push(...page.wires);
    isLast = page.isLast;
  }
  return found;
}

/** A list whose pages are counted off. @internal */
export interface CountedList<Wire, Item> extends Listing<Wire> {
  readonly toItems: (wires: readonly Wire[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor?: string | undefined;
}

/** @internal */
export function pagesOf<Wire, Item>(
  call: YoutrackCall,
  { toItems, cursor, ...listing }: CountedList<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const read = async (position: string) => {
    const skip = Number(position);
    const { wires, isLast } = await readPage(call, listing, skip);
    return { items: await toItems(wires), next: isLast ? null : String(skip + wires.length) };
  };
  const { path, search, pageSize } = listing;
  return walk(call, () => ({ query: { path, ...search, pageSize: pageSize ?? MAX_PAGE_SIZE }, cursor, read }));
}

/** A walk over pages. @internal */
export interface YoutrackWalk<Item> {
  /** What decides which items come in which order. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly cursor: string | undefined;
  readonly read: (position: string) => Promise<ServerPage<Item>>;
}

/**
 * Walks a list from its start or from a cursor of it.
 *
 * @param begin - Makes the walk, with the first page.
 *
 * @internal
 */
export function walk<Item>(
  call: YoutrackCall,
  begin: () => YoutrackWalk<Item>,
): AsyncGenerator<Page<Item>, void, void> {
  return walkPages(() => {
    const { query, cursor, read } = begin();
    const { operation, workspace } = call;
    const { open, seal } = createCursorCodec({ operation, workspace, ...query });
    const first = cursor === undefined ? '' : open(cursor, operation, 'youtrack');
    return { first, read, seal, details: { context: unsent(call) } };
  });
}
