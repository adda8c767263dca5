import type { GetIssueOptions } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { about, issuePath, type RedmineCall } from './context.js';
import { readIssue } from './map.js';
import { projectIdOf } from './session.js';
import { type WireIssueWith, zWireIssueWith } from './wire.js';

/**
 * One issue by its number.
 *
 * @internal
 */
export async function getIssue(call: RedmineCall, id: string, options?: GetIssueOptions): Promise<Issue> {
  return readIssue(call, await readWire(call, id, 'relations', 'id'), options?.raw);
}

/**
 * An issue of this project, with what is to be included: numbers are the server's own, not the project's.
 *
 * @internal
 */
export async function readWire(
  call: RedmineCall,
  id: string,
  include: string,
  field = 'issueId',
): Promise<WireIssueWith> {
  const path = issuePath(call, id, field);
  const reply = await call.send({ path, search: `include=${encodeURIComponent(include)}`, schema: zWireIssueWith });
  const { issue } = reply.body;
  if (issue.project.id === (await projectIdOf(call))) return issue;
  throw about(call, reply, NotFoundError, 'it belongs to another project', {});
}
