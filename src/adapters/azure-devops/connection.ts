import type { ConnectionReport } from '../../contracts/adapter/connection-report.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { AzureCall } from './context.js';
import { typeToMake } from './issue-type.js';
import { readProject } from './project.js';
import { readTypes } from './types.js';
import { findIds, inProject } from './wiql.js';
import { zWireConnection } from './wire.js';

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
    const { status } = await send({
      method: 'POST',
      // Nothing is written.
      repeatability: 'read',
      path: `/_apis/wit/workitems/$${encodeURIComponent(type.name)}`,
      search: { validateOnly: true },
      headers: { 'content-type': 'application/json-patch+json' },
      body: [{ op: 'add', path: '/fields/System.Title', value: 'May this account make work items?' }],
      // A rule that is broken is a right that is there.
      answers: [400, 401, 403],
    });
    if (status === 401 || status === 403) missing.push('vso.work_write');
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
