import { checkListQuery } from '../../contracts/adapter/check-issue-input.js';
import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { type AzureCall, LABELS } from './context.js';
import { isClosing } from './item-types.js';
import { toIssues } from './map.js';
import { createTimeWalk } from './time-walk.js';
import { walk } from './walk.js';
import { MAX_PAGE_SIZE, quote } from './wiql.js';

/**
 * Work items, least recently changed first.
 *
 * @internal
 */
export function listIssues(call: AzureCall, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const { cursor, pageSize = MAX_PAGE_SIZE, raw, ...rest } = checkListQuery(query, MAX_PAGE_SIZE, 'azure_devops');
    const { updatedSince, labels = [], state = 'all' } = rest;
    const wanted = [...new Set(labels)].sort().map((label) => LABELS.encode(label));
    const sinceMs = updatedSince === undefined ? undefined : Date.parse(updatedSince.toUpperCase());
    const next = createTimeWalk(call, {
      sinceMs,
      pageSize,
      conditions: async () => [
        ...wanted.map((tag) => `[System.Tags] CONTAINS ${quote(tag)}`),
        ...(state === 'all' ? [] : [await (await import('./state-condition.js')).stateCondition(call, state)]),
      ],
    });
    const isWanted = (issue: Issue) =>
      (state === 'all' || isClosing(issue.status) === (state === 'closed')) && hasAll(issue.labels, labels);
    const read = async (position: string) => {
      const { wires, next: then } = await next(position);
      return { items: (await toIssues(call, wires, raw)).filter(isWanted), next: then };
    };
    return { query: { labels: wanted, state, sinceMs: sinceMs ?? null }, cursor, read };
  });
}

/** Tags are compared without case. */
function hasAll(labels: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const there = new Set(labels.map((label) => label.toLowerCase()));
  return wanted.every((label) => there.has(label.toLowerCase()));
}
