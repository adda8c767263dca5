import { inputError } from './refusals.js';

/** How much of a connection is wanted. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

const MAX_PAGE = 250;

/**
 * A page of a list. A cursor is the id of an entry and stands wherever that entry stands now, so it moves with it.
 *
 * @param list - In Linear's order: the newest first.
 */
export function connectionOf<Entry extends { readonly id: string }, Node>(
  list: readonly Entry[],
  { first, after, last, before }: PageArgs,
  toNode: (entry: Entry) => Node,
) {
  for (const size of [first, last]) {
    if (size && (size > MAX_PAGE || size < 1))
      throw inputError('Argument Validation Error', `first/last: at most ${MAX_PAGE}`);
  }
  const at = (cursor: string) => {
    const found = list.findIndex(({ id }) => id === cursor);
    if (found < 0) throw inputError('Invalid cursor', 'The cursor is not valid.');
    return found;
  };
  const from = after ? at(after) + 1 : 0;
  const to = before ? at(before) : list.length;
  const between = list.slice(from, to);
  const entries = last ? between.slice(-last) : between.slice(0, first ?? 50);
  const start = entries[0];
  const end = entries.at(-1);
  return {
    nodes: entries.map(toNode),
    pageInfo: {
      hasNextPage: last ? to < list.length : entries.length < between.length,
      hasPreviousPage: last ? entries.length < between.length : from > 0,
      startCursor: start?.id ?? null,
      endCursor: end?.id ?? null,
    },
  };
}
