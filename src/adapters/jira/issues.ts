import type { GetIssueOptions, ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/write-input.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { inProject } from './jql.js';
import { type ToMarkdown, toIssue } from './map.js';
import type { JiraContext } from './options.js';
import { API, issuePath, read, type Scope, send, walk } from './request.js';
import { ISSUE_FIELDS, type SearchPage, type WireIssue, zIdPage, zSentIssue } from './wire.js';

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

/** Walks a search by its tokens. The same query goes with each of them, as Jira demands. @internal */
export function walkSearch<Wire, Item>(
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
