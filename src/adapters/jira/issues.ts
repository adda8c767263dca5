import { checkInput } from '../../contracts/adapter/check-input.js';
import type { GetIssueOptions, ListIssuesQuery, SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkQuery } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { clientMarker } from '../../digest/client-marker.js';
import { inProject, nativeJql, quote, textClause } from './jql.js';
import { LABELS, type ToMarkdown, toIssue, toRef, toUtc } from './map.js';
import { type JiraContext, zListQuery, zSearchQuery } from './options.js';
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

/** Jira compares whole minutes, or finer; nobody says which. @internal */
export const STEP_MS = 60_000;

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

/**
 * Issues, least recently changed first. Times go to Jira as milliseconds: dates in JQL are read in the time zone of the
 * account.
 *
 * @internal
 */
export function listIssues(scope: Scope, query: ListIssuesQuery = {}): AsyncGenerator<Page<Issue>, void, void> {
  return walkSearch(scope, () => listed(scope, query));
}

function listed(scope: Scope, query: ListIssuesQuery): Search<WireIssue, Issue> {
  const checked = checkInput(zListQuery, query, scope.operation, 'jira');
  const { updatedSince, labels = [], state, raw, ...paging } = checked;
  const sinceMs = updatedSince === undefined ? -Infinity : Date.parse(updatedSince.toUpperCase());
  // One step more than was asked for, wherever Jira rounds to; what is too old is dropped.
  const fromMs = Math.floor(sinceMs / STEP_MS - 1) * STEP_MS;
  const jql = inProject(
    scope,
    fromMs > 0 && `updated >= ${fromMs}`,
    state === 'open' && 'statusCategory != Done',
    state === 'closed' && 'statusCategory = Done',
    ...[...new Set(labels.map(LABELS.encode))].sort().map((label) => `labels = ${quote(label)}`),
  );
  const isSince = ({ fields }: WireIssue) => sinceMs === -Infinity || Date.parse(toUtc(fields.updated)) >= sinceMs;
  return {
    ...paging,
    jql: `${jql} ORDER BY updated ASC, key ASC`,
    fields: fieldsOf(scope, raw),
    schema: zIssuePage,
    toItems: (wires) => toIssues(scope, wires.filter(isSince), raw),
  };
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

/** The oldest issue that carries the label of a client key. @internal */
export async function findIssue(scope: Scope, clientKey: string): Promise<ExternalRef | undefined> {
  const jql = `${inProject(scope, `labels = ${quote(clientMarker(clientKey))}`)} ORDER BY created ASC, key ASC`;
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

function fieldsOf({ customFields }: JiraContext, raw?: boolean): readonly string[] {
  return raw ? ['*all'] : [...new Set([...ISSUE_FIELDS, ...customFields])];
}

async function toIssues(scope: Scope, wires: readonly WireIssue[], raw?: boolean): Promise<Issue[]> {
  const toMarkdown = await markdownOf(wires.map(({ fields }) => fields.description));
  return wires.map((wire) => toIssue(scope, wire, toMarkdown, raw));
}

/** What reads bodies, loaded when there is one. @internal */
export async function markdownOf(bodies: readonly unknown[]): Promise<ToMarkdown> {
  return bodies.some(Boolean) ? (await import('./adf-to-markdown.js')).adfToMarkdown : () => null;
}
