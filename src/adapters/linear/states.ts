import type { IssueStatus } from '../../contracts/issue-status.js';
import { invalid, type LinearCall } from './context.js';
import { STATE_TYPES, toStatus } from './map.js';
import { knownTeam, type TeamState } from './team.js';

/**
 * The state of the team's workflow that stands for a status: of those that fold to it the first, by the order of types in
 * which a person would look (a new issue is `unstarted` rather than in the backlog or in triage), then by position.
 *
 * @throws InvalidInputError that lists the choices where there is none.
 *
 * @internal
 */
export async function stateFor(call: LinearCall, status: IssueStatus): Promise<TeamState> {
  const remembered = call.memo.team !== undefined;
  let team = await knownTeam(call);
  let found = firstOf(call, team.states, status);
  if (!found && remembered) {
    // It may have come since.
    call.memo.team = undefined;
    team = await knownTeam(call);
    found = firstOf(call, team.states, status);
  }
  if (found) return found;
  const choices = [...new Set(team.states.map((state) => toStatus(call, state)))].sort().join(', ');
  throw invalid(call, 'status', `no state of the team means ${status} (see statusMap); the choices are ${choices}`);
}

function firstOf(call: LinearCall, states: readonly TeamState[], status: IssueStatus): TeamState | undefined {
  const types = [...STATE_TYPES.keys()];
  const rank = ({ type }: TeamState) => (types.includes(type) ? types.indexOf(type) : types.length);
  return states
    .filter((state) => toStatus(call, state) === status)
    .sort((a, b) => rank(a) - rank(b) || a.position - b.position)[0];
}
