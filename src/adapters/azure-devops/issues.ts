import type { GetIssueOptions } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import { type AzureCall, itemPath } from './context.js';
import { readIssue } from './map.js';
import { type WireItem, zWireItem } from './wire.js';

/**
 * One work item by its id.
 *
 * @internal
 */
export async function getIssue(call: AzureCall, id: string, options?: GetIssueOptions): Promise<Issue> {
  return readIssue(call, await readItem(call, id, 'id'), options?.raw);
}

/** One work item as Azure DevOps sends it, with its relations. @internal */
export async function readItem(call: AzureCall, id: string, field = 'issueId'): Promise<WireItem> {
  const { body } = await call.send({
    path: itemPath(call, id, field),
    search: { $expand: 'relations' },
    schema: zWireItem,
  });
  return body;
}
