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
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { markerFor, markerOf } from './body.js';
import { type Call, issuePath, readIssue } from './issues.js';
import { setParent } from './links.js';
import { toIssue } from './map.js';
import type { GithubContext } from './options.js';
import { type WireIssue, zSentIssue } from './wire.js';
import { missedFields, planWrite, refuseAsked } from './write-plan.js';

/**
 * Makes an issue, in one request that is sent once. What GitHub does not take with it (a status other than open, a parent)
 * follows; where that fails, the issue is there all the same, and a warning says what is missing.
 *
 * @internal
 */
export async function createIssue(
  context: GithubContext,
  draft: IssueDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueWriteResult> {
  const call: Call = { operation: 'issues.create', signal };
  const asked = checkInput(zIssueDraft, draft, call.operation, 'github');
  refuseAsked(context, call.operation, asked);
  const { fields, warnings } = await planWrite(context, call, asked, undefined, markerFor(clientKey));
  const { state, state_reason, ...members } = fields;
  const made = await context.http.send({
    ...call,
    method: 'POST',
    path: `${context.path}/issues`,
    body: members,
    schema: zSentIssue,
    ...(clientKey !== undefined && { clientKey }),
  });
  let wire = made.body;
  const then = async (field: string, step: () => Promise<WireIssue>) => {
    try {
      wire = await step();
    } catch (error) {
      // Also when the caller has ended the call: what GitHub has made is not to be forgotten.
      const why = isTrackerError(error) ? error.message : 'the call was ended';
      warnings.push({ field, message: `the issue was made, but this was not done: ${why}` });
    }
  };
  const { parent } = asked;
  if (state) await then('status', () => sendPatch(context, call, wire, { state, state_reason }));
  if (parent) await then('parent', () => setParent(context, call, wire, parent));
  return toResult(context, asked, wire, warnings);
}

/**
 * Changes fields of an issue. It is read first: a number may be a pull request's, labels are written as a whole, and the
 * marker of a client key in the body has to stay.
 *
 * @internal
 */
export async function updateIssue(
  context: GithubContext,
  id: string,
  patch: IssuePatch,
  { signal }: CallOptions = {},
  operation = 'issues.update',
): Promise<IssueWriteResult> {
  const call: Call = { operation, signal };
  const asked = checkInput(zIssuePatch, patch, operation, 'github');
  refuseAsked(context, operation, asked);
  let wire = await readIssue(context, id, call);
  const { fields, warnings } = await planWrite(context, call, asked, wire, markerOf(wire.body));
  // GitHub ignores a new reason while the state stays: closed otherwise is opened first.
  if (fields.state === wire.state) await sendPatch(context, call, wire, { state: 'open' });
  if (Object.keys(fields).length > 0) wire = await sendPatch(context, call, wire, fields);
  if (asked.parent !== undefined) wire = await setParent(context, call, wire, asked.parent);
  return toResult(context, asked, wire, warnings);
}

/** Moves an issue to a status: open or closed, the reason, and the label that stands for it. @internal */
export function transitionIssue(
  context: GithubContext,
  id: string,
  status: IssueStatus,
  options?: CallOptions,
): Promise<IssueWriteResult> {
  return updateIssue(context, id, { status }, options, 'issues.transition');
}

async function sendPatch(
  context: GithubContext,
  call: Call,
  { number }: WireIssue,
  body: Readonly<Record<string, unknown>>,
): Promise<WireIssue> {
  const path = issuePath(context, String(number), call.operation);
  return (await context.http.send({ ...call, method: 'PATCH', path, body, schema: zSentIssue })).body;
}

function toResult(
  context: GithubContext,
  asked: IssuePatch,
  wire: WireIssue,
  warnings: readonly FieldWarning[],
): IssueWriteResult {
  const issue = toIssue(wire, context, false);
  return { issue, warnings: [...warnings, ...missedFields(asked, issue, context, warnings)] };
}
