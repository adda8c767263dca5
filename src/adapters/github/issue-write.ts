import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import {
  type IssueDraft,
  type IssuePatch,
  type IssueWriteResult,
  zIssueDraft,
  zIssuePatch,
} from '../../contracts/adapter/issue-write.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { markerFor, markerOf } from './body.js';
import type { GithubCall } from './call.js';
import { issuePath, readIssue } from './issues.js';
import { setParent } from './links.js';
import { toIssue } from './map.js';
import { type WireIssue, zWireIssue } from './wire.js';
import { planWrite, refuseAsked, type WritePlan, warningsOf } from './write-plan.js';

/**
 * Makes an issue, in one request that is sent once. What GitHub does not take with it (a status other than open, a parent)
 * follows; where that fails, the issue is there all the same, and a warning says what is missing.
 *
 * @internal
 */
export async function createIssue(
  call: GithubCall,
  draft: IssueDraft,
  { clientKey }: CreateOptions = {},
): Promise<IssueWriteResult> {
  const asked = checkInput(zIssueDraft, draft, call.operation, 'github');
  refuseAsked(call, asked);
  const plan = await planWrite(call, asked, undefined, markerFor(clientKey));
  const { state, state_reason, ...body } = plan.fields;
  const key = clientKey !== undefined && { clientKey };
  const made = await call.send({ method: 'POST', path: `${call.path}/issues`, body, schema: zWireIssue, ...key });
  let wire = made.body;
  const then = async (field: 'status' | 'parent', step: () => Promise<WireIssue>) => {
    try {
      wire = await step();
    } catch (error) {
      // Also when the caller has ended the call: what GitHub has made is not to be forgotten.
      const why = isTrackerError(error) ? error.message : 'the call was ended';
      plan.wanted[field] = undefined;
      plan.warnings.push({ field, message: `the issue was made, but this was not done: ${why}` });
    }
  };
  const { parent } = asked;
  if (state) await then('status', () => sendPatch(call, wire, { state, state_reason }));
  if (parent) await then('parent', () => setParent(call, wire, parent));
  return toResult(call, plan, wire);
}

/**
 * Changes fields of an issue. It is read first: a number may be a pull request's, labels are written as a whole, and the
 * marker of a client key in the body has to stay.
 *
 * @internal
 */
export async function updateIssue(call: GithubCall, id: string, patch: IssuePatch): Promise<IssueWriteResult> {
  const asked = checkInput(zIssuePatch, patch, call.operation, 'github');
  refuseAsked(call, asked);
  let wire = await readIssue(call, id);
  const plan = await planWrite(call, asked, wire, markerOf(wire.body));
  const { fields } = plan;
  // GitHub ignores a new reason while the state stays: closed otherwise is opened first.
  if (fields.state === wire.state) await sendPatch(call, wire, { state: 'open' });
  if (Object.keys(fields).length > 0) wire = await sendPatch(call, wire, fields);
  if (asked.parent !== undefined) wire = await setParent(call, wire, asked.parent);
  return toResult(call, plan, wire);
}

/** Moves an issue to a status: open or closed, the reason, and the label that stands for it. @internal */
export function transitionIssue(call: GithubCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return updateIssue(call, id, { status });
}

async function sendPatch(call: GithubCall, { number }: WireIssue, body: object): Promise<WireIssue> {
  const path = issuePath(call, String(number));
  return (await call.send({ method: 'PATCH', path, body, schema: zWireIssue })).body;
}

function toResult(call: GithubCall, plan: WritePlan, wire: WireIssue): IssueWriteResult {
  const issue = toIssue(wire, call, false);
  return { issue, warnings: warningsOf(plan, issue) };
}
