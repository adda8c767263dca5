import { checkInput } from '../../contracts/adapter/check-input.js';
import type { ListIssuesQuery, SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/query-input.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { clientMarker } from '../../digest/client-marker.js';
import { fieldsOf, searchPage, toIssues } from './issues.js';
import { inProject, nativeJql, quote, textClause } from './jql.js';
import { toRef } from './map.js';
import { zSearchQuery } from './options.js';
import { type Scope, walk } from './request.js';
import { type SearchPage, type WireIssue, type WireIssueRef, zIdPage, zIssuePage, zRefPage } from './wire.js';

interface Search<Wire, Item> {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly schema: Schema<SearchPage<Wire>>;
  readonly pageSize?: number | undefined;
  readonly cursor?: string | undefined;
  readonly toItems: (wires: readonly Wire[]) => Promise<readonly Item[]> | readonly Item[];
}

/** Walks a search by its tokens. The same query goes with each of them, as Jira demands. */
function walkSearch<Wire, Item>(
  scope: Scope,
  searchOf: () => Search<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  return walk(scope, () => {
    const { jql, fields, schema, pageSize: maxResults = 100, cursor, toItems } = searchOf();
    const query = { jql, fields, maxResults };
    const readPage = async (token: string) => {
      const { issues, isLast, nextPageToken } = await searchPage(scope, schema, query, token);
      return { items: await toItems(issues), next: (!isLast && nextPageToken) || null };
    };
    return { query, cursor, first: '', read: readPage };
  });
}

/** Issues that hold these words, or fulfil this JQL, in the adapter's project. @internal */
export function searchIssues(scope: Scope, query: SearchIssuesQuery): AsyncGenerator<Page<Issue>, void, void> {
  return walkSearch(scope, () => {
    const { text = '', native, ...paging } = checkInput(zSearchQuery, query, scope.operation, 'jira');
    const jql =
      native === undefined ? `${inProject(scope, textClause(text))} ORDER BY updated DESC` : nativeJql(scope, native);
    const toItems = (wires: readonly WireIssue[]) => toIssues(scope, wires);
    return { ...paging, jql, fields: fieldsOf(scope), schema: zIssuePage, toItems };
  });
}

/**
 * The mark of a client key that is looked for. That of no key would be found nowhere, as if nothing had been made.
 *
 * @internal
 */
export function markerOf({ operation }: Scope, clientKey: string): string {
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, 'jira');
  return clientMarker(clientKey);
}

/** The oldest issue that carries the label of a client key. @internal */
export async function findIssue(scope: Scope, clientKey: string): Promise<ExternalRef | undefined> {
  const jql = `${inProject(scope, `labels = ${quote(markerOf(scope, clientKey))}`)} ORDER BY created ASC, key ASC`;
  const toItems = (wires: readonly WireIssueRef[]) => wires.map((wire) => toRef(scope, wire));
  const pages = walkSearch(scope, () => ({ jql, fields: ['key'], schema: zRefPage, pageSize: 1, toItems }));
  for await (const { items } of pages) if (items[0]) return items[0];
  return undefined;
}

/** The ids of all issues of the project; pages of them are fifty times as large. @internal */
export function issueIds(
  scope: Scope,
  query?: Pick<ListIssuesQuery, 'cursor'>,
): AsyncGenerator<Page<string>, void, void> {
  return walkSearch(scope, () => ({
    cursor: checkQuery(query, ['cursor'], scope.operation, 'jira').cursor,
    jql: `${inProject(scope)} ORDER BY key ASC`,
    fields: ['id'],
    schema: zIdPage,
    pageSize: 5000,
    toItems: (wires) => wires.map(({ id }) => id),
  }));
}
