import { checkListQuery } from '../../contracts/adapter/check-issue-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/write-input.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { createTimeAnchor } from '../../http/time-anchor.js';
import type { RedmineCall } from './context.js';
import { labelFilter } from './label-filter.js';
import { labelsOf, toIssues } from './map.js';
import { MAX_PAGE_SIZE, nextOffset, walk, withParameters } from './pages.js';
import { ask, projectIdOf } from './session.js';
import { type WireIssue, zWireIssues } from './wire.js';

const STEP_MS = 1000;

/**
 * Issues, least recently changed first, one server page per step.
 *
 * Redmine pages by offset, so the list is asked anew from the time of the last issue read, and what was read is left out.
 *
 * @internal
 */
export function listIssues(call: RedmineCall, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const checked = checkListQuery(query, MAX_PAGE_SIZE, 'redmine');
    const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw } = checked;
    const sinceMs = updatedSince === undefined ? 0 : wholeSecond(Date.parse(updatedSince.toUpperCase()));
    const wanted = [...new Set(labels)].sort();
    const timeOf = ({ updated_on }: WireIssue) => Date.parse(updated_on);
    const anchor = createTimeAnchor<WireIssue>({ timeOf, stateOf: stateOf, stepMs: STEP_MS });
    let filter: string | undefined;

    const read = async (position: string) => {
      const projectId = await projectIdOf(call);
      filter ??= await labelFilter(call, wanted);
      if (filter === undefined) return { items: [], next: null };
      const first = {
        ...selection(projectId, state === 'all' ? '*' : state),
        sort: 'updated_on,id',
        limit: String(pageSize),
        ...(sinceMs > 0 && { updated_on: atOrAfter(sinceMs) }),
      };
      const at = new URLSearchParams(position);
      const search = withParameters(withParameters(filter, first), position);
      const { body } = await ask(call, { path: '/issues.json', search, schema: zWireIssues });
      const { issues, total_count } = body;
      const isWanted = (wire: WireIssue) =>
        wire.project.id === projectId &&
        timeOf(wire) >= sinceMs &&
        wanted.every((label) => labelsOf(call, wire).includes(label));
      const items = await toIssues(call, anchor.fresh(issues).filter(isWanted), raw);
      const end = nextOffset(Number(at.get('offset')), issues.length, total_count);
      if (end === null) return { items, next: null };
      const anewMs = anchor.after(issues);
      if (anewMs !== undefined) return { items, next: withParameters('', { updated_on: atOrAfter(anewMs) }) };
      return { items, next: withParameters(position, { offset: String(end) }) };
    };
    return { query: { state, sinceMs, wanted, pageSize }, cursor, read };
  });
}

/**
 * The numbers of all issues in their order, each page from the number behind the last one: nothing moves under the walk.
 *
 * @internal
 */
export function issueIds(
  call: RedmineCall,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return walk(call, () => {
    const { cursor } = checkQuery(query, ['cursor'], call.operation, 'redmine');
    const read = async (position: string) => {
      const projectId = await projectIdOf(call);
      const search = withParameters('', {
        ...selection(projectId, '*'),
        sort: 'id',
        limit: String(MAX_PAGE_SIZE),
        issue_id: `>=${Number(position) + 1}`,
      });
      const { body } = await ask(call, { path: '/issues.json', search, schema: zWireIssues });
      const { issues, total_count } = body;
      const items = issues.filter(({ project }) => project.id === projectId).map(({ id }) => String(id));
      const isEnd = nextOffset(0, issues.length, total_count) === null;
      return { items, next: isEnd ? null : String(issues.at(-1)?.id) };
    };
    return { query: {}, cursor, read };
  });
}

/** What selects the project's own issues: not those of its subprojects, and closed ones too if asked for. @internal */
export function selection(projectId: number, status: string): Record<string, string> {
  return { project_id: String(projectId), subproject_id: '!*', status_id: status, include: 'relations' };
}

/** Redmine takes whole seconds only, and a fraction is an error. */
function atOrAfter(ms: number): string {
  return `>=${new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')}`;
}

const wholeSecond = (ms: number) => Math.floor(ms / STEP_MS) * STEP_MS;
const stateOf = ({ id, updated_on }: WireIssue) => `${id} ${updated_on}`;
