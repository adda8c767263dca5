import type { Page } from '../../contracts/page.js';
import { expectDefined, expectEqual, expectInvalidInput, expectTrue } from './assert.js';
import { type StoreCase, storeCase } from './store-case.js';

/** What every listing takes. */
interface ListingStep {
  readonly cursor?: string;
  readonly limit?: number;
}

/** How a listing is driven. Records have ordinals, and are listed in their order. */
interface ListingSubject<Store, Item> {
  /** The first part of the cases' ids. */
  readonly prefix: string;
  readonly add: (store: Store, ordinals: readonly number[]) => Promise<unknown>;
  /** Absent where nothing can be removed. */
  readonly remove?: (store: Store, ordinals: readonly number[]) => Promise<unknown>;
  /** Whether a record that is added later can come to stand earlier. */
  readonly addsAnywhere: boolean;
  readonly list: (store: Store, step: ListingStep) => Promise<Page<Item>>;
  readonly ordinalOf: (item: Item) => number;
  /** Listings of other queries, by name. */
  readonly others: Readonly<Record<string, (store: Store, step: ListingStep) => Promise<Page<unknown>>>>;
}

// More steps than any case needs: a cursor that does not move on must not hang the run.
const MAX_STEPS = 50;

/** All items of a listing, from a cursor or from the start; checks that no page is longer than its limit. */
export async function readAll<Item>(
  list: (step: ListingStep) => Promise<Page<Item>>,
  { cursor, limit }: ListingStep = {},
): Promise<Item[]> {
  const found: Item[] = [];
  let next = cursor;
  for (let step = 0; step < MAX_STEPS; step++) {
    const page = await list({
      ...(next === undefined ? {} : { cursor: next }),
      ...(limit === undefined ? {} : { limit }),
    });
    const most = limit ?? 100;
    expectTrue(page.items.length <= most, `a page has at most ${most} items, this one ${page.items.length}`);
    found.push(...page.items);
    if (page.cursor === null) return found;
    next = page.cursor;
  }
  throw new Error(`the listing has not ended after ${MAX_STEPS} pages`);
}

/** The integers from one to another, both included. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** The rules of listing by cursor, which are the same for every store that has it. */
export function listingCases<Store, Item>(subject: ListingSubject<Store, Item>): StoreCase<Store>[] {
  const { prefix, add, remove, list, ordinalOf, others } = subject;
  const ordinals = async (store: Store, step?: ListingStep) =>
    (await readAll((next) => list(store, next), step)).map(ordinalOf);

  /** The ordinals of the first page that has any, two at the most, and the cursor behind it. */
  async function begin(store: Store) {
    let page = await list(store, { limit: 2 });
    for (let step = 0; step < MAX_STEPS && page.items.length === 0 && page.cursor !== null; step++) {
      page = await list(store, { limit: 2, cursor: page.cursor });
    }
    expectTrue(page.items.length > 0, 'a listing of what is there brings items');
    return {
      seen: page.items.map(ordinalOf),
      cursor: expectDefined(page.cursor ?? undefined, 'a page that is not the last has a cursor'),
    };
  }

  const cases: StoreCase<Store>[] = [
    storeCase(`${prefix}/list-pages`, 'pages of any size bring each record once, in order', async (store) => {
      await add(store, range(1, 7));
      for (const limit of [1, 2, 3, 7, 1000]) {
        expectEqual(await ordinals(store, { limit }), range(1, 7), `pages of ${limit}`);
      }
    }),
    storeCase(`${prefix}/list-default-limit`, 'a page has 100 records at the most by default', async (store) => {
      await add(store, range(1, 102));
      expectEqual(await ordinals(store), range(1, 102), 'pages without a limit');
    }),
    storeCase(`${prefix}/list-limit-range`, 'a limit that is no integer from 1 to 1000 is refused', async (store) => {
      await add(store, range(1, 3));
      for (const limit of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
        await expectInvalidInput(() => list(store, { limit }), `the limit ${limit}`);
      }
    }),
    storeCase(`${prefix}/cursor-garbage`, 'a text that is no cursor is refused', async (store) => {
      await add(store, range(1, 5));
      for (const garbage of ['', 'garbage', '%', '0', '[]', 7, null, {}]) {
        await expectInvalidInput(
          () => list(store, { cursor: garbage as string }),
          `the cursor ${JSON.stringify(garbage)}`,
        );
      }
    }),
    storeCase(`${prefix}/cursor-bound-to-query`, 'a cursor of another query is refused', async (store) => {
      await add(store, range(1, 5));
      const { cursor } = await begin(store);
      for (const [name, other] of Object.entries(others)) {
        await expectInvalidInput(() => other(store, { cursor }), `the cursor in a query by ${name}`);
      }
    }),
    storeCase(`${prefix}/cursor-used-again`, 'a cursor brings the same page again', async (store) => {
      await add(store, range(1, 7));
      const { seen, cursor } = await begin(store);
      for (const time of ['first', 'second']) {
        expectEqual(await ordinals(store, { cursor, limit: 2 }), range(seen.length + 1, 7), `the ${time} time`);
      }
    }),
  ];
  if (remove) {
    cases.push(
      storeCase(`${prefix}/cursor-outlives-its-record`, 'what is removed while paging hides nothing', async (store) => {
        await add(store, range(1, 7));
        const { seen, cursor } = await begin(store);
        await remove(store, seen);
        expectEqual(await ordinals(store, { cursor, limit: 2 }), range(seen.length + 1, 7), 'the pages behind it');
      }),
    );
  }
  if (subject.addsAnywhere) {
    cases.push(
      storeCase(`${prefix}/cursor-marks-a-record`, 'what is added while paging repeats nothing', async (store) => {
        await add(store, range(3, 9));
        const { seen, cursor } = await begin(store);
        await add(store, [1, 2, 10]);
        const rest = await ordinals(store, { cursor, limit: 2 });
        // Whether the listing still brings what was added meanwhile is the store's own business.
        const old = rest.filter((ordinal) => ordinal >= 3 && ordinal <= 9);
        expectEqual(old, range(seen.length + 3, 9), 'the records that were there, behind the cursor');
      }),
    );
  }
  return cases;
}
