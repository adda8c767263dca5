import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { unsupported } from './refusals.js';
import { API, read, type Scope, send } from './request.js';
import { zMyself, zPermissions, zProject, zServerInfo } from './wire-site.js';

const WRITING =
  ',CREATE_ISSUES,EDIT_ISSUES,TRANSITION_ISSUES,ASSIGN_ISSUES,LINK_ISSUES,DELETE_ISSUES,ADD_COMMENTS,EDIT_OWN_COMMENTS,DELETE_OWN_COMMENTS,CREATE_ATTACHMENTS';

/**
 * Asks what the server is, who the credentials belong to, for the project, and for rights in it. The account is what proves
 * the credentials: much of Jira answers a bad token as if nobody had sent one.
 *
 * @internal
 */
export async function testConnection(scope: Scope): Promise<ConnectionReport> {
  const { project, readOnly, securityLevel, workspace } = scope;
  const { status, body } = await send(scope, { path: `${API}/serverInfo`, schema: zServerInfo, answers: [404] });
  if (status === 404 || (body.deploymentType ?? 'Cloud') !== 'Cloud') {
    throw unsupported(scope, 'this is no Jira Cloud site; Jira Data Center and Server are not supported');
  }
  const { accountId } = await read(scope, `${API}/myself`, zMyself);
  const { key, archived, projectTypeKey } = await read(scope, `${API}/project/${project}`, zProject);
  const names = `BROWSE_PROJECTS${readOnly ? '' : WRITING}${securityLevel ? ',SET_ISSUE_SECURITY' : ''}`;
  const search = { projectKey: project, permissions: names };
  const { permissions } = await read(scope, `${API}/mypermissions`, zPermissions, search);
  const host = URL.canParse(body.baseUrl ?? '') ? new URL(body.baseUrl ?? '').host : workspace;
  const warnings = [
    host !== workspace && `The credentials lead to the site ${host}, not to ${workspace}`,
    key !== project && `The project's key is ${key} now; configure that`,
    archived && 'The project is archived: its issues are read-only',
    projectTypeKey === 'service_desk' && 'A service project: customers read comments that are not restricted',
  ];
  return {
    account: accountId,
    workspace: host,
    missingPermissions: names.split(',').filter((name) => !permissions[name]?.havePermission),
    warnings: warnings.filter((warning) => typeof warning === 'string'),
  };
}
