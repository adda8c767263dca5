import type { Page } from '../../../../src/contracts/page.js';
import type { Mutants } from './mutant.js';

interface Step {
  readonly cursor?: string;
  readonly limit?: number;
}

type List<Query, Item> = (query?: Query & Step) => Promise<Page<Item>>;

/** A listing that pages by counting, over items in another order where one is given. */
export function countingList<Query extends object, Item>(
  list: List<Query, Item>,
  arrange: (items: readonly Item[]) => readonly Item[] = (items) => items,
): List<Query, Item> {
  return async (query) => {
    const { cursor, limit = 100, ...rest } = { ...query } as Query & Step;
    const all = arrange((await list({ ...rest, limit: 1000 } as Query & Step)).items);
    const start = Number(cursor ?? 0);
    return {
      items: all.slice(start, start + limit),
      cursor: start + limit < all.length ? String(start + limit) : null,
    };
  };
}

function without<Query extends object>(query: (Query & Step) | undefined): Query & Step {
  const { cursor: _, ...rest } = { ...query } as Query & Step;
  return rest as Query & Step;
}

export function listingMutants<Query extends object, Item, Store extends { readonly list: List<Query, Item> }>(
  prefix: string,
  create: () => Store,
  features: { readonly removes: boolean; readonly addsAnywhere: boolean },
): Mutants<Store> {
  const mutant = (change: (list: List<Query, Item>) => List<Query, Item>) => (): Store => {
    const store = create();
    return { ...store, list: change(store.list) };
  };
  const isOurs = (query: Step | undefined) => (query?.cursor?.length ?? 0) > 20;

  return {
    [`${prefix}/list-pages`]: [
      mutant((list) => async (query) => {
        const page = await list(query);
        return query?.cursor === undefined ? page : { ...page, items: page.items.slice(1) };
      }),
      mutant((list) => async (query) => {
        const page = await list(query);
        const isLonelyLast = query?.cursor !== undefined && page.cursor === null && page.items.length === 1;
        return isLonelyLast ? { ...page, items: [] } : page;
      }),
    ],
    [`${prefix}/list-default-limit`]: mutant((list) => (query) => list({ limit: 1000, ...query } as Query & Step)),
    [`${prefix}/list-limit-range`]: mutant(
      (list) => (query) =>
        list({ ...query, limit: Math.min(1000, Math.max(1, Math.floor(query?.limit ?? 100) || 100)) } as Query & Step),
    ),
    [`${prefix}/cursor-garbage`]: mutant((list) => (query) => list(isOurs(query) ? query : without(query))),
    [`${prefix}/cursor-bound-to-query`]: mutant(
      (list) => (query) =>
        list(query).catch((error: unknown) => {
          if (isOurs(query)) return list(without(query));
          throw error;
        }),
    ),
    [`${prefix}/cursor-used-again`]: mutant((list) => {
      const used = new Set<string>();
      return async (query) => {
        const cursor = query?.cursor;
        if (cursor !== undefined && used.has(cursor)) return { items: [], cursor: null };
        if (cursor !== undefined) used.add(cursor);
        return list(query);
      };
    }),
    ...(features.removes ? { [`${prefix}/cursor-outlives-its-record`]: mutant((list) => countingList(list)) } : {}),
    ...(features.addsAnywhere ? { [`${prefix}/cursor-marks-a-record`]: mutant((list) => countingList(list)) } : {}),
  };
}
