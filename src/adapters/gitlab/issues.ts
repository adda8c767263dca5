import type { GetIssueOptions } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import { type GitlabCall, issuePath } from './context.js';
import { readIssue } from './map.js';
import { zWireIssue } from './wire.js';

/**
 * One issue by its number.
 *
 * @internal
 */
export async function getIssue(call: GitlabCall, id: string, options?: GetIssueOptions): Promise<Issue> {
  const { body } = await call.send({ path: issuePath(call, id, 'id'), schema: zWireIssue });
  return readIssue(call, body, options?.raw);
}
