import { checkSearchQuery } from '../../contracts/adapter/check-issue-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { answer, flag, list, object, type ValueOf, whole } from '../../contracts/adapter/shape.js';
import type { Issue } from '../../contracts/issue.js';
import { ContractError } from '../../errors/contract-error.js';
import { failed, type GithubCall, invalid, unsupported } from './call.js';
import { isElsewhere } from './issues.js';
import { repositoryAt, toIssue } from './map.js';
import { MAX_PAGE_SIZE } from './options.js';
import { type GithubList, type Pages, pagesOf } from './pages.js';
import { type WireIssue, wireIssue } from './wire.js';

const found = object({ total_count: whole, incomplete_results: flag, items: list(wireIssue) });
/** @internal */
export const zWireFoundIssues = answer(found);

/** Where the results after the first thousand would be. */
const BEYOND = 'beyond';

/**
 * Issues of the repository that match a search, best match first.
 *
 * GitHub stops after 1000 results, and leaves some out when it runs out of time: neither passes for the end.
 *
 * @internal
 */
export async function* searchIssues(call: GithubCall, query: SearchIssuesQuery): Pages<Issue> {
  const asked = checkSearchQuery(query, MAX_PAGE_SIZE, 'github');
  const { text = '', native, cursor, pageSize = MAX_PAGE_SIZE } = asked;
  const terms = native === undefined ? plainTerms(call, text) : confined(call, native);
  const q = `repo:${call.workspace} is:issue ${terms}`;
  const results: GithubList<ValueOf<typeof found>, WireIssue> = {
    path: '/search/issues',
    search: new URLSearchParams({ q, per_page: String(pageSize), advanced_search: 'true' }).toString(),
    schema: zWireFoundIssues,
    cursor,
    toItems({ incomplete_results, items }) {
      if (!incomplete_results) return items;
      const what = 'GitHub ran out of time and left results out; narrow the search';
      throw failed(call, ContractError, what, undefined, { retryable: true });
    },
    toNext: (link, { total_count }) => link ?? (total_count > 1000 ? BEYOND : null),
  };
  const pages = pagesOf(call, results, (search) => {
    if (search === BEYOND) throw unsupported(call, 'GitHub shows the first 1000 results only; narrow the search');
  });
  // A query of the caller's may name other repositories; one that was renamed answers under its new name.
  const isAway = new Map<string | undefined, boolean>();
  for await (const { items: wires, cursor: next } of pages) {
    const items: Issue[] = [];
    for (const wire of wires) {
      const repository = repositoryAt(wire.repository_url);
      const away = isAway.get(repository) ?? (await isElsewhere(call, wire));
      isAway.set(repository, away);
      if (!away && !wire.pull_request) items.push(toIssue(wire, call, false));
    }
    yield { items, cursor: next };
  }
}

/**
 * Words that are looked for as they are: whatever GitHub would take for a qualifier or an operator is quoted. It passes over
 * signs, and signs alone would find everything.
 */
function plainTerms(call: GithubCall, text: string): string {
  if (!/[\p{L}\p{N}\p{So}]/u.test(text)) throw invalid(call, 'text', 'holds no word to look for');
  const words = text.replace(/["\\]/g, ' ').trim().split(/\s+/);
  return words.map((word) => (/^(?!(?:AND|OR|NOT)$)[\p{L}\p{N}_]+$/u.test(word) ? word : `"${word}"`)).join(' ');
}

/** Without brackets, an OR would lead out of the repository; what would get out of these is refused. */
function confined(call: GithubCall, native: string): string {
  const bare = native.replace(/"(?:\\.|[^"\\])*"/gs, '');
  if (bare.includes('"')) throw invalid(call, 'native', 'has a quote that is not closed');
  let depth = 0;
  for (const [sign] of bare.matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    if (depth < 0) break;
  }
  if (depth !== 0) throw invalid(call, 'native', 'has parentheses that do not match; put those of a text in quotes');
  return /\bOR\b/.test(bare) ? `(${native})` : native;
}
