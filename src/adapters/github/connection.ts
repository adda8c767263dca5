import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { NotFoundError } from '../../errors/not-found-error.js';
import type { PermissionError } from '../../errors/permission-error.js';
import type { GithubCall } from './call.js';
import { isPartial } from './faults.js';
import { zWireIssues } from './wire.js';
import { zWireProject, zWireUser } from './wire-repository.js';

type Refusal = PermissionError | NotFoundError;

/**
 * Asks for the repository (every kind of token may), for one issue (the right that counts) and for the account (which an
 * installation's token has none of). Rejects when the repository itself cannot be reached.
 *
 * @internal
 */
export async function testConnection({ isReadOnly, path, send, workspace }: GithubCall): Promise<ConnectionReport> {
  const repository = await send({ path, schema: zWireProject });
  const search = 'state=all&per_page=1';
  const issues = await orRefusal(send({ path: `${path}/issues`, search, schema: zWireIssues }));
  const user = await orRefusal(send({ path: '/user', schema: zWireUser }));

  const { full_name, archived, has_issues, permissions, private: isPrivate } = repository.body;
  const missing = new Set<string>();
  if (permissions?.pull === false) missing.add('pull');
  // Anyone may make an issue; without one of these GitHub drops its labels and assignees in silence.
  if (!isReadOnly && permissions?.push === false && !permissions.triage) missing.add('push or triage');
  // Only classic tokens list scopes; a GitHub App's list is empty and means nothing.
  const scopes = repository.headers
    .get('x-oauth-scopes')
    ?.split(',')
    .map((scope) => scope.trim()) ?? [''];
  if (isPrivate && scopes[0] !== '' && !scopes.includes('repo')) missing.add('repo');
  if (isRefusal(issues) && issues.context.httpStatus !== 410) {
    const named = isTrackerError(issues, 'permission') ? (issues.missing ?? []) : [];
    for (const right of named.length > 0 ? named : ['issues=read']) missing.add(right);
  }

  const warnings: string[] = [];
  if (full_name !== workspace) warnings.push(`GitHub spells this repository ${full_name}; configure that name`);
  if (archived) warnings.push('The repository is archived: its issues are read-only');
  if (has_issues === false) warnings.push('Issues are switched off in this repository');
  if ([repository, issues, user].some((answer) => !isRefusal(answer) && isPartial(answer))) {
    warnings.push('Answers are incomplete: authorise the token for SAML single sign-on of the organisation');
  }
  return {
    account: isRefusal(user) ? null : user.body.login,
    workspace: full_name,
    missingPermissions: [...missing],
    warnings,
  };
}

function isRefusal(value: unknown): value is Refusal {
  return isTrackerError(value, 'permission') || isTrackerError(value, 'not_found');
}

async function orRefusal<Reply>(call: Promise<Reply>): Promise<Reply | Refusal> {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}
