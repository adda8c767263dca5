import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { type ListIssuesQuery, zListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { walkPages } from '../../http/walk-pages.js';
import { bodyReader } from './body.js';
import { type GitlabContext, LABELS, unsent, unsupported } from './context.js';
import { toIssue } from './map.js';
import { nextIn, withParameters } from './pages.js';
import { type WireIssue, zWireIssues } from './wire.js';

/** The largest page that GitLab serves. @internal */
export const MAX_PAGE_SIZE = 100;

const zQuery = /* @__PURE__ */ zListIssuesQuery(MAX_PAGE_SIZE);

/** A list of issues in the order of a time that each of them has. */
interface TimedList<Item> {
  readonly operation: string;
  /** What selects the issues, without paging and order. */
  readonly search: Readonly<Record<string, string>>;
  readonly order: 'updated_at' | 'created_at';
  /** Issues before this time are surplus, in milliseconds since 1970. */
  readonly sinceMs?: number;
  readonly toItems: (wires: readonly WireIssue[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Issues, least recently changed first, one server page per step.
 *
 * @internal
 */
export async function* listIssues(
  context: GitlabContext,
  query: ListIssuesQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const operation = 'issues.list';
  const checked = checkInput(zQuery, query, operation, 'gitlab');
  const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw = false } = checked;
  const special = labels.findIndex((label) => /^(?:none|any|no label)$|::\*$/i.test(label));
  if (special >= 0) {
    throw unsupported(operation, `labels[${special}] is a word of GitLab's own for a filter, so it finds no label`);
  }
  const sinceMs = updatedSince === undefined ? -Infinity : Date.parse(updatedSince.toUpperCase());
  yield* timedList(context, {
    operation,
    order: 'updated_at',
    search: {
      scope: 'all',
      state: state === 'open' ? 'opened' : state,
      per_page: String(pageSize),
      ...(labels.length > 0 && { labels: [...new Set(labels)].sort().map(LABELS.encode).join() }),
      // On or after, by GitLab's own words; one step more costs nothing.
      ...(sinceMs > 0 && { updated_after: new Date(sinceMs - 1).toISOString() }),
    },
    sinceMs,
    toItems: async (wires) => {
      const read = await bodyReader(wires);
      return wires.map((wire) => toIssue(context, wire, read, raw));
    },
    cursor,
    signal,
  });
}

/**
 * The ids of all issues, oldest first: the time of creation never changes, so nothing moves under the walk.
 *
 * @internal
 */
export async function* issueIds(
  context: GitlabContext,
  { cursor }: Pick<ListIssuesQuery, 'cursor'> = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<string>, void, void> {
  yield* timedList(context, {
    operation: 'issues.ids',
    order: 'created_at',
    search: { scope: 'all', state: 'all', per_page: String(MAX_PAGE_SIZE) },
    toItems: (wires) => wires.map(({ iid }) => String(iid)),
    cursor,
    signal,
  });
}

/**
 * Asks for pages by keyset, which GitLab has for issues since 18.3 and older servers ignore: those link to a page by its
 * number. A number is a trap: an issue that changes meanwhile moves to the end, its neighbours move up across the page
 * boundary, and one is passed over. So the list is then asked anew from the time of the last issue read, and what was read
 * already is left out; only a page within one millisecond is left by its number.
 */
async function* timedList<Item>(
  { http, workspace, path }: GitlabContext,
  { operation, search, order, sinceMs = -Infinity, toItems, cursor, signal }: TimedList<Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const after = order.replace('_at', '_after');
  const first = new URLSearchParams({ ...search, order_by: order, sort: 'asc', pagination: 'keyset' }).toString();
  const cursors = createCursorCodec({ operation, workspace, first });
  const asked = new Set<string>();
  /** Issues that the server will list a second time, with the time at which they were seen. */
  const seen = new Map<string, number>();

  const read = async (position: string) => {
    asked.add(position);
    const reply = await http.send({ operation, path: `${path}/issues`, search: position, schema: zWireIssues, signal });
    const timeOf = (wire: WireIssue | undefined) => Date.parse(wire?.[order] ?? '');
    // An issue at one point of its life: a change in between makes it another.
    const stateOf = (wire: WireIssue) => `${wire.iid} ${wire[order]}`;
    const fresh = reply.body.filter((wire) => !seen.has(stateOf(wire)) && !(timeOf(wire) < sinceMs));
    const next = nextIn(reply.headers);
    const linked = next && withParameters(position, next);
    if (!next?.page) return { items: await toItems(fresh), next: linked };
    for (const wire of reply.body) seen.set(stateOf(wire), timeOf(wire));
    const fromMs = timeOf(reply.body.at(-1)) - 1;
    // Where the whole page would come again, nothing is won; an empty page has no times, and compares as false.
    const isWorthIt = timeOf(reply.body[0]) < fromMs;
    const anew = isWorthIt ? withParameters(first, { [after]: new Date(fromMs).toISOString() }) : linked;
    if (!isWorthIt || anew === null || asked.has(anew)) return { items: await toItems(fresh), next: linked };
    for (const [state, ms] of seen) if (ms < fromMs) seen.delete(state);
    return { items: await toItems(fresh), next: anew };
  };

  const start = cursor === undefined ? first : cursors.open(cursor, operation, 'gitlab');
  yield* walkPages({ first: start, read, seal: cursors.seal, details: { context: unsent(operation) } });
}
