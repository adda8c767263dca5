import { flag, maybe, object, text, type ValueOf } from '../../contracts/adapter/shape.js';
import type { Problem } from '../../errors/problem.js';
import { allOf, pagesOf, type WireConnection, wireConnection } from './connections.js';
import { invalidAt, type LinearCall } from './context.js';
import { teamFilter } from './list-issues.js';
import { dataOf, wireId } from './wire.js';

/** @internal */
export const LABELS =
  'query Labels($filter:IssueLabelFilter!,$after:String){issueLabels(filter:$filter,first:250,after:$after){nodes{id name isGroup parent{id name}team{id}}pageInfo{hasNextPage endCursor}}}';

const wireLabel = object({
  id: text,
  name: text,
  isGroup: flag,
  parent: maybe(object({ id: text, name: text })),
  team: maybe(wireId),
});
/** @internal */
export type WireLabel = ValueOf<typeof wireLabel>;
/** @internal */
export const zWireLabels = dataOf({ issueLabels: wireConnection(wireLabel) });

/** How many names an error lists. */
const MAX_CHOICES = 50;

/**
 * Finds the labels of these names among those that an issue of the team can carry.
 *
 * @param names - Each once.
 * @param pathOf - Where a name stands in the input, for the error.
 * @throws InvalidInputError for names that no label has, with the names that there are, for names that several labels have,
 * and for two labels of one group, of which an issue has one at the most.
 *
 * @internal
 */
export async function findLabels(
  call: LinearCall,
  names: readonly string[],
  pathOf: (name: string) => string,
): Promise<ReadonlyMap<string, WireLabel>> {
  const found = new Map<string, WireLabel>();
  if (names.length === 0) return found;
  const wires = await labelsOf(call, [{ name: { in: names } }]);
  const problems: Problem[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const alike = wires.filter((wire) => wire.name === name && !wire.isGroup);
    // The team's own label is nearer than one of the workspace.
    const nearest = alike.some(({ team }) => team) ? alike.filter(({ team }) => team) : alike;
    const [label, ...others] = nearest;
    if (!label) missing.push(name);
    else if (others.length > 0) {
      const groups = nearest.map(({ parent }) => parent?.name ?? 'none').join(', ');
      problems.push({ path: pathOf(name), message: `several labels have this name, in the groups ${groups}` });
    } else found.set(name, label);
  }
  if (missing.length > 0) {
    const all = (await labelsOf(call, [])).flatMap(({ name, isGroup }) => (isGroup ? [] : [name]));
    const choices = [...new Set(all)].sort().slice(0, MAX_CHOICES).join(', ');
    const message = `neither the team nor the workspace has such a label (a group is none); there are ${choices || 'none'}`;
    problems.push(...missing.map((name) => ({ path: pathOf(name), message })));
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return found;
}

/** @internal */
export function expectOneOfEachGroup(
  call: LinearCall,
  labels: ReadonlyMap<string, WireLabel>,
  pathOf: (name: string) => string,
): void {
  const groups = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, { parent }] of labels) {
    const other = parent && groups.get(parent.id);
    if (other) {
      const message = `an issue has one label of the group '${parent.name}', and '${other}' is asked for as well`;
      problems.push({ path: pathOf(name), message });
    }
    if (parent) groups.set(parent.id, name);
  }
  if (problems.length > 0) throw invalidAt(call, problems);
}

function labelsOf(call: LinearCall, and: readonly object[]): Promise<WireLabel[]> {
  const ofTeam = { or: [{ team: teamFilter(call.workspace) }, { team: { null: true } }] };
  return allOf(
    pagesOf(call, () => ({
      document: LABELS,
      variables: { filter: { and: [ofTeam, ...and] } },
      schema: zWireLabels,
      cursor: undefined,
      pick: ({ body }): WireConnection<WireLabel> => body.data.issueLabels,
      toItems: (wires) => wires,
    })),
  );
}
