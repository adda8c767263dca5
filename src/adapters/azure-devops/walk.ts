import type { Page } from '../../contracts/page.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { type ServerPage, walkPages } from '../../http/walk-pages.js';
import { type AzureCall, invalid, unsent } from './context.js';

/** A walk over pages. @internal */
export interface AzureWalk<Item> {
  /** What decides which items come, beside the operation. */
  readonly query: unknown;
  readonly cursor: string | undefined;
  /** Reads the page at a position; the first is empty. */
  readonly read: (position: string) => Promise<ServerPage<Item>>;
}

/**
 * Walks a list from its beginning or from a cursor of it.
 *
 * @param begin - Makes the walk, with the first page.
 *
 * @internal
 */
export function walk<Item>(call: AzureCall, begin: () => AzureWalk<Item>): AsyncGenerator<Page<Item>, void, void> {
  return walkPages(() => {
    const { query, cursor, read } = begin();
    const { operation, settings } = call;
    const { open, seal } = createCursorCodec({
      operation,
      project: settings.project,
      workspace: settings.workspace,
      query,
    });
    const first = cursor === undefined ? '' : open(cursor, operation, 'azure_devops');
    // Anybody can make a cursor, and a position becomes a part of a query.
    if (/[^\d#.,-]/.test(first)) throw invalid(call, 'cursor', 'is damaged or of another query; start without one');
    return { first, read, seal, details: { context: unsent(call) } };
  });
}
