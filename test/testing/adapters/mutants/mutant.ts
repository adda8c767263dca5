import type { Issue } from '../../../../src/contracts/issue.js';
import type { Page } from '../../../../src/contracts/page.js';
import { AmbiguousWriteError } from '../../../../src/errors/ambiguous-write-error.js';
import type { AdapterHarness } from '../../../../src/testing/adapters/adapter-case.js';
import { createFakeAdapter } from '../../../../src/testing/adapters/fake-adapter.js';
import { createFakeTracker, type FakeTracker } from '../../../../src/testing/adapters/fake-tracker.js';
import type { WholeAdapter } from '../../../../src/testing/adapters/whole-adapter.js';

/** A part of an adapter: whole members, or some methods of a group. */
export type Change = {
  readonly [Member in keyof WholeAdapter]?: WholeAdapter[Member] extends (...args: never) => unknown
    ? WholeAdapter[Member]
    : Partial<WholeAdapter[Member]>;
};

export type Mutant = () => AdapterHarness;

/**
 * Adapters that break one rule each, by the id of the case that must notice. Made from the fake adapter by replacing a
 * method. A case with several mutants must fail on each of them.
 */
export type Mutants = Readonly<Record<string, Mutant | readonly Mutant[]>>;

function changed(adapter: WholeAdapter, change: Change): WholeAdapter {
  const members = Object.entries(change).map(([name, value]) => {
    const before: unknown = Reflect.get(adapter, name);
    const isGroup = typeof before === 'object' && typeof value === 'object' && value !== null;
    return [name, isGroup ? { ...before, ...value } : value];
  });
  return { ...adapter, ...Object.fromEntries(members) };
}

/** An adapter over the fake tracker that loses the answer of each write. */
function losing(adapter: WholeAdapter): WholeAdapter {
  const lost = async (write: Promise<unknown>, operation: string, clientKey?: string): Promise<never> => {
    await write;
    const context = { operation, provider: 'fake', attempts: 1 };
    throw new AmbiguousWriteError(`fake ${operation}: the answer was lost`, { context, clientKey });
  };
  const { issues, comments } = adapter;
  return changed(adapter, {
    issues: {
      create: (draft, call) => lost(issues.create(draft, call), 'issues.create', call?.clientKey),
      update: (id, patch, call) => lost(issues.update(id, patch, call), 'issues.update'),
      delete: (id, call) => lost(issues.delete(id, call), 'issues.delete'),
    },
    comments: { add: (id, body, call) => lost(comments.add(id, body, call), 'comments.add', call?.clientKey) },
  });
}

/** The harness of the fake adapter, or of one that was changed. */
export function harnessOf(
  change: (adapter: WholeAdapter, tracker: FakeTracker) => Change = () => ({}),
): AdapterHarness {
  const tracker = createFakeTracker();
  const make = () => {
    const adapter = createFakeAdapter(tracker);
    return changed(adapter, change(adapter, tracker));
  };
  return {
    adapter: make(),
    again: make,
    readOnly: () => createFakeAdapter(tracker, { readOnly: true }),
    losing: () => losing(make()),
    sent: () => tracker.requests,
    backlinks: async (id) => [...(tracker.backlinks.get(id)?.values() ?? [])],
    unknownId: '4711',
  };
}

export const mutant =
  (change: (adapter: WholeAdapter, tracker: FakeTracker) => Change): Mutant =>
  () =>
    harnessOf(change);

/** A mutant that meets a lost answer in its own way. */
export const losingWrongly =
  (change: (adapter: WholeAdapter, tracker: FakeTracker) => Change): Mutant =>
  () => {
    const tracker = createFakeTracker();
    const adapter = createFakeAdapter(tracker);
    return { adapter, again: () => adapter, losing: () => changed(adapter, change(adapter, tracker)) };
  };

/** A mutant of the issues alone. */
export const issues = (
  change: (group: WholeAdapter['issues'], tracker: FakeTracker) => Partial<WholeAdapter['issues']>,
): Mutant => mutant((adapter, tracker) => ({ issues: change(adapter.issues, tracker) }));

/** A value of the wrong type, where a mutant must hand one out. */
export function wrong(value: unknown): never {
  return value as never;
}

/** A listing with each page changed; `undefined` leaves a page out. */
export async function* paged<Item>(
  listing: AsyncGenerator<Page<Item>, void, void>,
  change: (page: Page<Item>, nth: number) => Page<Item> | undefined,
): AsyncGenerator<Page<Item>, void, void> {
  let nth = 0;
  for await (const page of listing) {
    const shown = change(page, nth++);
    if (shown) yield shown;
    if (shown?.cursor === null) return;
  }
}

/** A listing with each item changed. */
export function mapped<Item>(listing: AsyncGenerator<Page<Item>, void, void>, change: (item: Item) => Item) {
  return paged(listing, ({ items, cursor }) => ({ items: items.map(change), cursor }));
}

/** A mutant whose listing shows issues differently. */
export const shown = (change: (issue: Issue) => Issue): Mutant =>
  issues(({ list }) => ({ list: (query, call) => mapped(list(query, call), change) }));

/** Throws the second time it is asked for the same. */
export function onlyOnce(error: Error) {
  const seen = new Set<string>();
  return (...key: readonly unknown[]) => {
    const text = JSON.stringify(key);
    if (seen.has(text)) throw error;
    seen.add(text);
  };
}
