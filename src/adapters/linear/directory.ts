import type {
  DirectoryProject,
  DirectoryQuery,
  DirectoryStatus,
  DirectoryUser,
} from '../../contracts/adapter/directory-group.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import { flag, list, maybe, object, type Shape, text } from '../../contracts/adapter/shape.js';
import type { Page } from '../../contracts/page.js';
import { pagesOf, type WireConnection, wireConnection } from './connections.js';
import type { LinearCall } from './context.js';
import { LABELS, type WireLabel, zWireLabels } from './labels.js';
import { teamFilter } from './list-issues.js';
import { toStatus } from './map.js';
import { noTeam } from './team.js';
import { dataOf } from './wire.js';

const MORE = 'pageInfo{hasNextPage endCursor}';

const TEAMS = `query Teams($after:String){teams(first:100,after:$after){nodes{id key name}${MORE}}}`;
const zTeams = dataOf({ teams: wireConnection(object({ id: text, key: text, name: text })) });

/** Linear's teams, which hold issues; what it calls a project cuts across them. @internal */
export function listTeams(
  call: LinearCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryProject>, void, void> {
  return pagesOf(call, () => ({
    document: TEAMS,
    variables: {},
    schema: zTeams,
    cursor: checkQuery(query, ['cursor'], call.operation, 'linear').cursor,
    pick: ({ body }) => body.data.teams,
    toItems: (wires) => wires.map(({ id, key, name }) => ({ id, key, name, url: null })),
  }));
}

/** Labels that an issue of the team can carry: its own and those of the workspace, without groups. @internal */
export function listLabels(call: LinearCall, query?: DirectoryQuery): AsyncGenerator<Page<string>, void, void> {
  // Groups of one name may have labels of one name.
  const told = new Set<string>();
  return pagesOf(call, () => {
    const { team, cursor } = teamOf(call, query);
    return {
      document: LABELS,
      variables: { filter: labelsFor(team) },
      schema: zWireLabels,
      cursor,
      pick: ({ body }): WireConnection<WireLabel> => body.data.issueLabels,
      toItems: (wires) => {
        const names = wires.flatMap(({ name, isGroup }) => (isGroup || told.has(name) ? [] : [name]));
        for (const name of names) told.add(name);
        return [...new Set(names)];
      },
    };
  });
}

/** @internal */
export function labelsFor(team: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { or: [{ team }, { team: { null: true } }] };
}

/** Members of the team who can be assigned an issue. @internal */
export function listUsers(call: LinearCall, query?: DirectoryQuery): AsyncGenerator<Page<DirectoryUser>, void, void> {
  return ofTeam(call, query, USERS, zUsers, (wires) =>
    wires.flatMap(({ id, name, displayName, email, active }) =>
      active ? [{ id, name: name || displayName, email: email || null }] : [],
    ),
  );
}

/** The states of the team's workflow. @internal */
export function listStatuses(
  call: LinearCall,
  query?: DirectoryQuery,
): AsyncGenerator<Page<DirectoryStatus>, void, void> {
  return ofTeam(call, query, STATES, zStates, (wires) =>
    wires.map(({ id, name, type }) => ({ id, name, status: toStatus(call, { name, type }) })),
  );
}

const inTeam = (name: string, connection: string, nodes: string) =>
  `query ${name}($team:TeamFilter!,$after:String){teams(filter:$team,first:1,includeArchived:true){nodes{found:${connection}(first:100,after:$after){nodes{${nodes}}${MORE}}}}}`;
const foundIn = <Wire>(node: Shape<Wire>) =>
  dataOf({ teams: object({ nodes: list(object({ found: wireConnection(node) })) }) });

const USERS = inTeam('Members', 'members', 'id name displayName email active');
const zUsers = foundIn(object({ id: text, name: text, displayName: text, email: maybe(text), active: flag }));
const STATES = inTeam('States', 'states', 'id name type');
const zStates = foundIn(object({ id: text, name: text, type: text }));

function ofTeam<Wire, Item>(
  call: LinearCall,
  query: DirectoryQuery | undefined,
  document: string,
  schema: ReturnType<typeof foundIn<Wire>>,
  toItems: (wires: readonly Wire[]) => readonly Item[],
): AsyncGenerator<Page<Item>, void, void> {
  return pagesOf(call, () => {
    const { team, cursor } = teamOf(call, query);
    return {
      document,
      variables: { team },
      schema,
      cursor,
      pick: (reply) => {
        const [found] = reply.body.data.teams.nodes;
        if (!found) throw noTeam(call, reply);
        return found.found;
      },
      toItems,
    };
  });
}

function teamOf(call: LinearCall, query: DirectoryQuery | undefined) {
  const { project = call.workspace, cursor } = checkQuery(query, ['cursor', 'project'], call.operation, 'linear');
  return { team: teamFilter(project), cursor };
}
