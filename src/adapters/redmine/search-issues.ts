import { checkSearchQuery } from '../../contracts/adapter/check-issue-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { invalid, type RedmineCall } from './context.js';
import { selection } from './list-issues.js';
import { toIssues } from './map.js';
import { MAX_PAGE_SIZE, nextOffset, walk, withParameters } from './pages.js';
import { ask, projectIdOf } from './session.js';
import { zWireFound, zWireIssues } from './wire.js';

/** What a native query may not say: where it reads, as whom, and how its pages are walked. */
const RESERVED =
  /^(?:key|project_id|subproject_id|query_id|limit|offset|page|format|nometa|include|.*token|(?:f|fields|op|operators|v|values)(?:\[.*)?)$/i;

/**
 * Issues that hold a text, by Redmine's search; or those that its own filters select: a query string of its list of issues,
 * `tracker_id=1&cf_2=red`. Always of this project.
 *
 * @internal
 */
export async function* searchIssues(
  call: RedmineCall,
  query: SearchIssuesQuery,
): AsyncGenerator<Page<Issue>, void, void> {
  const checked = checkSearchQuery(query, MAX_PAGE_SIZE, 'redmine');
  const { text, native, cursor, pageSize = MAX_PAGE_SIZE } = checked;
  const filters = new URLSearchParams(native?.replace(/^\?/, ''));
  for (const name of filters.keys()) {
    if (RESERVED.test(name)) throw invalid(call, 'native', `${name} is not for a query to say; leave it out`);
  }
  const read = async (position: string) => {
    const projectId = await projectIdOf(call);
    const paging = { limit: String(pageSize), offset: position || '0' };
    const readIssues = async (search: string) => {
      const { body } = await ask(call, { path: '/issues.json', search, schema: zWireIssues });
      const own = body.issues.filter(({ project }) => project.id === projectId);
      return { own, count: body.issues.length, total: body.total_count };
    };
    const pageOf = async (
      own: Awaited<ReturnType<typeof readIssues>>['own'],
      count: number,
      total: number | null | undefined,
    ) => {
      const end = nextOffset(Number(position), count, total);
      return { items: await toIssues(call, own), next: end === null ? null : String(end) };
    };
    if (text === undefined) {
      const asked = { sort: 'updated_on,id', status_id: '*', ...Object.fromEntries(filters) };
      const { own, count, total } = await readIssues(
        withParameters('', { ...selection(projectId, '*'), ...asked, ...paging }),
      );
      return pageOf(own, count, total);
    }
    const search = withParameters('', { q: text, issues: '1', id: call.workspace, ...paging });
    const { body } = await ask(call, { path: '/search.json', search, schema: zWireFound });
    const ids = body.results.map(({ id }) => id);
    if (ids.length === 0) return { items: [], next: null };
    const { own } = await readIssues(
      withParameters('', { ...selection(projectId, '*'), issue_id: ids.join(), limit: String(MAX_PAGE_SIZE) }),
    );
    const inOrder = own.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    return pageOf(inOrder, ids.length, body.total_count);
  };
  yield* walk(call, () => ({ query: { text, native, pageSize }, cursor, read }));
}
