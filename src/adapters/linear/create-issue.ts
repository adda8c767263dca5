import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkDraft } from '../../contracts/adapter/check-issue-input.js';
import type { IssueDraft, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { flag, maybe, object } from '../../contracts/adapter/shape.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { ContractError } from '../../errors/contract-error.js';
import { issueIdOf, randomId } from './client-id.js';
import { about, type LinearCall } from './context.js';
import { createOnce, expectDone } from './create-once.js';
import { ISSUE } from './documents.js';
import { expectWritable, planWrite } from './draft.js';
import { unlessMissing } from './find-by-client-key.js';
import { readIssue } from './issues.js';
import { isUuid } from './options.js';
import { knownTeam } from './team.js';
import { dataOf, wireIssue } from './wire.js';
import { forgettingStates } from './write-issues.js';
import { toResult } from './write-result.js';

const CREATE = `mutation CreateIssue($input:IssueCreateInput!){issueCreate(input:$input){success issue{${ISSUE}}}}`;
const zCreated = dataOf({ issueCreate: object({ success: flag, issue: maybe(wireIssue) }) });

/**
 * Makes an issue in one request that writes, exactly once: under an id of ours, which follows from the client key where
 * there is one. What an earlier create under the key made is given back as it is.
 *
 * @internal
 */
export async function createIssue(
  call: LinearCall,
  given: IssueDraft,
  options?: CreateOptions,
): Promise<IssueWriteResult> {
  const draft = checkDraft(given, 'linear');
  const { clientKey } = checkCreateOptions(options, call.operation, 'linear');
  expectWritable(call, draft);
  const { workspace } = call;
  const id = clientKey === undefined ? randomId(call) : await issueIdOf(call, clientKey);
  const { input, asked } = await planWrite(call, draft);
  const teamId = isUuid(workspace) ? workspace : (await knownTeam(call)).id;
  const { found, isEarlier } = await forgettingStates(call, () =>
    createOnce(call, {
      what: 'issue',
      request: { document: CREATE, variables: { input: { ...input, id, teamId } }, schema: zCreated },
      clientKey,
      made: (reply) => {
        const { issue } = expectDone(call, reply, reply.body.data.issueCreate);
        if (issue) return issue;
        throw about(call, reply, ContractError, 'Linear says that it made the issue, and not which', {});
      },
      find: () => unlessMissing(readIssue(call, id)),
    }),
  );
  return toResult(call, found, asked, isEarlier);
}
