import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Page } from '../../contracts/page.js';
import type { RedmineCall } from './context.js';
import { selection } from './list-issues.js';
import { MAX_PAGE_SIZE, nextOffset, walk, withParameters } from './pages.js';
import { ask, projectIdOf } from './session.js';
import { zWireIssues } from './wire.js';

/**
 * The numbers of all issues in their order, each page from the number behind the last one: nothing moves under the walk.
 *
 * @internal
 */
export function issueIds(
  call: RedmineCall,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return walk(call, () => {
    const { cursor } = checkQuery(query, ['cursor'], call.operation, 'redmine');
    const read = async (position: string) => {
      const projectId = await projectIdOf(call);
      const search = withParameters('', {
        ...selection(projectId, '*'),
        sort: 'id',
        limit: String(MAX_PAGE_SIZE),
        issue_id: `>=${Number(position) + 1}`,
      });
      const { body } = await ask(call, { path: '/issues.json', search, schema: zWireIssues });
      const { issues, total_count } = body;
      const items = issues.filter(({ project }) => project.id === projectId).map(({ id }) => String(id));
      const isEnd = nextOffset(0, issues.length, total_count) === null;
      return { items, next: isEnd ? null : String(issues.at(-1)?.id) };
    };
    return { query: {}, cursor, read };
  });
}
