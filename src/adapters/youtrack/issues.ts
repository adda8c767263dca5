import type { GetIssueOptions } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import { issuePath, type YoutrackCall } from './context.js';
import { toIssue } from './map.js';
import { ownOf } from './own.js';
import { whole } from './whole.js';
import { ISSUE_FIELDS, type WireIssue, zWireIssue } from './wire.js';

/** One issue by its id or its key. @internal */
export async function getIssue(call: YoutrackCall, id: string, options?: GetIssueOptions): Promise<Issue> {
  return toIssue(call, await readIssue(call, id), options?.raw);
}

/** An issue of this project, as YouTrack has it. @internal */
export async function readIssue(call: YoutrackCall, id: string): Promise<WireIssue> {
  const reply = await call.send({ path: issuePath(call, id, 'id'), fields: ISSUE_FIELDS, schema: zWireIssue });
  const [wire] = await whole(call, [await ownOf(call, reply)]);
  return wire as WireIssue;
}
