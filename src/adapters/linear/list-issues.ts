import { checkListQuery } from '../../contracts/adapter/check-issue-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import { flag, list, maybe, object, text, time } from '../../contracts/adapter/shape.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { ContractError } from '../../errors/contract-error.js';
import { about, type LinearCall, type LinearContext } from './context.js';
import { ISSUE } from './documents.js';
import { complete, isWhole } from './issues.js';
import { CLOSED_TYPES, toIssue } from './map.js';
import { isUuid } from './options.js';
import { type LinearWalk, sized, walk } from './pages.js';
import { dataOf, type WireIssue, zWireIssues } from './wire.js';

/** The largest page of issues: two thirds of what Linear's rule of complexity allows. @internal */
export const MAX_PAGE_SIZE = 100;
/** The largest page that Linear serves. */
const MAX_IDS = 250;

// Linear lists the newest first and knows no other order, so the walk begins at the far end and goes backward. Archived issues
// are issues; those in the trash come along and are left out.
const listOf = (name: string, order: string, nodes: string) =>
  `query ${name}($filter:IssueFilter,$last:Int!){issues(filter:$filter,last:$last,orderBy:${order},includeArchived:true){nodes{${nodes}}pageInfo{hasPreviousPage}}}`;

interface WireTimed {
  readonly id: string;
  readonly createdAt: string;
  readonly trashed?: boolean | null | undefined;
}

/** A list of issues in the order of a time that each of them has. */
interface TimedList<Wire, Item> {
  readonly document: string;
  readonly schema: Schema<{ readonly data: { readonly issues: WirePage<Wire> } }>;
  /** What selects the issues, without the time. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly pageSize: number;
  readonly timeOf: (wire: Wire) => string;
  /** The time's member in a filter. */
  readonly order: 'updatedAt' | 'createdAt';
  /** Issues before this time are surplus, in milliseconds since 1970. */
  readonly sinceMs?: number;
  readonly toItems: (wires: readonly Wire[]) => readonly Item[] | Promise<readonly Item[]>;
  readonly cursor: string | undefined;
}

interface WirePage<Wire> {
  readonly nodes: readonly Wire[];
  readonly pageInfo: { readonly hasPreviousPage: boolean };
}

/**
 * Issues, least recently changed first, with their state, labels, assignee, parent and relations: one request for a page.
 *
 * @internal
 */
export function listIssues(call: LinearCall, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const checked = checkListQuery(query, MAX_PAGE_SIZE, 'linear');
    const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw } = checked;
    const names = [...new Set(labels)].sort();
    return timedList<WireIssue, Issue>(call, {
      document: listOf('Issues', 'updatedAt', ISSUE),
      schema: zWireIssues,
      filter: {
        ...ofTeam(call),
        ...(state !== 'all' && { state: { type: { [state === 'open' ? 'nin' : 'in']: CLOSED_TYPES } } }),
        // Values and never text of a document, so no name can say anything else.
        ...(names.length > 0 && { and: names.map((name) => ({ labels: { some: { name: { eq: name } } } })) }),
      },
      pageSize,
      order: 'updatedAt',
      timeOf: ({ updatedAt }) => updatedAt,
      ...(updatedSince !== undefined && { sinceMs: Date.parse(updatedSince.toUpperCase()) }),
      toItems: (wires) => toIssues(call, wires, raw),
      cursor,
    });
  });
}

const zIds = dataOf({
  issues: object({
    nodes: list(object({ id: text, createdAt: time, trashed: maybe(flag) })),
    pageInfo: object({ hasPreviousPage: flag }),
  }),
});

/**
 * The ids of all issues, oldest first: the time of creation never changes, so nothing moves under the walk.
 *
 * @internal
 */
