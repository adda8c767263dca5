import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import type { JiraContext } from './options.js';
import { API, type Call, read, send, unsupported } from './request.js';
import { zMyPermissions, zMyself, zProject, zServerInfo } from './wire.js';

const WRITING =
  'CREATE_ISSUES,EDIT_ISSUES,TRANSITION_ISSUES,ASSIGN_ISSUES,LINK_ISSUES,DELETE_ISSUES,ADD_COMMENTS,EDIT_OWN_COMMENTS,DELETE_OWN_COMMENTS,CREATE_ATTACHMENTS';

/**
 * Asks what the server is, who the credentials belong to, for the project, and for rights in it. The account comes first of
 * what counts: much of Jira answers a bad token as if nobody had sent one.
 *
 * @internal
 */
export async function testConnection(context: JiraContext, { signal }: CallOptions = {}): Promise<ConnectionReport> {
  const call: Call = { operation: 'testConnection', signal };
  const { project, readOnly, securityLevel, workspace } = context;
  const reply = await send(context, call, { path: `${API}/serverInfo`, schema: zServerInfo, answers: [404] });
  const { baseUrl, deploymentType = 'Cloud' } = reply.body ?? {};
  if (reply.status === 404 || deploymentType !== 'Cloud') {
    throw unsupported(call.operation, 'this is no Jira Cloud site; Jira Data Center and Server are not supported');
  }
  const { accountId } = await read(context, call, `${API}/myself`, zMyself);
  const found = await read(context, call, `${API}/project/${project}`, zProject);
  const permissions = ['BROWSE_PROJECTS', readOnly ? '' : WRITING, securityLevel ? 'SET_ISSUE_SECURITY' : '']
    .filter(Boolean)
    .join();
  const search = { projectKey: project, permissions };
  const rights = await read(context, call, `${API}/mypermissions`, zMyPermissions, search);
  const host = baseUrl && URL.canParse(baseUrl) ? new URL(baseUrl).host : workspace;
  const warnings = [
    host !== workspace && `The credentials lead to the site ${host}, not to ${workspace}`,
    found.key !== project && `The project's key is ${found.key} now; configure that`,
    found.archived && 'The project is archived: its issues are read-only',
    found.projectTypeKey === 'service_desk' && 'A service project: customers read comments that are not restricted',
  ];
  return {
    account: accountId,
    workspace: host,
    missingPermissions: permissions.split(',').filter((name) => rights.permissions[name]?.havePermission !== true),
    warnings: warnings.filter((text) => typeof text === 'string'),
  };
}
