import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkDraft } from '../../contracts/adapter/check-issue-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import {
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { clientMarker } from '../../digest/client-marker.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type AzureCall, about, itemPath } from './context.js';
import { typeFor, typeToMake } from './issue-type.js';
import { readItem } from './issues.js';
import { DESCRIPTION, type ItemType, readTypes } from './item-types.js';
import { bodyOf, typesOf } from './map.js';
import { JSON_PATCH, type PatchOperation, patchItem, readAndChange, setField } from './patch.js';
import { type PlannedWrite, planWrite } from './plan.js';
import { projectPath } from './project.js';
import { statesFor, wayTo } from './states.js';
import { type WireItem, zWireItem } from './wire.js';
import { zWireProject } from './wire-site.js';
import { toResult } from './write-result.js';

const NO_TYPE = 'no work item type of this project stands for it; name one in typeMap';

/**
 * Creates a work item: sent once. It begins in the first state of its workflow, so one that shall be in another is moved
 * there; should that fail, the work item is there, and a warning says in which state.
 *
 * @internal
 */
export async function createIssue(
  call: AzureCall,
  given: IssueDraft,
  options?: CreateOptions,
): Promise<IssueWriteResult> {
  const draft = checkDraft(given, 'azure_devops');
  const { clientKey } = checkCreateOptions(options, call.operation, 'azure_devops');
  const types = await readTypes(call);
  const type = typeToMake(call, types, draft.issueType);
  if (draft.status) statesFor(call, type, draft.status);
  const marker = clientKey === undefined ? undefined : clientMarker(clientKey);
  const plan = await planWrite(call, draft, type, undefined, marker);
  if (draft.issueType && type.issueType !== draft.issueType)
    plan.warnings.push({ field: 'issueType', message: NO_TYPE });
  const { body: made } = await call.send({
    method: 'POST',
    path: `/_apis/wit/workitems/$${encodeURIComponent(type.name)}`,
    search: { $expand: 'relations' },
    headers: JSON_PATCH,
    body: plan.operations,
    schema: zWireItem,
    ...(clientKey !== undefined && { clientKey }),
  });
  const moved = draft.status ? await moveOn(call, made, type, draft.status, plan) : made;
  return toResult(call, moved, draft, plan, types);
}

/**
 * Moves a work item that was written just now. Whatever goes wrong, an abort too, becomes a warning: to lose sight of what
 * was written would be worse.
 */
async function moveOn(
  call: AzureCall,
  written: WireItem,
  type: ItemType,
  status: IssueStatus,
  { warnings }: PlannedWrite,
): Promise<WireItem> {
  let wire = written;
  try {
    for (const state of wayTo(call, type, wire.fields['System.State'], status)) wire = await moveTo(call, wire, state);
  } catch (error) {
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    warnings.push({ field: 'status', message: `written, but still in ${wire.fields['System.State']}: ${why}` });
  }
  return wire;
}

/** One move. A rule of the board may have touched the work item since it was written. */
async function moveTo(call: AzureCall, wire: WireItem, state: string): Promise<WireItem> {
  const operations = [setField('System.State', state)];
  try {
    return await patchItem(call, wire, operations);
  } catch (error) {
    if (!isTrackerError(error, 'conflict')) throw error;
    return patchItem(call, await readItem(call, String(wire.id)), operations);
  }
}

/**
 * Changes fields of a work item, in one request that holds only for what was read before it. Where the workflow leads to a
 * state over others, further requests move it on.
 *
 * @internal
 */
export function updateIssue(call: AzureCall, id: string, given: IssuePatch): Promise<IssueWriteResult> {
  const patch = call.check(zIssuePatch, given);
  const isOnlyOnce = patch.expectedRevision !== undefined;
  return readAndChange(call, id, 'id', (before) => changeIssue(call, before, patch), isOnlyOnce);
}

/** @internal */
export function transitionIssue(call: AzureCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return updateIssue(call, id, { status });
}

async function changeIssue(call: AzureCall, before: WireItem, patch: IssuePatch): Promise<IssueWriteResult> {
  if (patch.expectedRevision !== undefined && patch.expectedRevision !== String(before.rev)) {
    const what = `the revision is ${before.rev} by now; read it again`;
    throw about(call, { attempts: 1, status: 200 }, ConflictError, what, {});
  }
  const types = await typesOf(call, [before]);
  const now = types.get(before.fields['System.WorkItemType']);
  const asked =
    patch.issueType === undefined || patch.issueType === now?.issueType ? now : typeFor(call, types, patch.issueType);
  const type = asked ?? now ?? unknownType(before);
  const plan = await planWrite(call, patch, type, before);
  if (patch.issueType !== undefined && asked === undefined)
    plan.warnings.push({ field: 'issueType', message: NO_TYPE });
  const isOther = now !== undefined && type !== now;
  if (isOther) plan.operations.push(...becoming(type, now, before, patch));
  const state = before.fields['System.State'];
  // What follows a state of another type, nobody tells before.
  const way =
    patch.status === undefined
      ? []
      : isOther
        ? statesFor(call, type, patch.status).slice(0, 1)
        : wayTo(call, type, state, patch.status);
  if (way[0] !== undefined) plan.operations.push(setField('System.State', way[0]));
  if (plan.operations.length === 0) return toResult(call, before, patch, plan, types);
  const written = await patchItem(call, before, plan.operations);
  const moved = way.length > 1 && patch.status ? await moveOn(call, written, type, patch.status, plan) : written;
  return toResult(call, moved, patch, plan, types);
}

/** The type of a work item whose type the project does not list. */
function unknownType({ fields }: WireItem): ItemType {
  const name = fields['System.WorkItemType'];
  const rest = { issueType: 'task', isNamed: false, isDisabled: true, transitions: undefined, fields: [] } as const;
  return { name, states: new Map(), bodyField: DESCRIPTION, ...rest };
}

/** What makes a work item one of another type; its body goes along to where that one shows it. */
function becoming(type: ItemType, now: ItemType, before: WireItem, { body }: IssuePatch): PatchOperation[] {
  const operations = [setField('System.WorkItemType', type.name)];
  const held = bodyOf(before, now);
  if (type.bodyField === now.bodyField || body !== undefined || held.text === null) return operations;
  operations.push(setField(type.bodyField, held.text));
  if (held.isMarkdown) {
    operations.push({ op: 'add', path: `/multilineFieldsFormat/${type.bodyField}`, value: 'Markdown' });
  }
  return operations;
}

/** Puts a work item into the recycle bin. @internal */
export async function deleteIssue(call: AzureCall, id: string): Promise<void> {
  const path = itemPath(call, id, 'id');
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path }),
    () => readItem(call, id, 'id'),
    async () => {
      // One of another project of the organisation is not found below this project either, and nobody deleted it.
      if (await isElsewhere(call, path)) return false;
      return call.send({ at: 'collection', path: projectPath(call), schema: zWireProject });
    },
  );
}

async function isElsewhere(call: AzureCall, path: string): Promise<boolean> {
  try {
    await call.send({ at: 'collection', path, schema: zWireItem });
    return true;
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return false;
    throw error;
  }
}
