import { type AdapterCase, type CreateAdapterHarness, lackedBy } from './adapter-case.js';
import { adapterCases } from './adapter-cases.js';

/**
 * What became of one case.
 *
 * @public
 */
export interface AdapterCaseResult {
  /** The case's id. */
  readonly id: string;
  /** The case's title. */
  readonly title: string;
  /** Whether the adapter keeps the rule; `skipped` where it lacks what the rule is about. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why not: what was expected and what was found, or what is lacking. */
  readonly reason?: string;
}

/**
 * Runs cases one after another without a test runner. Never rejects: a failure is in the report.
 *
 * @param create - Makes a harness, once for each case.
 * @param cases - Default: all of `adapterCases`.
 *
 * @public
 */
export async function runAdapterCases(
  create: CreateAdapterHarness,
  cases: readonly AdapterCase[] = adapterCases,
): Promise<AdapterCaseResult[]> {
  const results: AdapterCaseResult[] = [];
  for (const adapterCase of cases) {
    const { id, title } = adapterCase;
    try {
      const harness = await create();
      const lacks = lackedBy(harness, adapterCase);
      if (lacks.length > 0) {
        results.push({ id, title, outcome: 'skipped', reason: `no ${lacks.join(', ')}` });
        continue;
      }
      await adapterCase.run(harness);
      results.push({ id, title, outcome: 'passed' });
    } catch (error) {
      results.push({ id, title, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
}
