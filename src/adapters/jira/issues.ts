import { checkInput } from '../../contracts/adapter/check-input.js';
import type { GetIssueOptions, ListIssuesQuery, SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkCreateOptions, checkQuery } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { clientMarker } from '../../digest/client-marker.js';
import { inProject, nativeJql, quote, textClause } from './jql.js';
import { type ToMarkdown, toIssue, toRef } from './map.js';
import { type JiraContext, zSearchQuery } from './options.js';
import { API, issuePath, read, type Scope, send, walk } from './request.js';
import {
  ISSUE_FIELDS,
  type SearchPage,
  type WireIssue,
  type WireIssueRef,
  zIdPage,
  zIssuePage,
  zRefPage,
  zSentIssue,
} from './wire.js';

/** One page of a search. @internal */
export async function searchPage<Wire>(
  scope: Scope,
  schema: Schema<SearchPage<Wire>>,
  body: { readonly jql: string; readonly fields: readonly string[]; readonly maxResults: number },
  token = '',
): Promise<SearchPage<Wire>> {
  const path = `${API}/search/jql`;
  const query = token ? { ...body, nextPageToken: token } : body;
  return (await send(scope, { method: 'POST', path, body: query, schema, repeatability: 'read' })).body;
}

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

/** One issue. One that was moved to another project answers with its new key. @internal */
export function getIssue(scope: Scope, id: string, { raw }: GetIssueOptions = {}): Promise<Issue> {
  return readIssue(scope, id, raw);
}

/** Reads an issue as part of any operation. @internal */
export async function readIssue(scope: Scope, id: string, raw?: boolean): Promise<Issue> {
  const wire = await read(scope, issuePath(scope, id), zSentIssue, { fields: fieldsOf(scope, raw).join() });
  return toIssue(scope, wire, await markdownOf([wire.fields.description]), raw);
}

/** What is asked for of an issue. @internal */
export function fieldsOf({ customFields }: JiraContext, raw?: boolean): readonly string[] {
  return raw ? ['*all'] : [...new Set([...ISSUE_FIELDS, ...customFields])];
}

/** @internal */
export async function toIssues(scope: Scope, wires: readonly WireIssue[], raw?: boolean): Promise<Issue[]> {
  const toMarkdown = await markdownOf(wires.map(({ fields }) => fields.description));
  return wires.map((wire) => toIssue(scope, wire, toMarkdown, raw));
}

/** What reads bodies, loaded when there is one. @internal */
export async function markdownOf(bodies: readonly unknown[]): Promise<ToMarkdown> {
  return bodies.some(Boolean) ? (await import('./adf-to-markdown.js')).adfToMarkdown : () => null;
}
