import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import type { AzureCall } from './context.js';
import { toIssues } from './map.js';
import { walk } from './walk.js';
import { findIds, inProject, MAX_FOUND, readItems } from './wiql.js';

/**
 * The ids of all work items of the project, in their own order: they never change, so nothing moves under the walk.
 *
 * @internal
 */
export function issueIds(
  call: AzureCall,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return walk(call, () => {
    const { cursor } = checkQuery(query, ['cursor'], call.operation, 'azure_devops');
    return {
      query: {},
      cursor,
      read: async (position: string) => idPage(call, [], position, MAX_FOUND, (ids) => ids.map(String)),
    };
  });
}

/** A page of work items in the order of their ids, behind a position. @internal */
export async function idPage<Item>(
  call: AzureCall,
  conditions: readonly string[],
  position: string,
  top: number,
  toItems: (ids: readonly number[]) => readonly Item[] | Promise<readonly Item[]>,
) {
  const behind = position === '' ? [] : [`[System.Id] > ${position}`];
  const { ids } = await findIds(call, inProject([...conditions, ...behind], ['[System.Id] ASC']), top);
  const last = ids.at(-1);
  return { items: await toItems(ids), next: ids.length < top || last === undefined ? null : String(last) };
}

/** A page of whole issues in the order of their ids. @internal */
export function issuePage(call: AzureCall, conditions: readonly string[], position: string, pageSize: number) {
  return idPage(call, conditions, position, pageSize, async (ids) => toIssues(call, await readItems(call, ids)));
}
