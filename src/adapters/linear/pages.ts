import type { Page } from '../../contracts/page.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { ContractError } from '../../errors/contract-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { type ServerPage, walkPages } from '../../http/walk-pages.js';
import { about, type LinearCall, unsent } from './context.js';
import { TOO_COMPLEX } from './faults.js';

/** A walk over pages. @internal */
export interface LinearWalk<Item> {
  /** What decides which items come in which order: plain JSON. */
  readonly query: unknown;
  readonly cursor: string | undefined;
  /** Reads the page at a position; the first one is empty. */
  readonly read: (position: string) => Promise<ServerPage<Item>>;
}

/**
 * Walks a list from its beginning or from a cursor of it.
 *
 * @param begin - Makes the walk, with the first page.
 *
 * @internal
 */
export function walk<Item>(call: LinearCall, begin: () => LinearWalk<Item>): AsyncGenerator<Page<Item>, void, void> {
  return walkPages(() => {
    const { query, cursor, read } = begin();
    const { operation, workspace } = call;
    const { open, seal } = createCursorCodec({ operation, workspace, query });
    const first = cursor === undefined ? '' : open(cursor, operation, 'linear');
    return { first, read, seal, details: { context: unsent(call) } };
  });
}

/** Where the next page is, by what a page says of it; null at the end. @internal */
export function nextOf(
  call: LinearCall,
  reply: HttpReply<unknown>,
  hasNext: boolean,
  cursor: string | null | undefined,
): string | null {
  if (!hasNext) return null;
  if (cursor) return cursor;
  throw about(call, reply, ContractError, 'there is a next page, and no way to it', {});
}

/**
 * Reads a page of issues, and reads it smaller where Linear says that the query is too complex: the size that it takes is
 * the largest for all further pages of this adapter.
 *
 * @internal
 */
export async function sized<Reply>(
  { memo }: LinearCall,
  pageSize: number,
  read: (size: number) => Promise<Reply>,
): Promise<Reply> {
  for (;;) {
    const size = Math.min(pageSize, memo.pageSize);
    try {
      return await read(size);
    } catch (error) {
      if (size === 1 || !isTrackerError(error, 'rejected') || error.serverCode !== TOO_COMPLEX) throw error;
      // Of two that met it at once, the second halves what is left no further.
      memo.pageSize = Math.min(memo.pageSize, Math.ceil(size / 2));
    }
  }
}
