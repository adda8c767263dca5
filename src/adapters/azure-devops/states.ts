import type { IssueStatus } from '../../contracts/issue-status.js';
import { type AzureCall, invalid } from './context.js';
import type { ItemType } from './item-types.js';

/** So many moves in a row, and no further. */
const MAX_HOPS = 5;

/** What is needed of a type to move work items of it. */
type Workflow = Pick<ItemType, 'name' | 'states' | 'transitions'>;

/**
 * The states that stand for a status, the best first: those that the host named, in its order, then the others in the order
 * of the workflow.
 *
 * @throws InvalidInputError where there is none, with the choices.
 *
 * @internal
 */
export function statesFor(call: AzureCall, { name, states }: Workflow, status: IssueStatus): readonly string[] {
  const fitting = [...states].filter(([, meaning]) => meaning === status).map(([state]) => state);
  if (fitting.length === 0) {
    const choices = [...states].map(([state, meaning]) => `${meaning} (${state})`).join(', ');
    throw invalid(call, 'status', `no state of the type ${name} stands for ${status}; the choices are ${choices}`);
  }
  const fold = (word: string) => word.trim().toLowerCase();
  const named = call.words.status
    .wordsFor(status)
    .flatMap((word) => fitting.filter((state) => fold(state) === fold(word)));
  return [...new Set([...named, ...fitting])];
}

/**
 * The states that lead from one to a status, as far as Azure DevOps tells which can follow which; without a word of it, any.
 *
 * @throws InvalidInputError where there is no way.
 *
 * @internal
 */
export function wayTo(call: AzureCall, type: Workflow, from: string, status: IssueStatus): readonly string[] {
  if (type.states.get(from) === status) return [];
  const targets = statesFor(call, type, status);
  const { transitions } = type;
  const onwards = (state: string) =>
    transitions && Object.hasOwn(transitions, state) ? (transitions[state] ?? []).map(({ to }) => to) : undefined;
  if (onwards(from) === undefined) return targets.slice(0, 1);
  const ways = shortestWays(from, (state) => onwards(state) ?? []);
  for (const target of targets) {
    const way = ways.get(target);
    if (way) return way;
  }
  const open = onwards(from)?.filter((state) => state !== from);
  const message = `no way leads from ${from} to ${targets.join(' or ')}; from there ${open?.join(', ') || 'nothing'} can be reached`;
  throw invalid(call, 'status', message);
}

/** The shortest way to each state that can be reached. None leads through another by chance: the first found is kept. */
function shortestWays(from: string, onwards: (state: string) => readonly string[]): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[from, []]]);
  for (const [state, way] of ways) {
    if (way.length >= MAX_HOPS) continue;
    // A map goes on over what is added to it meanwhile.
    for (const next of onwards(state)) if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return ways;
}
