import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import {
  type FieldWarning,
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssueDraft,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { carryMarker, markBody, unmarkBody } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { MARKER_CHARACTERS } from './body.js';
import { begin, type GitlabCall, type GitlabContext, issuePath, LABELS, unsupported } from './context.js';
import { type PlannedWrite, plannedLabels, planWrite } from './draft.js';
import { isClosing, readIssue } from './map.js';
import { remove } from './remove.js';
import { type WireIssue, zWireIssue } from './wire.js';

/**
 * Creates an issue: sent once. GitLab creates every issue open, so one that shall be closed is closed by a second request;
 * should that fail, the issue is there, and a warning says that it is open.
 *
 * @internal
 */
export async function createIssue(
  context: GitlabContext,
  given: IssueDraft,
  options: CreateOptions = {},
): Promise<IssueWriteResult> {
  const call = begin(context, 'issues.create', options);
  const { clientKey } = options;
  const draft = call.check(zIssueDraft, given);
  const plan = await planWrite(call, draft, MARKER_CHARACTERS);
  const labels = plannedLabels(plan, draft.labels ?? [], []);
  const description = clientKey !== undefined && markBody(String(plan.fields.description ?? ''), clientKey);
  const path = `${call.path}/issues`;
  const { body: created } = await call.send({
    method: 'POST',
    path,
    schema: zWireIssue,
    body: { ...plan.fields, ...(labels.length > 0 && { labels }), ...(description && { description }) },
    ...(clientKey !== undefined && { clientKey }),
  });
  if (!draft.status || !isClosing(draft.status)) return toResult(call, created, draft, plan);
  try {
    const closing = { path: `${path}/${created.iid}`, schema: zWireIssue, body: { state_event: 'close' } };
    return await toResult(call, (await call.send({ method: 'PUT', ...closing })).body, draft, plan);
  } catch (error) {
    // Whatever it is, an abort too: to lose sight of an issue that was made would be worse.
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    return toResult(call, created, draft, plan, [{ field: 'status', message: `created, but still open: ${why}` }]);
  }
}

/**
 * Changes fields of an issue, in one request. Another comes before it where a body is named, whose marker stays, and where
 * labels are named and a map gives some of the present ones a meaning: those stay.
 *
 * @internal
 */
export function updateIssue(
  context: GitlabContext,
  id: string,
  patch: IssuePatch,
  options?: CallOptions,
): Promise<IssueWriteResult> {
  return changeIssue(begin(context, 'issues.update', options), id, patch);
}

/** @internal */
export function transitionIssue(
  context: GitlabContext,
  id: string,
  status: IssueStatus,
  options?: CallOptions,
): Promise<IssueWriteResult> {
  return changeIssue(begin(context, 'issues.transition', options), id, { status });
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
  if (labels !== undefined) {
    const present = plan.kept.length > 0 ? (await call.send(request)).body.labels.map(LABELS.decode) : [];
    body.labels = plannedLabels(plan, labels, present);
  } else {
    if (add.length > 0) body.add_labels = add.map(LABELS.encode);
    if (remove.length > 0) body.remove_labels = remove.map(LABELS.encode);
  }
  // A client key finds the issue for as long as it lives, so its marker goes on.
  if (body.description !== undefined) {
    body.description = carryMarker((await call.send(request)).body.description ?? null, String(body.description)) ?? '';
  }
  const isEmpty = Object.keys(body).length === 0;
  const reply = await call.send(isEmpty ? request : { ...request, method: 'PUT', body });
  return toResult(call, reply.body, patch, plan);
}

/** @internal */
export async function deleteIssue(context: GitlabContext, id: string, options?: CallOptions): Promise<void> {
  const call = begin(context, 'issues.delete', options);
  await remove(call, issuePath(call, id, 'id'));
}

const REASONS: Readonly<Record<string, string>> = {
  assignees: 'GitLab left somebody out: several assignees need Premium, and each must be a member',
  labels: 'GitLab left some out: they contradict what else was written, or the token may not set labels (Reporter)',
  visibility: 'GitLab left it as it was: the token may not make issues confidential',
};

/** Compares what GitLab holds now with what was asked for. */
async function toResult(
  call: GitlabCall,
  wire: WireIssue,
  asked: IssueDraft | IssuePatch,
  { fields, warnings }: PlannedWrite,
  more: readonly FieldWarning[] = [],
): Promise<IssueWriteResult> {
  const issue = await readIssue(call, wire);
  const result = [...warnings, ...more];
  const said = new Set(result.map(({ field }) => field));
  const expect = (field: string, isHeld: boolean) => {
    if (!isHeld && !said.has(field)) result.push({ field, message: REASONS[field] ?? 'GitLab holds something else' });
  };
  for (const field of ['title', 'status', 'issueType', 'priority', 'visibility'] as const) {
    expect(field, asked[field] === undefined || asked[field] === issue[field]);
  }
  const description = (unmarkBody(wire.description ?? null).body ?? '').replace(/\r\n?/g, '\n').trimEnd();
  expect('body', asked.body === undefined || fields.description === description);
  expect('labels', asked.labels?.every((label) => issue.labels.includes(label)) ?? true);
  const ids = fields.assignee_ids as readonly number[] | undefined;
  const isEmptied = ids?.length !== 0 || issue.assignees.length === 0;
  expect('assignees', isEmptied && (ids?.every((id) => issue.assignees.includes(String(id))) ?? true));
  for (const [name, value] of Object.entries(asked.customFields ?? {})) {
    expect(`customFields.${name}`, (issue.customFields[name] ?? null) === value);
  }
  return { issue, warnings: result };
}
