import type { Page } from '../../contracts/page.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { walkPages } from '../../http/walk-pages.js';
import { detailsOf, type FakeContext } from './fake-context.js';

/** Small, so that every listing has several. */
const PAGE_SIZE = 2;

/** What the tracker lists by number: everything but issues. */
export async function* pagesOf<Item>(
  context: FakeContext,
  listing: {
    readonly operation: string;
    readonly query: unknown;
    readonly cursor: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
  all: () => readonly Item[],
): AsyncGenerator<Page<Item>, void, void> {
  const { provider, tracker, workspace } = context;
  const { cursor, operation, query, signal } = listing;
  const cursors = createCursorCodec({ operation, workspace, query });
  yield* walkPages({
    first: cursor === undefined ? '0' : cursors.open(cursor, operation, provider),
    seal: cursors.seal,
    details: detailsOf(context, operation),
    read: (position) =>
      tracker.serve(signal, () => {
        const items = all();
        const end = Number(position) + PAGE_SIZE;
        return { items: items.slice(Number(position), end), next: end < items.length ? String(end) : null };
      }),
  });
}
