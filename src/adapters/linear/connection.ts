import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { flag, list, maybe, object, text } from '../../contracts/adapter/shape.js';
import { AuthenticationError } from '../../errors/authentication-error.js';
import { about, type LinearCall } from './context.js';
import { teamFilter } from './list-issues.js';
import { isUuid } from './options.js';
import { noTeam } from './team.js';
import { dataOf, wireId } from './wire.js';

const CONNECTION =
  'query Connection($team:TeamFilter!,$issues:IssueFilter!){viewer{id name email admin}teams(filter:$team,first:1,includeArchived:true){nodes{id key name archivedAt retiredAt}}issues(filter:$issues,first:1){nodes{id}}}';

const zConnection = dataOf({
  // Linear is said to answer with nothing, in place of an error, where a key is sent as a bearer.
  viewer: maybe(object({ id: text, name: text, email: maybe(text), admin: flag })),
  teams: maybe(
    object({
      nodes: list(object({ id: text, key: text, name: text, archivedAt: maybe(text), retiredAt: maybe(text) })),
    }),
  ),
  issues: maybe(object({ nodes: list(wireId) })),
});

/**
 * Asks for the account, the team and one issue of it (the right that counts), in one request.
 *
 * @internal
 */
export async function testConnection(call: LinearCall): Promise<ConnectionReport> {
  const { readOnly, workspace } = call;
  const filter = teamFilter(workspace);
  const variables = { team: filter, issues: { team: filter } };
  const reply = await call.send({ document: CONNECTION, variables, schema: zConnection });
  const { viewer, teams, issues } = reply.body.data;
  if (!viewer || !teams || !issues) {
    throw about(
      call,
      reply,
      AuthenticationError,
      'Linear answers as if nobody had asked: the credentials are not taken',
      {},
    );
  }
  const [team] = teams.nodes;
  if (!team) throw noTeam(call, reply);
  const warnings: string[] = [];
  if (!readOnly && !viewer.admin)
    warnings.push('Not for this account: webhooks; they take an administrator, or the scope admin');
  if (!isUuid(workspace)) {
    warnings.push(`A team's key can be changed, and the refs with it; configure the id, which cannot: ${team.id}`);
  }
  if (team.archivedAt) warnings.push('The team is archived');
  if (team.retiredAt) warnings.push('The team is retired: it takes no new issues');
  return {
    account: viewer.email || viewer.name,
    workspace: isUuid(workspace) ? team.id : team.key,
    missingPermissions: [],
    warnings,
  };
}
