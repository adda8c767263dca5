// Loaded with the first listing by state: a pull takes them all.
import type { AzureCall } from './context.js';
import { isClosing, readTypes } from './item-types.js';
import { quote } from './wiql.js';

/**
 * Open or closed, as far as names of states say it: one name may mean either, by its type, so a look at the work item has
 * the last word.
 *
 * @internal
 */
export async function stateCondition(call: AzureCall, state: 'open' | 'closed'): Promise<string> {
  const types = await readTypes(call);
  const names = new Set([...types.values()].flatMap(({ states }) => [...states.keys()]));
  const meanings = (name: string) => [...types.values()].flatMap(({ states }) => states.get(name) ?? []);
  const closed = [...names].filter((name) =>
    state === 'closed' ? meanings(name).some(isClosing) : meanings(name).every(isClosing),
  );
  // No such state at all: then every work item is open.
  if (closed.length === 0) return state === 'open' ? '[System.Id] > 0' : '[System.Id] = 0';
  return `[System.State] ${state === 'open' ? 'NOT IN' : 'IN'} (${closed.map(quote).join(', ')})`;
}
