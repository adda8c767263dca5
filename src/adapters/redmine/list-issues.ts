import { checkListQuery } from '../../contracts/adapter/check-issue-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { RedmineCall } from './context.js';
import { labelFilter } from './label-filter.js';
import { labelsOf, toIssues } from './map.js';
import { MAX_PAGE_SIZE, nextOffset, walk, withParameters } from './pages.js';
import { createMemory, isDue, nextPosition, timesOf } from './seconds.js';
import { ask, projectIdOf } from './session.js';
import { type WireIssue, zWireIssues } from './wire.js';

/**
 * Issues, least recently changed first, one server page per step.
 *
 * @internal
 */
export function listIssues(call: RedmineCall, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const checked = checkListQuery(query, MAX_PAGE_SIZE, 'redmine');
    const { updatedSince, labels = [], state = 'all', cursor, pageSize = MAX_PAGE_SIZE, raw } = checked;
    const since = updatedSince === undefined ? 0 : Math.floor(Date.parse(updatedSince.toUpperCase()) / 1000);
    const wanted = [...new Set(labels)].sort();
    let filter: string | undefined;

    const read = async (position: string) => {
      const projectId = await projectIdOf(call);
      filter ??= await labelFilter(call, wanted);
      if (filter === undefined) return { items: [], next: null };
      // A page that is read again begins with what its position says, and with nothing of what was thrown away.
      const seen = createMemory();
      const at = position === '' ? { from: since } : seen.fromText(position);
      const selected = { ...selection(projectId, state === 'all' ? '*' : state), limit: String(pageSize) };
      const search = withParameters(filter, { ...selected, ...timesOf(at) });
      const { body } = await ask(call, { path: '/issues.json', search, schema: zWireIssues });
      const { issues, total_count } = body;
      const due = issues.filter((wire) => isDue(wire, at));
      const isWanted = (wire: WireIssue) =>
        wire.project.id === projectId && wanted.every((label) => labelsOf(call, wire).includes(label));
      const items = await toIssues(call, seen.fresh(due).filter(isWanted), raw);
      const isEnd = nextOffset(0, issues.length, total_count) === null;
      const next = nextPosition(at, isEnd, issues, due);
      return { items, next: next && seen.toText(next) };
    };
    return { query: { state, since, wanted, pageSize }, cursor, read };
  });
}

/** What selects the project's own issues: not those of its subprojects, and closed ones too if asked for. @internal */
export function selection(projectId: number, status: string): Record<string, string> {
  return { project_id: String(projectId), subproject_id: '!*', status_id: status, include: 'relations' };
}
