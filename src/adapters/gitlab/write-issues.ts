import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkDraft } from '../../contracts/adapter/check-issue-input.js';
import {
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { Schema } from '../../contracts/schema.js';
import { carryMarker, markBody } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import { MARKER_CHARACTERS } from './body.js';
import { chosenIid, issueAt } from './choose-iid.js';
import { about, type GitlabCall, issuePath, LABELS, unsupported } from './context.js';
import { plannedLabels, planWrite } from './draft.js';
import { isClosing } from './map.js';
import { remove } from './remove.js';
import { takeBack } from './take-back.js';
import { type WireIssue, zWireIssue } from './wire.js';
import { toEarlierResult, toResult } from './write-result.js';

/**
 * Creates an issue: sent once. GitLab creates every issue open, so one that shall be closed is closed by a second request;
 * should that fail, the issue is there, and a warning says that it is open. One that was to be confidential and that GitLab
 * made public is deleted again. One that an earlier create made is given back as it is.
 *
 * @internal
 */
export async function createIssue(
  call: GitlabCall,
  given: IssueDraft,
  options?: CreateOptions,
): Promise<IssueWriteResult> {
  const draft = checkDraft(given, 'gitlab');
  const { clientKey } = checkCreateOptions(options, call.operation, 'gitlab');
  const plan = await planWrite(call, draft, MARKER_CHARACTERS);
  const iid = await chosenIid(call, clientKey);
  const labels = plannedLabels(plan, draft.labels ?? [], []);
  const description = clientKey !== undefined && markBody(String(plan.fields.description ?? ''), clientKey);
  const path = `${call.path}/issues`;
  const body = {
    ...plan.fields,
    ...(labels.length > 0 && { labels }),
    ...(description && { description }),
    ...(iid !== undefined && { iid }),
  };
  const { wire: made, isEarlier } = await make(call, { path, body }, iid, clientKey);
  if (isEarlier) return toEarlierResult(call, made, draft, plan, labels);
  const { warnings } = plan;
  if (iid !== undefined && made.iid !== iid) {
    warnings.push({ field: 'ref', message: `GitLab gave it the number ${made.iid}: only an Owner may choose ${iid}` });
  }
  if (!draft.status || !isClosing(draft.status)) return toResult(call, made, draft, plan, labels);
  try {
    const closing = { path: `${path}/${made.iid}`, schema: zWireIssue, body: { state_event: 'close' } };
    return await toResult(call, (await call.send({ method: 'PUT', ...closing })).body, draft, plan, labels);
  } catch (error) {
    // Whatever it is, an abort too: to lose sight of an issue that was made would be worse.
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    warnings.push({ field: 'status', message: `created, but still open: ${why}` });
    return toResult(call, made, draft, plan, labels);
  }
}

interface Made {
  readonly wire: WireIssue;
  /** Whether an earlier create made it. */
  readonly isEarlier: boolean;
}

/** Makes an issue, or finds the one that an earlier create under the same client key and number made. */
async function make(
  call: GitlabCall,
  request: { readonly path: string; readonly body: Readonly<Record<string, unknown>> },
  iid: number | undefined,
  clientKey: string | undefined,
): Promise<Made> {
  const key = clientKey !== undefined && { clientKey };
  try {
    const reply = await call.send({ method: 'POST', schema: zWireIssue, ...request, ...key });
    if (!request.body.confidential || reply.body.confidential) return { wire: reply.body, isEarlier: false };
    const path = issuePath(call, String(reply.body.iid));
    throw await takeBack(call, reply, `the issue #${reply.body.iid}`, { path, holder: call.path });
  } catch (error) {
    if (iid === undefined || clientKey === undefined || !isTrackerError(error, 'conflict')) throw error;
    const earlier = await issueAt(call, iid, clientKey);
    if (earlier) return { wire: earlier, isEarlier: true };
    throw error;
  }
}

/**
 * Changes fields of an issue, in one request, so all of them or none. The issue is read first where a body is named, whose
 * marker stays, and where labels are named and a map gives some of the present ones a meaning: those stay. One that is
 * public is made confidential by a request of its own before anything else is written into it.
 *
 * @internal
 */
export function updateIssue(call: GitlabCall, id: string, patch: IssuePatch): Promise<IssueWriteResult> {
  return changeIssue(call, id, patch);
}

/** @internal */
export function transitionIssue(call: GitlabCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return changeIssue(call, id, { status });
}

async function changeIssue(call: GitlabCall, id: string, given: IssuePatch): Promise<IssueWriteResult> {
  const patch = call.check(zIssuePatch, given);
  const request = { path: issuePath(call, id, 'id'), schema: zWireIssue };
  if (patch.expectedRevision !== undefined) {
    throw unsupported(call, 'GitLab takes no precondition on a write, so expectedRevision cannot be kept');
  }
  const { labels, status } = patch;
  const plan = await planWrite(call, patch, MARKER_CHARACTERS);
  const { add, remove } = plan;
  const body: Record<string, unknown> = { ...plan.fields };
  if (status !== undefined) body.state_event = isClosing(status) ? 'close' : 'reopen';
  let found: WireIssue | undefined;
  const present = async () => {
    found ??= (await call.send(request)).body;
    return found;
  };
  let planned: readonly string[] = [];
  if (labels !== undefined) {
    planned = plannedLabels(plan, labels, plan.kept.length > 0 ? (await present()).labels.map(LABELS.decode) : []);
    body.labels = planned;
  } else {
    if (add.length > 0) body.add_labels = add.map(LABELS.encode);
    if (remove.length > 0) body.remove_labels = remove.map(LABELS.encode);
  }
  // A client key finds the issue for as long as it lives, so its marker goes on.
  if (body.description !== undefined) {
    body.description = carryMarker((await present()).description ?? null, String(body.description)) ?? '';
  }
  const { length } = Object.keys(body);
  if (body.confidential && length > 1 && !(await present()).confidential) await hide(call, request);
  const reply = await call.send(length === 0 ? request : { ...request, method: 'PUT', body });
  return toResult(call, reply.body, patch, plan, planned);
}

/** Makes an issue confidential, which GitLab leaves out without a word below the role Reporter. */
async function hide(call: GitlabCall, request: { readonly path: string; readonly schema: Schema<WireIssue> }) {
  const reply = await call.send({ ...request, method: 'PUT', body: { confidential: true } });
  if (reply.body.confidential) return;
  const what = 'the issue stays public, and nothing else of the patch was sent: the token may not make it confidential';
  throw about(call, reply, PermissionError, what, { missing: ['Reporter'] });
}

/** @internal */
export async function deleteIssue(call: GitlabCall, id: string): Promise<void> {
  await remove(call, { path: issuePath(call, id, 'id'), holder: call.path });
}
