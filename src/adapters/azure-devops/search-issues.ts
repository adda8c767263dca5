import { checkSearchQuery } from '../../contracts/adapter/check-issue-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { type AzureCall, invalid } from './context.js';
import { issuePage } from './issue-ids.js';
import { DESCRIPTION, REPRO_STEPS, readTypes } from './item-types.js';
import { toIssues } from './map.js';
import { readProject } from './project.js';
import { walk } from './walk.js';
import { findIds, MAX_PAGE_SIZE, quote, readItems } from './wiql.js';

/**
 * Work items whose title or body holds a text, or that a query in WIQL finds. Always of this project.
 *
 * @internal
 */
export function searchIssues(call: AzureCall, query: SearchIssuesQuery): AsyncGenerator<Page<Issue>, void, void> {
  return walk(call, () => {
    const checked = checkSearchQuery(query, MAX_PAGE_SIZE, 'azure_devops');
    const { text = '', native, cursor, pageSize = MAX_PAGE_SIZE } = checked;
    const read = native === undefined ? byText(call, text, pageSize) : byWiql(call, native, pageSize);
    return { query: { text, native: native ?? null }, cursor, read };
  });
}

function byText(call: AzureCall, text: string, pageSize: number) {
  return async (position: string) => {
    const types = [...(await readTypes(call)).values()];
    const bodies = [DESCRIPTION, ...(types.some(({ bodyField }) => bodyField === REPRO_STEPS) ? [REPRO_STEPS] : [])];
    // Long texts are found by words only, where a title is also found by a part of one.
    const holds = [
      `[System.Title] CONTAINS ${quote(text)}`,
      ...bodies.map((field) => `[${field}] CONTAINS WORDS ${quote(text)}`),
    ];
    return issuePage(call, [`(${holds.join(' OR ')})`], position, pageSize);
  };
}

function byWiql(call: AzureCall, query: string, pageSize: number) {
  if (!/^\s*select\s/i.test(query))
    throw invalid(call, 'native', 'expected a query in WIQL: SELECT … FROM WorkItems …');
  if (/\bfrom\s+(?:\[\s*)?workitemlinks\b/i.test(query)) {
    throw invalid(call, 'native', 'a query of links finds pairs; ask FROM WorkItems');
  }
  let found: Promise<readonly number[]> | undefined;
  return async (position: string) => {
    // Asked once for all pages: nothing but the query itself knows its order.
    found ??= findIds(call, query).then(({ ids }) => ids);
    const ids = await found;
    const from = Number(position);
    const { name } = await readProject(call);
    const wires = await readItems(call, ids.slice(from, from + pageSize));
    const own = wires.filter(({ fields }) => fields['System.TeamProject'].toLowerCase() === name.toLowerCase());
    return { items: await toIssues(call, own), next: from + pageSize < ids.length ? String(from + pageSize) : null };
  };
}
