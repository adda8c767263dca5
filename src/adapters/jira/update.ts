import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssuePatch, type IssueWriteResult, zIssuePatch } from '../../contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { CUT, checkStatus, differences, editedAdf, toFields, typeFor } from './fields.js';
import { readIssue } from './issues.js';
import { isMarker } from './map.js';
import { unsupported } from './refusals.js';
import { remove } from './remove.js';
import { API, issuePath, read, type Scope, send } from './request.js';
import { moveTo } from './transitions.js';
import { zIssueWith } from './wire.js';
import { zNothing, zProject } from './wire-site.js';

const zBefore = zIssueWith('description', 'labels', 'security');

/** Changes fields, then the status, which Jira ignores in an edit. @internal */
export async function updateIssue(scope: Scope, id: string, patch: IssuePatch): Promise<IssueWriteResult> {
  checkInput(zIssuePatch, patch, scope.operation, 'jira');
  const { body, labels, parent, issueType, status, visibility, customFields, expectedRevision } = patch;
  if (expectedRevision !== undefined) throw unsupported(scope, 'Jira has no revisions: expectedRevision is not kept');
  const path = issuePath(scope, id);
  const { fields, asked, warnings } = await toFields(scope, patch);
  if (body || labels || visibility) {
    const before = (await read(scope, path, zBefore, { fields: 'description,labels,security' })).fields;
    // The mark of a client key is no label of the patch's, and stays.
    if (labels) fields.labels = [...(fields.labels as string[]), ...(before.labels ?? []).filter(isMarker)];
    if (visibility === 'public' && !before.security) delete fields.security;
    if (body) {
      const { adf, isCut } = await editedAdf(scope, before.description, body);
      fields.description = adf;
      if (isCut) warnings.push(CUT);
    }
  }
  if (body !== undefined && !body) fields.description = null;
  if (issueType) fields.issuetype = { id: (await typeFor(scope, issueType)).id };
  // What only a transition takes goes with the transition.
  if (status) delete fields.resolution;
  const update = parent === null ? { parent: [{ set: { none: true } }] } : undefined;
  const isEdit = Object.keys(fields).length > 0 || update !== undefined;
  if (isEdit) await send(scope, { method: 'PUT', path, body: { fields, update }, schema: zNothing });
  try {
    if (status) await moveTo(scope, id, status, customFields);
  } catch (error) {
    // The fields are written: what will not be otherwise the next time is told beside them.
    const isFinal = isTrackerError(error) && !error.retryable && error.code !== 'ambiguous_write';
    if (!isEdit || !isFinal) throw error;
    warnings.push({ field: 'status', message: `not reached (${error.message})` });
  }
  const issue = await readIssue(scope, id);
  return { issue, warnings: [...warnings, ...differences(asked, issue, warnings)] };
}

/** @internal */
export async function transitionIssue(scope: Scope, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  checkStatus(scope, status);
  await moveTo(scope, id, status);
  const issue = await readIssue(scope, id);
  return { issue, warnings: differences({ status }, issue, []) };
}

/** Deletes an issue that has no sub-tasks; one that is gone is deleted already. @internal */
export async function deleteIssue(scope: Scope, id: string): Promise<void> {
  const readProject = () => read(scope, `${API}/project/${scope.project}`, zProject);
  await remove(scope, { path: issuePath(scope, id) }, readProject);
}