export function issueIds(
  call: LinearCall,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return walk(call, () =>
    timedList<WireTimed, string>(call, {
      document: listOf('IssueIds', 'createdAt', 'id createdAt trashed'),
      schema: zIds,
      filter: ofTeam(call),
      pageSize: MAX_IDS,
      order: 'createdAt',
      timeOf: ({ createdAt }) => createdAt,
      toItems: (wires) => wires.flatMap(({ id, trashed }) => (trashed ? [] : [id])),
      cursor: checkQuery(query, ['cursor'], call.operation, 'linear').cursor,
    }),
  );
}

/** The filter for a team, by its id or its key. @internal */
export function teamFilter(team: string): Readonly<Record<string, unknown>> {
  return { [isUuid(team) ? 'id' : 'key']: { eq: team } };
}

/** @internal */
export function ofTeam({ workspace }: Pick<LinearContext, 'workspace'>): Readonly<Record<string, unknown>> {
  return { team: teamFilter(workspace) };
}

/** A page of issues in the canonical form, without those in the trash. @internal */
export async function toIssues(call: LinearCall, wires: readonly WireIssue[], raw?: boolean): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const wire of wires) {
    // Nearly all are whole, and to wait for each of them would cost more than it does.
    if (!wire.trashed) issues.push(toIssue(call, isWhole(wire) ? wire : await complete(call, wire), raw));
  }
  return issues;
}

/**
 * Each page is asked for from the time of the last issue of the one before, without the issues of that time that were read.
 * Linear's own cursors are not to be relied on while issues change: one stands for an issue, and moves with it.
 */
function timedList<Wire extends WireTimed, Item>(
  call: LinearCall,
  { document, schema, filter, pageSize, order, timeOf, sinceMs, toItems, cursor }: TimedList<Wire, Item>,
): LinearWalk<Item> {
  const msOf = (wire: Wire) => Date.parse(timeOf(wire));
  const read = async (position: string) => {
    // A time, and what was read of it and of the millisecond after it. Mostly that is one issue.
    const [from = '', ...read] = position.split(' ');
    const fromMs = from === '' ? sinceMs : Number(from);
    const known = read.map((ids) => ids.split(',').filter(Boolean));
    const since = (ms: number) => ({ [order]: { gte: new Date(ms).toISOString() } });
    const variables = {
      filter: {
        ...filter,
        ...(fromMs !== undefined && since(fromMs)),
        // What was read is left out at its time only: one that has changed since comes again.
        ...(fromMs !== undefined && known.length > 0 && { or: [{ id: { nin: known.flat() } }, since(fromMs + 2)] }),
      },
    };
    const reply = await sized(call, pageSize, (last) =>
      call.send({ document, variables: { ...variables, last }, schema }),
    );
    const { nodes, pageInfo } = reply.body.data.issues;
    const page = nodes.toReversed();
    const [first, last] = [page[0], page.at(-1)];
    if ((first && last && msOf(first) > msOf(last)) || (!last && pageInfo.hasPreviousPage)) {
      throw about(call, reply, ContractError, 'Linear does not list the newest first any more, or not all', {});
    }
    const items = await toItems(sinceMs === undefined ? page : page.filter((wire) => msOf(wire) >= sinceMs));
    if (!last || !pageInfo.hasPreviousPage) return { items, next: null };
    // Times are shown in milliseconds and may be kept finer: one more costs nothing.
    const anewMs = msOf(last) - 1;
    // The newest are first, so this looks at few.
    const older = nodes.findIndex((wire) => msOf(wire) < anewMs);
    const newest = older < 0 ? nodes : nodes.slice(0, older);
    const readAt = (ms: number) => [
      ...((fromMs !== undefined && known[ms - fromMs]) || []),
      ...newest.filter((wire) => msOf(wire) === ms).map(({ id }) => id),
    ];
    return { items, next: [anewMs, readAt(anewMs), readAt(anewMs + 1)].join(' ') };
  };
  return { query: { filter, order, pageSize, sinceMs: sinceMs ?? null }, cursor, read };
}
