/**
 * Makes the store that a case runs on: empty, and the case's own.
 *
 * @public
 */
export type CreateStore<Store> = () => Promise<Store> | Store;

/**
 * One rule of a store protocol as data, so that any test runner, or none, can hold a host's store to it.
 *
 * @example
 * ```ts
 * for (const { id, title, run } of issueStoreCases) {
 *   test(`${id}: ${title}`, () => run(() => createMyIssueStore(emptyDatabase())));
 * }
 * ```
 *
 * @public
 */
export interface StoreCase<Store> {
  /** A name that stays, such as `issue-store/copies-out`. */
  readonly id: string;
  /** The rule, in a few words. */
  readonly title: string;
  /** Optional features that a store must have for the case to apply. No protocol has any yet: always empty. */
  readonly requires: readonly string[];
  /** Runs the case. Rejects with an Error that says what was expected and what was found. May ask for several stores. */
  readonly run: (create: CreateStore<Store>) => Promise<void>;
}

/** A case that needs one store. */
export function storeCase<Store>(
  id: string,
  title: string,
  check: (store: Store) => Promise<unknown>,
): StoreCase<Store> {
  return {
    id,
    title,
    requires: [],
    run: async (create) => {
      await check(await create());
    },
  };
}
