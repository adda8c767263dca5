import { leaf, list, number, object, text } from '../../contracts/adapter/shape.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { about, type LinearCall } from './context.js';
import { teamFilter } from './list-issues.js';
import { dataOf } from './wire.js';

/** A state of a team's workflow. @internal */
export interface TeamState {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly position: number;
}

/** What writes need to know of the team. @internal */
export interface Team {
  readonly id: string;
  readonly states: readonly TeamState[];
}

const STATES = 250;
const TEAM = `query Team($filter:TeamFilter!){teams(filter:$filter,first:1,includeArchived:true){nodes{id states(first:${STATES}){nodes{id name type position}pageInfo{hasNextPage}}}}}`;

const zTeam = dataOf({
  teams: object({
    nodes: list(
      object({
        id: text,
        states: object({
          nodes: list(object({ id: text, name: text, type: text, position: number })),
          pageInfo: object({ hasNextPage: leaf<false>(`false: at most ${STATES} states`, (value) => value === false) }),
        }),
      }),
    ),
  }),
});

/**
 * The team and its states, as Linear has them now.
 *
 * @throws NotFoundError when there is none, or none that these credentials may see.
 *
 * @internal
 */
export async function readTeam(call: LinearCall): Promise<Team> {
  const variables = { filter: teamFilter(call.workspace) };
  const reply = await call.send({ document: TEAM, variables, schema: zTeam });
  const [team] = reply.body.data.teams.nodes;
  if (!team) throw noTeam(call, reply);
  return { id: team.id, states: team.states.nodes };
}

/** @internal */
export function noTeam(call: LinearCall, reply: Parameters<typeof about>[1]): NotFoundError {
  return about(call, reply, NotFoundError, 'there is no such team, or these credentials may not see it', {});
}

/** The team as it was read last, by this call or an earlier one. @internal */
export async function knownTeam(call: LinearCall): Promise<Team> {
  const { memo } = call;
  const earlier = memo.team;
  if (earlier) {
    try {
      return await earlier;
    } catch {
      // What befell another call, perhaps its abort, is none of this one's matter.
      if (memo.team === earlier) memo.team = undefined;
      call.signal?.throwIfAborted();
      return knownTeam(call);
    }
  }
  memo.team = readTeam(call);
  return memo.team;
}
