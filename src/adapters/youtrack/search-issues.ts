import { checkSearchQuery } from '../../contracts/adapter/check-issue-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { invalid, type YoutrackCall } from './context.js';
import { toIssue } from './map.js';
import { ownOnly } from './own.js';
import { MAX_PAGE_SIZE, readPage, walk } from './pages.js';
import { ownProject } from './project-clause.js';
import { allOf, isBalanced, quotedWords } from './query.js';
import { whole } from './whole.js';
import { ISSUE_FIELDS, zWireIssues } from './wire.js';

/**
 * Issues that hold every word of a text, or that a query in YouTrack's own language selects. Always of this project.
 *
 * @internal
 */
export function searchIssues(call: YoutrackCall, query: SearchIssuesQuery): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const checked = checkSearchQuery(query, MAX_PAGE_SIZE, 'youtrack');
    const { text, native, cursor, pageSize = MAX_PAGE_SIZE } = checked;
    const condition = text === undefined ? inBrackets(call, native ?? '') : quotedWords(text);
    if (condition === '')
      throw invalid(call, 'text', 'expected a letter or a digit: there is nothing else to search for');
    const read = async (position: string) => {
      const asked = allOf([await ownProject(call), condition]);
      const listing = {
        path: '/issues',
        search: { query: asked },
        fields: ISSUE_FIELDS,
        schema: zWireIssues,
        pageSize,
      };
      const skip = Number(position);
      const { wires, isLast } = await readPage(call, listing, skip);
      const items = (await whole(call, await ownOnly(call, wires))).map((wire) => toIssue(call, wire));
      return { items, next: isLast ? null : String(skip + wires.length) };
    };
    return { query: { condition, pageSize }, cursor, read };
  });
}

function inBrackets(call: YoutrackCall, native: string): string {
  if (isBalanced(native)) return `(${native})`;
  throw invalid(call, 'native', 'its brackets, braces or quotation marks are not in pairs');
}
