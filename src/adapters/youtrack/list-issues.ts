import { checkListQuery } from '../../contracts/adapter/check-issue-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { createTimeAnchor } from '../../http/time-anchor.js';
import { invalid, type YoutrackCall } from './context.js';
import { toIssue } from './map.js';
import { ownOnly } from './own.js';
import { type Listing, MAX_PAGE_SIZE, readPage, walk, type YoutrackWalk } from './pages.js';
import { ownProject } from './project-clause.js';
import { allOf, braced } from './query.js';
import { whole } from './whole.js';
import { CENSUS_FIELDS, ISSUE_FIELDS, type WireCensusRow, type WireIssue, zWireCensus, zWireIssues } from './wire.js';
import type { QueryClock } from './zone.js';

/** YouTrack compares times in queries by whole seconds. @internal */
export const STEP_MS = 1000;

/** Issues in the order of a time that each of them has. */
interface TimedList<Wire, Item> {
  readonly listing: Omit<Listing<Wire>, 'path' | 'search'>;
  readonly order: 'updated' | 'created';
  readonly conditions: readonly (string | undefined)[];
  /** Issues before this time are surplus, in milliseconds since 1970. */
  readonly sinceMs?: number;
  /** Tags that have to be there for an issue to have them. */
  readonly tags?: readonly string[];
  readonly timeOf: (wire: Wire) => number;
  readonly toItems: (wires: readonly Wire[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly cursor: string | undefined;
}

/** Issues, least recently changed first, one page per step. @internal */
export function listIssues(call: YoutrackCall, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const checked = checkListQuery(query, MAX_PAGE_SIZE, 'youtrack');
    const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw } = checked;
    const tags = [...new Set(labels)].sort();
    const sinceMs = updatedSince === undefined ? undefined : Date.parse(updatedSince.toUpperCase());
    const isWanted = (wire: WireIssue) =>
      (state === 'all' || (wire.resolved === null) === (state === 'open')) &&
      tags.every((tag) => wire.tags.some(({ name }) => name === tag)) &&
      wire.updated >= (sinceMs ?? 0);
    return timedList<WireIssue, Issue>(call, {
      listing: { fields: ISSUE_FIELDS, schema: zWireIssues, pageSize },
      order: 'updated',
      // What a query cannot say, or says more loosely, is filtered below.
      conditions: [
        state === 'open' ? '#Unresolved' : undefined,
        state === 'closed' ? '#Resolved' : undefined,
        ...tags.map((tag) => braced(tag) && `tag: ${braced(tag)}`),
      ],
      tags,
      ...(sinceMs !== undefined && { sinceMs }),
      timeOf: ({ updated }) => updated,
      toItems: async (wires) =>
        (await whole(call, wires)).flatMap((wire) => (isWanted(wire) ? [toIssue(call, wire, raw)] : [])),
      query: { state, tags, since: sinceMs ?? null, pageSize },
      cursor,
    });
  });
}

/** The ids of all issues, oldest first: the time of creation never changes, so nothing moves under the walk. @internal */
export function issueIds(
  call: YoutrackCall,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return issuesByCreation<WireCensusRow, string>(call, () => ({
    listing: { fields: CENSUS_FIELDS, schema: zWireCensus },
    conditions: [],
    toItems: (wires) => wires.map(({ id }) => id),
    cursor: checkQuery(query, ['cursor'], call.operation, 'youtrack').cursor,
  }));
}

/**
 * Issues in the order in which they were made, the first one first.
 *
 * @param begin - Makes the list, with the first page.
 *
 * @internal
 */
export function issuesByCreation<Wire extends WireCensusRow, Item>(
  call: YoutrackCall,
  begin: () => Pick<TimedList<Wire, Item>, 'conditions' | 'cursor' | 'listing' | 'toItems'>,
): AsyncGenerator<Page<Item>, void, void> {
  return walk(call, () => {
    const list = begin();
    const query = { conditions: list.conditions };
    return timedList<Wire, Item>(call, { ...list, order: 'created', timeOf: ({ created }) => created, query });
  });
}

/** How times are said is loaded with the first time that has to be: a list of one page has none. */
async function loadClock(call: YoutrackCall): Promise<QueryClock> {
  return (await import('./zone.js')).loadClock(call);
}

/** Pages are counted off, so the time leads. */
function timedList<Wire extends Pick<WireCensusRow, 'id' | 'isDraft' | 'project'>, Item>(
  call: YoutrackCall,
  { listing, order, conditions, sinceMs, tags = [], timeOf, toItems, query, cursor }: TimedList<Wire, Item>,
): YoutrackWalk<Item> {
  const { pageSize = MAX_PAGE_SIZE } = listing;
  let clock: QueryClock | undefined;
  let isTagged: boolean | undefined = tags.length === 0 ? true : undefined;
  const stateOf = (wire: Wire) => `${wire.id} ${timeOf(wire)}`;
  const anchor = createTimeAnchor<Wire>({
    timeOf,
    stateOf,
    stepMs: STEP_MS,
    reach: (ms) => clock?.reach(ms) ?? ms,
  });
  const read = async (position: string) => {
    // YouTrack refuses a query for a tag that there is none of.
    isTagged ??= await areTags(call, tags);
    if (!isTagged) return { items: [], next: null };
    const place = new URLSearchParams(position);
    const fromMs = place.get('from') ? Number(place.get('from')) : sinceMs;
    const from = fromMs !== undefined && fromMs > 0 ? fromMs : undefined;
    if (from !== undefined && from > 8.64e15) throw invalid(call, 'cursor', 'is damaged');
    if (from !== undefined) clock ??= await loadClock(call);
    const since = from !== undefined && clock && `${order}: ${clock.literal(from)} .. *`;
    const asked = allOf([await ownProject(call), ...conditions, since || undefined], `${order} asc, issue id asc`);

    const [skip, last] = [Number(place.get('skip')), place.get('last')];
    // Where pages are counted off, each begins with the last entry of the one before.
    const overlap = last === null ? 0 : 1;
    const part = { ...listing, path: '/issues', pageSize: pageSize + overlap, search: { query: asked } };
    const { wires, isLast } = await readPage(call, part, skip - overlap);
    if (last !== null && (wires[0] === undefined || stateOf(wires[0]) !== last)) {
      // One that was read has changed and left its place, and the others moved up: some may be passed over.
      const again = { from: place.get('from') ?? '', round: String(Number(place.get('round')) + 1) };
      return { items: [], next: new URLSearchParams(again).toString() };
    }
    const page = wires.slice(overlap);
    const items = await toItems(await ownOnly(call, anchor.fresh(page)));
    if (isLast) return { items, next: null };
    clock ??= await loadClock(call);
    const anewMs = anchor.after(page);
    if (anewMs !== undefined) return { items, next: `from=${anewMs}` };
    const end = page.at(-1);
    place.set('skip', String(skip + page.length));
    if (end) place.set('last', stateOf(end));
    return { items, next: place.toString() };
  };
  return { query, cursor, read };
}

/** Whether the token's user sees a tag of each of these names. */
async function areTags(call: YoutrackCall, names: readonly string[]): Promise<boolean> {
  const { findTags } = await import('./tags.js');
  for (const name of names) if ((await findTags(call, name)).length === 0) return false;
  return true;
}
