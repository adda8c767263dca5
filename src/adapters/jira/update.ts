import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssuePatch, type IssueWriteResult, zIssuePatch } from '../../contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { CUT, differences, editedAdf, toFields, typeFor } from './fields.js';
import { readIssue } from './issues.js';
import { isMarker } from './map.js';
import type { JiraContext } from './options.js';
import { type Call, issuePath, read, send, unsupported } from './request.js';
import { checkStatus } from './statuses.js';
import { moveTo } from './transitions.js';
import { zIssueWith } from './wire.js';

const zBefore = zIssueWith('description', 'labels', 'security');

/** Changes fields, then the status, which Jira ignores in an edit. @internal */
export async function updateIssue(
  context: JiraContext,
  id: string,
  patch: IssuePatch,
  { signal }: CallOptions = {},
): Promise<IssueWriteResult> {
  const call: Call = { operation: 'issues.update', signal };
  const path = issuePath(call.operation, id);
  checkInput(zIssuePatch, patch, call.operation, 'jira');
  checkStatus(context, patch.status, call.operation);
  if (patch.expectedRevision !== undefined)
    throw unsupported(call.operation, 'Jira has no revisions, so it cannot keep expectedRevision');
  const { body, labels, parent, issueType, status, visibility, customFields: values = {} } = patch;
  const { fields, asked, warnings } = await toFields(context, call, patch);
  if (body || labels || visibility) {
    const before = (await read(context, call, path, zBefore, { fields: 'description,labels,security' })).fields;
    // The mark of a client key is no label of the patch's, and stays.
    if (labels) fields.labels = [...(fields.labels as string[]), ...(before.labels ?? []).filter(isMarker)];
    if (visibility === 'public' && !before.security) delete fields.security;
    if (body) {
      const { adf, isCut } = await editedAdf(call.operation, before.description, body);
      fields.description = adf;
      if (isCut) warnings.push(CUT);
    }
  }
  if (body !== undefined && !body) fields.description = null;
  if (issueType) fields.issuetype = { id: (await typeFor(context, call, issueType)).id };
  // What only a transition takes goes with the transition.
  if (status !== undefined) delete fields.resolution;
  const update = parent === null ? { parent: [{ set: { none: true } }] } : undefined;
  const isEdit = Object.keys(fields).length > 0 || update !== undefined;
  if (isEdit) await send(context, call, { method: 'PUT', path, body: { fields, ...(update && { update }) } });
  if (status !== undefined) {
    try {
      await moveTo(context, call, id, { status, values });
    } catch (error) {
      // The fields are written: what will not be otherwise the next time is told beside them.
      const isFinal = isTrackerError(error) && !error.retryable && error.code !== 'ambiguous_write';
      if (!isEdit || !isFinal) throw error;
      warnings.push({ field: 'status', message: `was not reached (${error.message})` });
    }
  }
  const issue = await readIssue(context, call, id);
  return { issue, warnings: [...warnings, ...differences(asked, issue, warnings)] };
}

/** @internal */
export async function transitionIssue(
  context: JiraContext,
  id: string,
  status: IssueStatus,
  { signal }: CallOptions = {},
): Promise<IssueWriteResult> {
  const call: Call = { operation: 'issues.transition', signal };
  checkStatus(context, status, call.operation);
  await moveTo(context, call, id, { status, values: {} });
  const issue = await readIssue(context, call, id);
  return { issue, warnings: differences({ status }, issue, []) };
}

/** Deletes an issue that has no sub-tasks; one that is gone is deleted already. @internal */
export async function deleteIssue(context: JiraContext, id: string, { signal }: CallOptions = {}): Promise<void> {
  const call: Call = { operation: 'issues.delete', signal };
  await send(context, call, { method: 'DELETE', path: issuePath(call.operation, id), answers: [404] });
}
