import { checkListQuery } from '../../contracts/adapter/check-issue-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { createTimeAnchor } from '../../http/time-anchor.js';
import { type GitlabCall, LABELS, unsupported } from './context.js';
import { toIssues } from './map.js';
import { type GitlabWalk, nextIn, walk, withParameters } from './pages.js';
import { type WireIssue, zWireIssues } from './wire.js';

/** The largest page that GitLab serves. @internal */
export const MAX_PAGE_SIZE = 100;

/** A list of issues in the order of a time that each of them has. */
interface TimedList<Item> {
  /** What selects the issues, without paging and order. */
  readonly search: Readonly<Record<string, string>>;
  readonly order: 'updated_at' | 'created_at';
  /** Issues before this time are surplus, in milliseconds since 1970. */
  readonly sinceMs?: number;
  readonly toItems: (wires: readonly WireIssue[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor: string | undefined;
}

/**
 * Issues, least recently changed first, one server page per step.
 *
 * @internal
 */
export function listIssues(call: GitlabCall, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => timedList(call, selected(call, query)));
}

function selected(call: GitlabCall, query: ListIssuesQuery): TimedList<Issue> {
  const checked = checkListQuery(query, MAX_PAGE_SIZE, 'gitlab');
  const { updatedSince, labels = [], state = 'all', cursor, pageSize, raw } = checked;
  const special = labels.findIndex((label) => /^(?:none|any|no label)$|::\*$/i.test(label));
  if (special >= 0) {
    throw unsupported(call, `labels[${special}] is a word of GitLab's own for a filter, so it finds no label`);
  }
  const sinceMs = updatedSince === undefined ? -Infinity : Date.parse(updatedSince.toUpperCase());
  return {
    order: 'updated_at',
    search: {
      state: state === 'open' ? 'opened' : state,
      per_page: String(pageSize ?? MAX_PAGE_SIZE),
      ...(labels.length > 0 && { labels: [...new Set(labels)].sort().map(LABELS.encode).join() }),
      // On or after, by GitLab's own words; one step more costs nothing.
      ...(sinceMs > 0 && { updated_after: new Date(sinceMs - 1).toISOString() }),
    },
    sinceMs,
    toItems: (wires) => toIssues(call, wires, raw),
    cursor,
  };
}

/**
 * The ids of all issues, oldest first: the time of creation never changes, so nothing moves under the walk.
 *
 * @internal
 */
export function issueIds(
  call: GitlabCall,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return walk(call, () =>
    timedList(call, {
      order: 'created_at',
      search: { state: 'all', per_page: String(MAX_PAGE_SIZE) },
      toItems: (wires) => wires.map(({ iid }) => String(iid)),
      cursor: checkQuery(query, ['cursor'], call.operation, 'gitlab').cursor,
    }),
  );
}

/**
 * Asks for pages by keyset, which GitLab has for issues since 18.3 and older servers ignore: those link to a page by its
 * number, and there the time leads.
 */
function timedList<Item>(
  call: GitlabCall,
  { search, order, sinceMs = -Infinity, toItems, cursor }: TimedList<Item>,
): GitlabWalk<Item> {
  const path = `${call.path}/issues`;
  const paging = { scope: 'all', ...search, order_by: order, sort: 'asc', pagination: 'keyset' };
  const first = new URLSearchParams(paging).toString();
  const timeOf = (wire: WireIssue) => Date.parse(wire[order]);
  const anchor = createTimeAnchor<WireIssue>({ timeOf, stateOf: (wire) => `${wire.iid} ${wire[order]}`, stepMs: 1 });

  const read = async (position: string) => {
    const { headers, body } = await call.send({ path, search: withParameters(first, position), schema: zWireIssues });
    const fresh = anchor.fresh(body);
    const items = await toItems(sinceMs === -Infinity ? fresh : fresh.filter((wire) => timeOf(wire) >= sinceMs));
    const next = nextIn(headers);
    const anewMs = next?.page ? anchor.after(body) : undefined;
    const anew = anewMs !== undefined && { [order.replace('_at', '_after')]: new Date(anewMs).toISOString() };
    return { items, next: anew ? withParameters('', anew) : next && withParameters(position, next) };
  };
  return { path, search: first, cursor, read };
}
