import { checkInput } from '../../contracts/adapter/check-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { createTimeAnchor } from '../../http/time-anchor.js';
import { fieldsOf, searchPage, toIssues } from './issues.js';
import { inProject, quote } from './jql.js';
import { LABELS, toUtc } from './map.js';
import { MAX_PAGE_SIZE, zListQuery } from './options.js';
import { type JiraWalk, type Scope, walk } from './request.js';
import { type WireIssue, zIssuePage } from './wire.js';

/** Jira compares whole minutes, or finer; nobody says which. @internal */
export const STEP_MS = 60_000;

/** Searches are eventually consistent: minutes as a rule. @internal */
export const INDEX_LAG_MS = 600_000;

/**
 * Issues, least recently changed first. Times go to Jira as milliseconds: dates in JQL are read in the time zone of the
 * account. Nobody says whether a token stands for a place in the order or for a number of issues, so the time leads from page
 * to page, and the token only within a minute or two, and where the order is not that of the times.
 *
 * @internal
 */
export function listIssues(scope: Scope, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(scope, () => timedWalk(scope, query));
}

function timedWalk(scope: Scope, query: ListIssuesQuery): JiraWalk<Issue> {
  const checked = checkInput(zListQuery, query, scope.operation, 'jira');
  const { updatedSince, labels = [], state, raw, cursor, pageSize: maxResults = MAX_PAGE_SIZE } = checked;
  const sinceMs = updatedSince === undefined ? -Infinity : Date.parse(updatedSince.toUpperCase());
  const jqlFrom = (ms: number) =>
    `${inProject(
      scope,
      ms > 0 && `updated >= ${ms}`,
      state === 'open' && 'statusCategory != Done',
      state === 'closed' && 'statusCategory = Done',
      ...[...new Set(labels.map(LABELS.encode))].sort().map((label) => `labels = ${quote(label)}`),
    )} ORDER BY updated ASC, key ASC`;
  // One step more than was asked for, wherever Jira rounds to; what is too old is dropped.
  const first = jqlFrom(Math.floor(sinceMs / STEP_MS - 1) * STEP_MS);
  const fields = fieldsOf(scope, raw);
  const timeOf = (wire: WireIssue) => Date.parse(toUtc(wire.fields.updated));
  const stateOf = (wire: WireIssue) => `${wire.id} ${wire.fields.updated}`;
  const anchor = createTimeAnchor<WireIssue>({ timeOf, stateOf, stepMs: STEP_MS });

  // Jira sorts by its index, and may show a change that the index does not have yet: only a time from before that lag tells a
  // place in the order, and where such times are out of order, none does.
  const anewAfter = (page: readonly WireIssue[]) => {
    const settledMs = scope.now() - INDEX_LAG_MS;
    let latestMs = -Infinity;
    let ends: readonly [first: WireIssue, last: WireIssue] | undefined;
    for (const wire of page) {
      const ms = timeOf(wire);
      if (ms >= settledMs) continue;
      if (ms <= latestMs - STEP_MS) return undefined;
      latestMs = Math.max(latestMs, ms);
      ends = [ends?.[0] ?? wire, wire];
    }
    return ends && anchor.after([ends[0], ...page, ends[1]]);
  };

  // A position is a time to ask from, or none, and a token of that query.
  const read = async (position: string) => {
    const [from = '', token = ''] = position.split(' ');
    const jql = from === '' ? first : jqlFrom(Number(from));
    const page = await searchPage(scope, zIssuePage, { jql, fields, maxResults }, token);
    const fresh = anchor.fresh(page.issues);
    const wires = sinceMs === -Infinity ? fresh : fresh.filter((wire) => timeOf(wire) >= sinceMs);
    const items = await toIssues(scope, wires, raw);
    if (page.isLast || !page.nextPageToken) return { items, next: null };
    const anewMs = anewAfter(page.issues);
    return { items, next: anewMs === undefined ? `${from} ${page.nextPageToken}` : `${anewMs} ` };
  };
  return { query: { jql: first, fields, maxResults }, cursor, first: '', read };
}
