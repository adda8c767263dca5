import type { CreateStore, StoreCase } from './store-case.js';

/**
 * What became of one case.
 *
 * @public
 */
export interface StoreCaseResult {
  /** The case's id. */
  readonly id: string;
  /** The case's title. */
  readonly title: string;
  /** Whether the store keeps the rule. */
  readonly outcome: 'passed' | 'failed';
  /** Why not: what was expected and what was found. */
  readonly error?: string;
}

/**
 * Runs cases one after another without a test runner. Never rejects: a failure is in the report.
 *
 * @param cases - Such as `issueStoreCases`.
 * @param create - Makes an empty store, once or more for each case.
 *
 * @public
 */
export async function runStoreCases<Store>(
  cases: readonly StoreCase<Store>[],
  create: CreateStore<Store>,
): Promise<StoreCaseResult[]> {
  const results: StoreCaseResult[] = [];
  for (const { id, title, run } of cases) {
    try {
      await run(create);
      results.push({ id, title, outcome: 'passed' });
    } catch (error) {
      results.push({ id, title, outcome: 'failed', error: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
}
