import type { Checked } from '../contracts/problems.js';
import type { Problem } from '../errors/problem.js';

/** Describing a problem costs far more than sending one does, and nobody reads ten thousand. */
export const MAX_PROBLEMS = 1000;

/**
 * Checks the entries of a list one by one, as long as there are not too many problems, and adds what is wrong to them.
 *
 * @param list - What is no list has no entries.
 * @param keep - Makes what is kept of a good entry; of `undefined` nothing is.
 */
export function checkEntries<Entry, Kept>(
  key: 'issues' | 'mappings',
  list: unknown,
  checkEntry: (value: unknown, root: readonly PropertyKey[]) => Checked<Entry>,
  problems: Problem[],
  keep: (entry: Entry, at: number) => Kept | undefined,
): Kept[] {
  const kept: Kept[] = [];
  for (let at = 0; Array.isArray(list) && at < list.length && problems.length < MAX_PROBLEMS; at++) {
    const checked = checkEntry(list[at], [key, at]);
    const one = checked.ok ? keep(checked.value, at) : void problems.push(...checked.problems);
    if (one !== undefined) kept.push(one);
  }
  return kept;
}
