import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssuePatch, type IssueWriteResult, zIssuePatch } from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { differences } from './differences.js';
import { checkStatus, refusalIn, toFields, typeFor, untaken } from './fields.js';
import { readIssue } from './issues.js';
import { assigneesOf, isMarker } from './map.js';
import { havingDone, unsupported } from './refusals.js';
import { type Removal, remove, seeIssue } from './remove.js';
import { API, issuePath, read, type Scope, send } from './request.js';
import { moveTo } from './transitions.js';
import { type WireIssue, zIssueWith } from './wire.js';
import { zNothing, zProject } from './wire-site.js';
import { bodyWarnings, writeBody } from './write-body.js';

const zBefore = zIssueWith('description', 'labels', 'security', 'assignee');
const BEFORE = { fields: 'description,labels,security,assignee' };

/** Changes fields, then the status, which Jira ignores in an edit. @internal */
export async function updateIssue(scope: Scope, id: string, patch: IssuePatch): Promise<IssueWriteResult> {
  checkInput(zIssuePatch, patch, scope.operation, 'jira');
  const { body, labels, parent, issueType, status, visibility, customFields, expectedRevision } = patch;
  if (expectedRevision !== undefined) throw unsupported(scope, 'Jira has no revisions: expectedRevision is not kept');
  const path = issuePath(scope, id);
  let found: WireIssue<'description' | 'labels' | 'security' | 'assignee'> | undefined;
  const readBefore = async () => {
    found ??= await read(scope, path, zBefore, BEFORE);
    return found.fields;
  };
  const { fields, asked, warnings } = await toFields(scope, patch, async () => assigneesOf(await readBefore()));
  if (body !== undefined) {
    // Taking a body away is an edit like any other: what Markdown cannot say is not lost unasked.
    const text = body ?? '';
    const written = await writeBody(scope, text, (await readBefore()).description);
    fields.description = text.trim() === '' ? null : written.adf;
    asked.body = written.markdown;
    warnings.push(...(await bodyWarnings(text, written)));
  }
  // The mark of a client key is no label of the patch's, and stays.
  if (labels) fields.labels = [...(fields.labels as string[]), ...((await readBefore()).labels ?? []).filter(isMarker)];
  if (visibility === 'public' && !(await readBefore()).security) delete fields.security;
  if (issueType) fields.issuetype = { id: (await typeFor(scope, issueType)).id };
  const update = parent === null ? { parent: [{ set: { none: true } }] } : undefined;
  for (const name of await edit(scope, path, { fields, update }, status ? customFields : {})) {
    delete fields[name];
    const why = 'the edit screen does not have it, and no transition took it';
    warnings.push({ field: `customFields.${name}`, message: `not set: ${why}` });
  }
  const isEdit = Object.keys(fields).length > 0 || update !== undefined;
  let used: readonly string[] | undefined;
  try {
    if (status) used = await moveTo(scope, id, status, customFields);
  } catch (error) {
    if (!isEdit) throw error;
    // The fields are written: what will not be otherwise the next time is told beside them.
    const isFinal = isTrackerError(error) && !error.retryable && error.code !== 'ambiguous_write';
    if (!isFinal) throw havingDone(error, 'the other fields are written');
    warnings.push({ field: 'status', message: `not reached (${error.message})` });
  }
  const told = untaken(warnings, used);
  const issue = await (isEdit || status ? readDone(scope, id) : readIssue(scope, id));
  return { issue, warnings: [...told, ...(await differences(asked, issue, told))] };
}

/** What is sent to change an issue. */
interface Edit {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly update: object | undefined;
}

/**
 * Sends an edit, where there is one; and once more without the fields that the edit screen does not have, where a transition
 * may take them, because the answer that names them is proof that nothing was written.
 *
 * @param movable - The fields that a transition may take.
 * @returns The names of those that are left to it.
 */
async function edit(
  scope: Scope,
  path: string,
  { fields, update }: Edit,
  movable: Edit['fields'] = {},
): Promise<readonly string[]> {
  if (Object.keys(fields).length === 0 && !update) return [];
  try {
    await send(scope, { method: 'PUT', path, body: { fields, update }, schema: zNothing });
    return [];
  } catch (error) {
    const { told, offScreen } = refusalIn(error);
    const isLeft = offScreen.length > 0 && told.every(({ path: name }) => offScreen.includes(name) && name in movable);
    if (!isLeft) throw error;
    const rest = Object.entries(fields).filter(([name]) => !offScreen.includes(name));
    await edit(scope, path, { fields: Object.fromEntries(rest), update });
    return offScreen;
  }
}

/** Reads an issue that was written. That this fails does not undo the write, and the error says so. */
async function readDone(scope: Scope, id: string): Promise<Issue> {
  try {
    return await readIssue(scope, id);
  } catch (error) {
    throw havingDone(error, 'what was asked for is done, and only reading it back failed');
  }
}

/** @internal */
export async function transitionIssue(scope: Scope, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  checkStatus(scope, status);
  await moveTo(scope, id, status);
  const issue = await readDone(scope, id);
  return { issue, warnings: await differences({ status }, issue, []) };
}

/** Deletes an issue that has no sub-tasks; one that is gone is deleted already. @internal */
export async function deleteIssue(scope: Scope, id: string): Promise<void> {
  await remove(scope, issueRemoval(scope, id));
}

/** @internal */
export function issueRemoval(scope: Scope, id: string): Removal {
  return {
    path: issuePath(scope, id),
    isThere: (asking) => seeIssue(asking, id),
    readHolder: (asking) => read(asking, `${API}/project/${asking.project}`, zProject),
  };
}
