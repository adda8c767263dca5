import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { PermissionError } from '../../errors/permission-error.js';
import type { GitlabCall } from './context.js';
import { zWireIssues, zWireProject, zWireToken, zWireUser } from './wire.js';

const ROLES: readonly (readonly [level: number, role: string, allows: string])[] = [
  [40, 'Maintainer', 'webhooks'],
  [50, 'Owner', 'deleting issues'],
];

/**
 * Asks for the project, for one issue (the right that counts) and for the account. Rejects when the project itself cannot
 * be reached.
 *
 * @internal
 */
export async function testConnection({ path, readOnly, send, workspace }: GitlabCall): Promise<ConnectionReport> {
  const { body: project } = await send({ path, schema: zWireProject });
  const issues = await orRefusal(send({ path: `${path}/issues`, search: 'scope=all&per_page=1', schema: zWireIssues }));
  const user = await orRefusal(send({ path: '/user', schema: zWireUser }));
  const account = 'code' in user ? null : user.body;

  const { path_with_namespace: name, permissions, archived, issues_access_level } = project;
  const missing = new Set<string>();
  if ('code' in issues) for (const right of issues.missing ?? ['read_api']) missing.add(right);
  if (!readOnly) {
    // Whatever its scopes are, a token may ask about itself; one of OAuth may not (400), and older servers do not know it.
    const self = await send({
      path: '/personal_access_tokens/self',
      answers: [400, 401, 403, 404],
      schema: zWireToken,
    });
    if (self.status === 200 && !self.body.scopes.includes('api')) missing.add('api');
  }
  const warnings: string[] = [];
  const { project_access, group_access } = permissions ?? {};
  const level = Math.max(project_access?.access_level ?? 0, group_access?.access_level ?? 0);
  // An administrator needs no role.
  if (permissions && !readOnly && !account?.is_admin) {
    // Planners (15) may do with issues what Reporters (20) may.
    if (level < 15) missing.add('Reporter');
    for (const [needed, role, allows] of ROLES) {
      if (level < needed) warnings.push(`Not for this account: ${allows}; that takes the role ${role}`);
    }
  }
  if (!/^\d+$/.test(workspace) && name !== workspace) {
    warnings.push(`GitLab calls this project ${name}; configure that name: a former one can be read and not written`);
  }
  if (archived) warnings.push('The project is archived: its issues are read-only');
  if (issues_access_level === 'disabled') warnings.push('Issues are switched off in this project');
  return { account: account?.username ?? null, workspace: name, missingPermissions: [...missing], warnings };
}

async function orRefusal<Reply extends object>(call: Promise<Reply>): Promise<Reply | PermissionError> {
  try {
    return await call;
  } catch (error) {
    if (isTrackerError(error, 'permission')) return error;
    throw error;
  }
}
