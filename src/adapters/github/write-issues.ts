import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { checkDraft } from '../../contracts/adapter/check-issue-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import {
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { markerFor, markerOf } from './body.js';
import type { GithubCall } from './call.js';
import { issuePath, readIssue } from './issues.js';
import { parentOf } from './links.js';
import { fold, labelsOf } from './map.js';
import { type WireIssue, zWireIssue } from './wire.js';
import { zWireLabels } from './wire-repository.js';
import { isSame, setParent } from './write-links.js';
import { planWrite, refuseAsked, type WritePlan } from './write-plan.js';
import { type Step, takeSteps } from './write-steps.js';

/**
 * Makes an issue, in one request that is sent once. What GitHub does not take with it (a status other than open, a parent)
 * follows; where that fails, the issue is there all the same, and a warning says what is missing.
 *
 * @internal
 */
export async function createIssue(
  call: GithubCall,
  draft: IssueDraft,
  options?: CreateOptions,
): Promise<IssueWriteResult> {
  const { clientKey } = checkCreateOptions(options, call.operation, 'github');
  const asked = checkDraft(draft, 'github');
  refuseAsked(call, asked);
  const plan = await planWrite(call, asked, undefined, markerFor(clientKey));
  const { state, state_reason, ...body } = plan.fields;
  const key = clientKey !== undefined && { clientKey };
  const made = await call.send({ method: 'POST', path: `${call.path}/issues`, body, schema: zWireIssue, ...key });
  const closing: Step[] = state ? [patch(call, made.body, { state, state_reason }, 'status')] : [];
  const steps = [...closing, ...parentSteps(call, made.body, null, asked.parent)];
  return takeSteps(call, plan, made.body, steps, true);
}

/**
 * Changes fields of an issue. It is read first: a number may be a pull request's, and the marker of a client key in the
 * body has to stay.
 *
 * @internal
 */
export async function updateIssue(call: GithubCall, id: string, asked: IssuePatch): Promise<IssueWriteResult> {
  const checked = checkInput(zIssuePatch, asked, call.operation, 'github');
  refuseAsked(call, checked);
  const wire = await readIssue(call, id);
  const plan = await planWrite(call, checked, wire, markerOf(wire.body));
  const { parent } = checked;
  const before = parent === undefined ? null : await parentOf(call, wire);
  const steps = [
    ...fieldSteps(call, wire, plan),
    ...labelSteps(call, wire, plan),
    ...parentSteps(call, wire, before, parent),
  ];
  return takeSteps(call, plan, wire, steps);
}

/** Moves an issue to a status: open or closed, the reason, and the label that stands for it. @internal */
export function transitionIssue(call: GithubCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return updateIssue(call, id, { status });
}

/** All of an issue's own fields in one request: GitHub takes all of them or none. */
function fieldSteps(call: GithubCall, wire: WireIssue, { fields }: WritePlan): Step[] {
  if (Object.keys(fields).length === 0) return [];
  const { state, state_reason, ...others } = fields;
  if (state === undefined || state !== wire.state) return [patch(call, wire, fields)];
  // GitHub ignores a new reason while the state stays: closed otherwise is opened first, and only the state remains.
  return [patch(call, wire, { ...others, state: 'open' }), patch(call, wire, { state, state_reason }, 'status')];
}

/** Labels one by one, so that what somebody else adds or removes meanwhile stays as it is then. */
function labelSteps(call: GithubCall, wire: WireIssue, { added, removed }: WritePlan): Step[] {
  const path = `${issuePath(call, String(wire.number))}/labels`;
  const fieldOf = (label: string) => (call.words.statuses.meaningOf(label) === undefined ? 'priority' : 'status');
  const step = (label: string, send: () => Promise<unknown>): Step => ({
    field: fieldOf(label),
    writes: `the label ${label}`,
    send: async () => void (await send()),
  });
  const schema = zWireLabels;
  return [
    ...added.map((label) => step(label, () => call.send({ method: 'POST', path, body: { labels: [label] }, schema }))),
    ...removed.map((label) => {
      const request = { method: 'DELETE', path: `${path}/${encodeURIComponent(label)}`, schema } as const;
      const read = () => readIssue(call, String(wire.number));
      const isThere = async () => labelsOf(await read()).some((other) => fold(other) === fold(label));
      return step(label, () => deleteOrGone(() => call.send(request), isThere, read));
    }),
  ];
}

function parentSteps(
  call: GithubCall,
  wire: WireIssue,
  before: ExternalRef | null,
  parent: ExternalRef | null = before,
): Step[] {
  if (parent === before || (parent && before && isSame(parent, before))) return [];
  return [{ field: 'parent', writes: 'parent', send: async () => void (await setParent(call, wire, before, parent)) }];
}

function patch(call: GithubCall, { number }: WireIssue, body: WritePlan['fields'], field?: 'status'): Step {
  const path = issuePath(call, String(number));
  const { state_reason: _, ...told } = body;
  const names = Object.entries(told).map(([name, value]) => (name === 'state' ? `state (${value})` : name));
  const send = async () => (await call.send({ method: 'PATCH', path, body, schema: zWireIssue })).body;
  return { ...(field && { field }), writes: names.join(', '), send };
}
