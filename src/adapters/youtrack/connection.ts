import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { AuthenticationError } from '../../errors/authentication-error.js';
import { about, type YoutrackCall } from './context.js';
import { type ProjectInfo, reloadProject } from './project.js';
import { braced } from './query.js';
import { zWireIds } from './wire.js';
import { USER_FIELDS, zWireUser } from './wire-on-demand.js';
import { isResolving } from './words.js';

/**
 * Asks who the token's user is, for the project with its fields, and for one issue. Rejects when the project cannot be
 * reached. YouTrack has no question for the rights of a token.
 *
 * @internal
 */
export async function testConnection(call: YoutrackCall): Promise<ConnectionReport> {
  const me = await call.send({ path: '/users/me', fields: USER_FIELDS, schema: zWireUser });
  const { id, login, guest } = me.body;
  if (guest || login === 'guest') {
    throw about(call, me, AuthenticationError, 'YouTrack takes the token for nobody: it answers as to a guest', {});
  }
  const project = await reloadProject(call);
  const search = { query: `project: ${braced(project.shortName) ?? ''}`, $top: '1', $skip: '0' };
  await call.send({ path: '/issues', search, fields: 'id', schema: zWireIds });
  return {
    account: login ?? id,
    workspace: project.shortName,
    missingPermissions: [],
    warnings: warningsOf(call, project),
  };
}

function warningsOf({ words, fieldNames = {} }: YoutrackCall, { fields, isArchived, roles }: ProjectInfo): string[] {
  const warnings: string[] = [];
  if (isArchived) warnings.push('The project is archived: its issues are read-only');
  if (fields.length === 0) {
    warnings.push('The fields of the project are not to be seen: only title, body and labels can be written');
    return warnings;
  }
  if (!roles.state)
    warnings.push('The project has no state field: its issues are resolved or not, and cannot be moved');
  for (const role of ['state', 'type', 'priority', 'assignee'] as const) {
    if (fieldNames[role] !== undefined && !roles[role])
      warnings.push(`fieldNames.${role} names no such field of the project`);
  }
  for (const word of roles.state ? words.status.all : []) {
    const value = roles.state?.values.find(({ name }) => name.toLowerCase() === word.trim().toLowerCase());
    const meaning = words.status.meaningOf(word);
    if (!value) warnings.push(`statusMap: the project has no state ${JSON.stringify(word)}`);
    else if (meaning !== undefined && isResolving(meaning) !== (value.isResolved === true)) {
      const is = value.isResolved ? 'resolved' : 'unresolved';
      warnings.push(`statusMap: ${JSON.stringify(word)} cannot mean ${meaning}, because YouTrack counts it as ${is}`);
    }
  }
  return warnings;
}
