import { checkSearchQuery } from '../../contracts/adapter/check-issue-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { wireConnection } from './connections.js';
import { invalid, type LinearCall } from './context.js';
import { ISSUE } from './documents.js';
import { MAX_PAGE_SIZE, ofTeam, toIssues } from './list-issues.js';
import { nextOf, sized, walk } from './pages.js';
import { dataOf, wireIssue } from './wire.js';

const PAGE = `nodes{${ISSUE}}pageInfo{hasNextPage endCursor}`;
const TEXT = `query Search($term:String!,$filter:IssueFilter,$first:Int!,$after:String){found:searchIssues(term:$term,filter:$filter,first:$first,after:$after,includeArchived:true){${PAGE}}}`;
const NATIVE = `query Filtered($filter:IssueFilter,$first:Int!,$after:String){found:issues(filter:$filter,first:$first,after:$after,includeArchived:true){${PAGE}}}`;
const zFound = dataOf({ found: wireConnection(wireIssue) });

/**
 * Issues that Linear's search finds, or that a filter of its own selects: the JSON of an `IssueFilter`. Always of this team.
 *
 * @internal
 */
export function searchIssues(call: LinearCall, query: SearchIssuesQuery): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const { text, native, cursor, pageSize = MAX_PAGE_SIZE } = checkSearchQuery(query, MAX_PAGE_SIZE, 'linear');
    const filter = native === undefined ? ofTeam(call) : { and: [ofTeam(call), filterIn(call, native)] };
    const [document, variables] = native === undefined ? [TEXT, { term: text, filter }] : [NATIVE, { filter }];
    const read = async (position: string) => {
      const reply = await sized(call, pageSize, (first) =>
        call.send({ document, variables: { ...variables, first, after: position || null }, schema: zFound }),
      );
      const { nodes, pageInfo } = reply.body.data.found;
      const next = nextOf(call, reply, pageInfo.hasNextPage, pageInfo.endCursor);
      return { items: await toIssues(call, nodes), next };
    };
    return { query: { ...variables, pageSize }, cursor, read };
  });
}

function filterIn(call: LinearCall, native: string): object {
  let filter: unknown;
  try {
    filter = JSON.parse(native);
  } catch {
    // Said below.
  }
  if (typeof filter === 'object' && filter !== null && !Array.isArray(filter)) return filter;
  throw invalid(call, 'native', `expected the JSON of an IssueFilter, such as {"priority":{"eq":1}}`);
}
