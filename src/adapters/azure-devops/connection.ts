import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { AuthenticationError } from '../../errors/authentication-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type AzureCall, about } from './context.js';
import { typeToMake } from './issue-type.js';
import { readTypes } from './item-types.js';
import { JSON_PATCH, setField } from './patch.js';
import { readProject } from './project.js';
import { findIds, inProject } from './wiql.js';
import { zWireConnection, zWireTried } from './wire-site.js';

/**
 * Asks for the project, for work items (the right that counts), for the account, and, unless `readOnly`, whether a work item
 * could be made, without making one. Rejects when the project itself cannot be reached.
 *
 * @internal
 */
export async function testConnection(call: AzureCall): Promise<ConnectionReport> {
  const { settings, known, send } = call;
  known.project = undefined;
  const { name, id } = await readProject(call);
  const missing: string[] = [];
  const warnings: string[] = [];
  try {
    await findIds(call, inProject([], ['[System.Id] ASC']), 1);
  } catch (error) {
    if (!isTrackerError(error, 'permission')) throw error;
    missing.push(...(error.missing ?? ['vso.work']));
  }
  if (missing.length === 0 && !settings.readOnly) {
    const type = typeToMake(call, await readTypes(call), undefined);
    const tried = await send({
      method: 'POST',
      // Nothing is written.
      repeatability: 'read',
      path: `/_apis/wit/workitems/$${encodeURIComponent(type.name)}`,
      search: { validateOnly: true },
      headers: JSON_PATCH,
      body: [setField('System.Title', 'May this account make work items?')],
      schema: zWireTried,
      // A rule that is broken is a right that is there.
      answers: [400, 401, 403],
    });
    const isRefused = tried.status === 401 || tried.status === 403;
    // The same token was accepted just now, so what is refused is the right; what says nothing at all is a sign-in page.
    if (isRefused && tried.body === undefined) throw about(call, tried, AuthenticationError, 'a sign-in page', {});
    if (isRefused) missing.push('vso.work_write');
  }
  if (settings.project !== id && settings.project !== name) {
    warnings.push(`Azure DevOps calls this project ${name}; configure that name, or the id ${id}, which never changes`);
  }
  const { status, body } = await send({
    at: 'collection',
    path: '/_apis/connectionData',
    preview: { '7.1': '-preview.1', '6.0': '-preview.1' },
    schema: zWireConnection,
    answers: [400, 401, 403, 404],
  });
  const user = status === 200 ? body.authenticatedUser : undefined;
  const account = user?.providerDisplayName?.trim() || user?.id || null;
  return { account, workspace: `${settings.workspace}/${name}`, missingPermissions: missing, warnings };
}
