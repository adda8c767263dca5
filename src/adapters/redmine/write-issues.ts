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
import { carryMarker, markBody } from '../../digest/client-marker.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { afterWrite } from './after-write.js';
import { about, issuePath, type RedmineCall, unsupported } from './context.js';
import { type PlannedWrite, planWrite } from './draft.js';
import { readWire } from './issues.js';
import { toStatus } from './map.js';
import { expectRight } from './rights.js';
import { accountOf, projectIdOf, readProject } from './session.js';
import { takeBack } from './take-back.js';
import { type WireIssue, type WireIssueWith, type WireStatus, zWireIssue } from './wire.js';
import { toResult } from './write-result.js';

const ONCE = { attempts: 1, status: 200 };

/**
 * Creates an issue: sent once. Redmine passes over a status that its workflow does not allow at the start, so the issue is
 * moved there by a second request; should that fail, the issue is there, and a warning says where it stands. One that was to
 * be private and that Redmine made public is deleted again.
 *
 * @internal
 */
export async function createIssue(
  call: RedmineCall,
  given: IssueDraft,
  options?: CreateOptions,
): Promise<IssueWriteResult> {
  const draft = checkDraft(given, 'redmine');
  const { clientKey } = checkCreateOptions(options, call.operation, 'redmine');
  const plan = await planWrite(call, draft);
  const [status] = plan.statuses;
  const text = String(plan.fields.description ?? '');
  const description = clientKey === undefined ? text : markBody(text || null, clientKey);
  const issue = {
    ...plan.fields,
    project_id: await projectIdOf(call),
    ...(status && { status_id: status.id }),
    ...(description && { description }),
  };
  if (draft.visibility === 'restricted') await expectRight(call, 'set_issues_private');
  const account = await accountOf(call);
  const reply = await call.send({
    method: 'POST',
    path: '/issues.json',
    body: { issue },
    schema: zWireIssue,
    ...(clientKey !== undefined && { clientKey }),
  });
  const made = reply.body.issue;
  if (draft.visibility === 'restricted' && !made.is_private) {
    throw await takeBack(call, reply, `the issue #${made.id}`, 'set_issues_private', (own) =>
      own.send({ method: 'DELETE', path: issuePath(own, String(made.id)), repeatability: 'keyed' }),
    );
  }
  const { warnings } = plan;
  if (made.author?.id !== account.id) {
    warnings.push({
      field: 'ref',
      message: `made by another account than ${account.login}: the key is not good any more`,
    });
  }
  if (draft.status === undefined || toStatus(made.status, call.words) === draft.status) {
    return toResult(call, made, draft, plan);
  }
  let now: WireIssue = made;
  try {
    const { allowed_statuses } = await readWire(call, String(made.id), 'allowed_statuses');
    const next = openTo(plan, allowed_statuses);
    if (next) {
      const path = issuePath(call, String(made.id));
      await call.send({ method: 'PUT', path, body: { issue: { status_id: next.id } } });
      now = await readWire(call, String(made.id), 'relations');
    }
  } catch (error) {
    // Whatever it is, an abort too: to lose sight of an issue that was made would be worse.
    const why = isTrackerError(error) ? error.message : 'the call was aborted';
    warnings.push({
      field: 'status',
      message: `created, but not known to be moved from '${made.status.name}': ${why}`,
    });
  }
  return toResult(call, now, draft, plan);
}

/**
 * Changes fields of an issue, in one request. Redmine passes over what it does not allow, so the issue is read afterwards and
 * compared.
 *
 * @internal
 */
export function updateIssue(call: RedmineCall, id: string, patch: IssuePatch): Promise<IssueWriteResult> {
  return changeIssue(call, id, patch);
}

/** @internal */
export function transitionIssue(call: RedmineCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return changeIssue(call, id, { status });
}

async function changeIssue(call: RedmineCall, id: string, given: IssuePatch): Promise<IssueWriteResult> {
  const patch = call.check(zIssuePatch, given);
  const path = issuePath(call, id, 'id');
  if (patch.expectedRevision !== undefined) {
    throw unsupported(call, 'Redmine tells no version of an issue, so expectedRevision cannot be kept');
  }
  const plan = await planWrite(call, patch);
  const before = await readWire(
    call,
    id,
    patch.status === undefined ? 'relations' : 'relations,allowed_statuses',
    'id',
  );
  const issue: Record<string, unknown> = { ...plan.fields };
  if (patch.status !== undefined && toStatus(before.status, call.words) !== patch.status) {
    issue.status_id = nextStatus(call, plan, before).id;
  }
  // A client key finds the issue for as long as it lives, so its marker goes on.
  if (issue.description !== undefined) {
    const text = before.description?.replace(/\r\n?/g, '\n') || null;
    issue.description = carryMarker(text, String(issue.description) || null) ?? '';
  }
  if (Object.keys(issue).length === 0) return toResult(call, before, patch, plan);
  const reply = await call.send({ method: 'PUT', path, body: { issue } });
  const after = await afterWrite(call, reply, 'the issue was changed', () => readWire(call, id, 'relations', 'id'));
  const result = await toResult(call, after, patch, plan);
  const isUnmoved = issue.status_id !== undefined && after.status.id === before.status.id;
  if (isUnmoved && Object.keys(issue).length === 1) {
    throw about(call, reply, RejectedError, `Redmine took the request and left the issue in '${after.status.name}'`, {
      serverCode: 'transition_not_allowed',
    });
  }
  return result;
}

/** The status that would do and that is open to the account. */
function openTo({ statuses }: PlannedWrite, allowed: WireIssueWith['allowed_statuses']): WireStatus | undefined {
  return statuses.find(({ id }) => allowed?.some((status) => status.id === id) ?? true);
}

function nextStatus(call: RedmineCall, plan: PlannedWrite, { status, allowed_statuses }: WireIssueWith): WireStatus {
  const next = openTo(plan, allowed_statuses);
  if (next) return next;
  const open = allowed_statuses?.filter(({ id }) => id !== status.id).map(({ name }) => `'${name}'`) ?? [];
  const onward = open.length > 0 ? `only ${open.join(', ')} can be reached` : 'nothing can be reached';
  const wanted = plan.statuses.map(({ name }) => `'${name}'`).join(' or ');
  const what = `the workflow does not allow the account to move it to ${wanted}: it is in '${status.name}', and from there ${onward}`;
  throw about(call, ONCE, RejectedError, what, { serverCode: 'transition_not_allowed' });
}

/**
 * Deletes an issue. Redmine would delete its children with it, so one that has some is refused.
 *
 * @internal
 */
export async function deleteIssue(call: RedmineCall, id: string): Promise<void> {
  const path = issuePath(call, id, 'id');
  await deleteOrGone(
    async () => {
      const { children } = await readWire(call, id, 'children', 'id');
      if (children && children.length > 0) throw withChildren(call, children.length);
      await call.send({ method: 'DELETE', path });
    },
    () => call.send({ path, schema: zWireIssue }),
    () => readProject(call),
  );
}

function withChildren(call: RedmineCall, count: number): ConflictError {
  const what = `it has children (${count}), which Redmine would delete with it: take them off or delete them first`;
  return about(call, ONCE, ConflictError, what, {});
}
