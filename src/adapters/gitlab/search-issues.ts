import { checkSearchQuery } from '../../contracts/adapter/check-issue-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { type GitlabCall, invalid } from './context.js';
import { MAX_PAGE_SIZE } from './list-issues.js';
import { toIssues } from './map.js';
import { pagesOf } from './pages.js';
import { zWireIssues } from './wire.js';

/** What a native query may not say: where it reads, as whom, and how its pages are walked. */
const RESERVED = /^(?:id|page|per_page|cursor|pagination|with_labels_details|sudo|.*token)$/i;

/**
 * Issues whose title or description holds a text, or that GitLab's own filters select: a query string of its list of
 * issues, `labels=bug&milestone=v1`. Always of this project.
 *
 * @internal
 */
export async function* searchIssues(
  call: GitlabCall,
  query: SearchIssuesQuery,
): AsyncGenerator<Page<Issue>, void, void> {
  const { text = '', native, cursor, pageSize = MAX_PAGE_SIZE } = checkSearchQuery(query, MAX_PAGE_SIZE, 'gitlab');
  const parameters = new URLSearchParams(native?.replace(/^\?/, '') ?? { search: text });
  for (const name of parameters.keys()) {
    if (RESERVED.test(name)) throw invalid(call, 'native', `${name} is not for a query to say; leave it out`);
  }
  if (!parameters.has('scope')) parameters.set('scope', 'all');
  parameters.set('per_page', String(pageSize));
  yield* pagesOf(call, {
    path: `${call.path}/issues`,
    search: parameters.toString(),
    schema: zWireIssues,
    toItems: (wires) => toIssues(call, wires),
    cursor,
  });
}
