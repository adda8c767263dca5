import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { ContractError } from '../../errors/contract-error.js';
import { type Call, isElsewhere } from './issues.js';
import { repositoryAt, toIssue } from './map.js';
import { type GithubContext, MAX_PAGE_SIZE, zSearchQuery } from './options.js';
import { pagesOf } from './pages.js';
import { detailsOf, unsupported } from './refusals.js';
import { zWireFoundIssues } from './wire.js';

/** GitHub shows no more results of a search, however many there are. */
const MAX_RESULTS = 1000;
/** Where the rest would be. */
const BEYOND = 'beyond';

/**
 * Issues of the repository that match a search, best match first.
 *
 * GitHub stops after 1000 results, and leaves some out when it runs out of time: neither passes for the end.
 *
 * @internal
 */
export async function* searchIssues(
  context: GithubContext,
  query: SearchIssuesQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const call: Call = { operation: 'issues.search', signal };
  const { operation } = call;
  const { text, native, cursor, pageSize = MAX_PAGE_SIZE } = checkInput(zSearchQuery, query, operation, 'github');
  const q = `repo:${context.workspace} is:issue ${native === undefined ? plainTerms(text ?? '') : inBrackets(native)}`;
  const pages = pagesOf(context, {
    ...call,
    path: '/search/issues',
    search: new URLSearchParams({ q, per_page: String(pageSize), advanced_search: 'true' }).toString(),
    schema: zWireFoundIssues,
    cursor,
    toItems: ({ incomplete_results, items }) => {
      if (!incomplete_results) return items;
      const what = 'GitHub ran out of time and left results out; narrow the search';
      throw new ContractError(`github ${operation}: ${what}`, { ...detailsOf(operation), retryable: true });
    },
    toNext: (link, { total_count }) => link ?? (total_count > MAX_RESULTS ? BEYOND : null),
    refuse: (search) => {
      if (search !== BEYOND) return;
      throw unsupported(operation, `GitHub shows the first ${MAX_RESULTS} results only; narrow the search`);
    },
  });
  // A query of the caller's may name other repositories; one that was renamed answers under its new name.
  const isAway = new Map<string | undefined, boolean>();
  for await (const { items: wires, cursor: next } of pages) {
    const items: Issue[] = [];
    for (const wire of wires) {
      const repository = repositoryAt(wire.repository_url);
      const away = isAway.get(repository) ?? (await isElsewhere(context, wire, call));
      isAway.set(repository, away);
      if (!away && !wire.pull_request) items.push(toIssue(wire, context, false));
    }
    yield { items, cursor: next };
  }
}

/** Words that are looked for as they are: whatever GitHub would take for a qualifier or an operator is quoted. */
function plainTerms(text: string): string {
  const words = text.replace(/["\\]/g, ' ').trim().split(/\s+/);
  return words.map((word) => (/^(?!(?:AND|OR|NOT)$)[\p{L}\p{N}_]+$/u.test(word) ? word : `"${word}"`)).join(' ');
}

/** Without brackets, an OR would lead out of the repository. */
function inBrackets(native: string): string {
  return /\bOR\b/.test(native) ? `(${native})` : native;
}
