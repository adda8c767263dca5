import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { type IssuePatch, type IssueWriteResult, zIssuePatch } from '../../contracts/adapter/issue-write.js';
import { flag, maybe, object } from '../../contracts/adapter/shape.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import { ContractError } from '../../errors/contract-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { about, type LinearCall } from './context.js';
import { expectDone } from './create-once.js';
import { ISSUE } from './documents.js';
import { expectWritable, planWrite } from './draft.js';
import { unlessMissing } from './find-by-client-key.js';
import { expectIssue, expectOwn, readHolder, readIssue } from './issues.js';
import { readTeam } from './team.js';
import { dataOf, type WireIssue, wireIssue } from './wire.js';
import { toResult } from './write-result.js';

const UPDATE = `mutation UpdateIssue($id:String!,$input:IssueUpdateInput!){issueUpdate(id:$id,input:$input){success issue{${ISSUE}}}}`;
const zUpdated = dataOf({ issueUpdate: object({ success: flag, issue: maybe(wireIssue) }) });
const DELETE = 'mutation DeleteIssue($id:String!){issueDelete(id:$id){success}}';
const zDeleted = dataOf({ issueDelete: object({ success: flag }) });

/**
 * Changes fields of an issue, in one request that writes, so all of them or none. The issue is read before it: ids are
 * Linear's and not the team's, and labels are changed one by one.
 *
 * @internal
 */
export async function updateIssue(call: LinearCall, id: string, given: IssuePatch): Promise<IssueWriteResult> {
  const patch = call.check(zIssuePatch, given);
  expectWritable(call, patch);
  const before = await readIssue(call, id);
  const { input, asked } = await planWrite(call, patch, before);
  const isEmpty = Object.keys(input).length === 0;
  return toResult(call, isEmpty ? before : await sendUpdate(call, id, input), asked);
}

/** @internal */
export function transitionIssue(call: LinearCall, id: string, status: IssueStatus): Promise<IssueWriteResult> {
  return updateIssue(call, id, { status });
}

/** @internal */
export async function sendUpdate(
  call: LinearCall,
  id: string,
  input: Readonly<Record<string, unknown>>,
): Promise<WireIssue> {
  const request = { document: UPDATE, variables: { id, input }, schema: zUpdated, repeatability: 'write' } as const;
  const reply = await forgettingStates(call, () => call.send(request));
  const { issue } = expectDone(call, reply, reply.body.data.issueUpdate);
  if (issue) return issue;
  throw about(call, reply, ContractError, 'Linear says that it changed the issue, and not what became of it', {});
}

/** What is remembered of the team is forgotten where Linear refuses what was made of it. @internal */
export async function forgettingStates<Result>(call: LinearCall, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isTrackerError(error, 'rejected')) call.memo.team = undefined;
    throw error;
  }
}

/** Moves an issue to the trash, from where people can bring it back for 30 days. @internal */
export async function deleteIssue(call: LinearCall, id: string): Promise<void> {
  const before = await unlessMissing(readHolder(call, id, 'id'));
  if (before && !before.issue.trashed) {
    expectOwn(call, before.reply, before.issue);
    const request = { document: DELETE, variables: { id }, schema: zDeleted, repeatability: 'write' } as const;
    await deleteOrGone(
      async () => {
        const reply = await call.send(request);
        expectDone(call, reply, reply.body.data.issueDelete);
      },
      () => expectIssue(call, id),
      () => readTeam(call),
    );
  } else {
    // Gone, if the team can be seen.
    await readTeam(call);
  }
}
