import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import {
  type FieldWarning,
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssueDraft,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { markBody, unmarkBody } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { bodyReader } from './body.js';
import { type GitlabContext, issuePath, LABELS, unsupported } from './context.js';
import { type PlannedWrite, plannedLabels, planWrite } from './draft.js';
import { isClosing, toIssue } from './map.js';
import { remove } from './remove.js';
import { type WireIssue, zWireIssue } from './wire.js';

/** How long the marker of a client key is, with the line before it. */
const MARKER_CHARACTERS = 64;

/**
 * Creates an issue: sent once. GitLab creates every issue open, so one that shall be closed is closed by a second request;
 * should that fail, the issue is there, and a warning says that it is open.
 *
 * @internal
 */
export async function createIssue(
  context: GitlabContext,
  given: IssueDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueWriteResult> {
  const operation = 'issues.create';
  const draft = checkInput(zIssueDraft, given, operation, 'gitlab');
  const plan = await planWrite(context, draft, operation, MARKER_CHARACTERS);
  const labels = plannedLabels(plan, draft.labels ?? [], []);
  const text = String(plan.fields.description ?? '');
  const body = {
    ...plan.fields,
    ...(labels.length > 0 && { labels }),
    ...(clientKey !== undefined && { description: markBody(text, clientKey) }),
  };
  const { body: created } = await context.http.send({
    operation,
    method: 'POST',
    path: `${context.path}/issues`,
    body,
    schema: zWireIssue,
    signal,
    ...(clientKey !== undefined && { clientKey }),
  });
  if (draft.status === undefined || !isClosing(draft.status)) return toResult(context, created, draft, plan);
  try {
    const path = `${context.path}/issues/${created.iid}`;
    const closing = {
      operation,
      method: 'PUT',
      path,
      body: { state_event: 'close' },
      schema: zWireIssue,
      signal,
    } as const;
    const { body: closed } = await context.http.send(closing);
    return toResult(context, closed, draft, plan);
  } catch (error) {
    // Whatever it is, an abort too: to lose sight of an issue that was made would be worse.
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    return toResult(context, created, draft, plan, [{ field: 'status', message: `created, but still open: ${why}` }]);
  }
}

/**
 * Changes fields of an issue, in one request. Another comes before it only where labels are named and a map gives some of
 * the present ones a meaning: those stay.
 *
 * @internal
 */
export async function updateIssue(
  context: GitlabContext,
  id: string,
  given: IssuePatch,
  { signal }: CallOptions = {},
  operation = 'issues.update',
): Promise<IssueWriteResult> {
  const patch = checkInput(zIssuePatch, given, operation, 'gitlab');
  const path = issuePath(context, id, operation);
  if (patch.expectedRevision !== undefined) {
    throw unsupported(
      operation,
      'GitLab takes no precondition on the write of an issue; expectedRevision cannot be kept',
    );
  }
  const { labels, status } = patch;
  const plan = await planWrite(context, patch, operation, 0);
  const present =
    labels !== undefined && plan.kept.length > 0
      ? (await context.http.send({ operation, path, schema: zWireIssue, signal })).body.labels.map(LABELS.decode)
      : [];
  const { add, remove } = plan;
  const body = {
    ...plan.fields,
    ...(status !== undefined && { state_event: isClosing(status) ? 'close' : 'reopen' }),
    ...(labels !== undefined && { labels: plannedLabels(plan, labels, present) }),
    ...(labels === undefined && add.length > 0 && { add_labels: add.map(LABELS.encode) }),
    ...(labels === undefined && remove.length > 0 && { remove_labels: remove.map(LABELS.encode) }),
  };
  const isEmpty = Object.keys(body).length === 0;
  const request = { operation, path, schema: zWireIssue, signal };
  const reply = await context.http.send(isEmpty ? request : { ...request, method: 'PUT', body });
  return toResult(context, reply.body, patch, plan);
}

/** @internal */
export function transitionIssue(
  context: GitlabContext,
  id: string,
  status: IssueStatus,
  call?: CallOptions,
): Promise<IssueWriteResult> {
  return updateIssue(context, id, { status }, call, 'issues.transition');
}

/** @internal */
export async function deleteIssue(context: GitlabContext, id: string, { signal }: CallOptions = {}): Promise<void> {
  const operation = 'issues.delete';
  const path = issuePath(context, id, operation);
  await remove(context, operation, path, signal);
}

const REASONS: Readonly<Record<string, string>> = {
  assignees: 'GitLab left somebody out: several assignees need Premium, and each must be a member',
  labels: 'GitLab left some out: they contradict what else was written, or the token may not set labels (Reporter)',
  visibility: 'GitLab left it as it was: the token may not make issues confidential',
};

/** Compares what GitLab holds now with what was asked for. */
async function toResult(
  context: GitlabContext,
  wire: WireIssue,
  asked: IssueDraft | IssuePatch,
  { fields, warnings }: PlannedWrite,
  more: readonly FieldWarning[] = [],
): Promise<IssueWriteResult> {
  const issue = toIssue(context, wire, await bodyReader([wire]));
  const held = (unmarkBody(wire.description ?? null).body ?? '').replace(/\r\n?/g, '\n').trimEnd();
  const has = (list: readonly string[], wanted: readonly unknown[]) =>
    wanted.every((one) => list.includes(String(one)));
  const custom = (name: string) => issue.customFields[name] ?? null;
  const isHeld: Record<string, boolean> = {
    title: issue.title === asked.title,
    body: held === fields.description,
    status: issue.status === asked.status,
    issueType: issue.issueType === asked.issueType,
    priority: issue.priority === asked.priority,
    visibility: issue.visibility === asked.visibility,
    labels: has(issue.labels, asked.labels ?? []),
    assignees:
      has(issue.assignees, (fields.assignee_ids ?? []) as number[]) &&
      (asked.assignees?.length !== 0 || issue.assignees.length === 0),
    ...Object.fromEntries(
      Object.entries(asked.customFields ?? {}).map(([name, value]) => [`customFields.${name}`, custom(name) === value]),
    ),
  };
  const said = new Set([...warnings, ...more].map(({ field }) => field));
  const lost = Object.entries(isHeld).filter(([field, held]) => {
    const isAsked = field.startsWith('customFields.') || asked[field as keyof IssueDraft] !== undefined;
    return isAsked && !held && !said.has(field);
  });
  return {
    issue,
    warnings: [
      ...warnings,
      ...more,
      ...lost.map(([field]) => ({ field, message: REASONS[field] ?? 'GitLab holds something else' })),
    ],
  };
}
