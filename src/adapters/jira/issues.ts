import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import type { GetIssueOptions, ListIssuesQuery, SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import type { Schema } from '../../contracts/schema.js';
import { clientMarker } from '../../digest/client-marker.js';
import { createCursorCodec } from '../../digest/cursor.js';
import { walkPages } from '../../http/walk-pages.js';
import { inProject, nativeJql, quote, textClause } from './jql.js';
import { LABELS, type ToMarkdown, toIssue, toRef, toUtc } from './map.js';
import { type JiraContext, zListQuery, zSearchQuery } from './options.js';
import { API, type Call, detailsOf, issuePath, read, send } from './request.js';
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

/** Jira compares whole minutes, or finer; nobody says which. */
export const STEP_MS = 60_000;

interface Search<Wire, Item> {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly schema: Schema<SearchPage<Wire>>;
  readonly pageSize?: number | undefined;
  readonly cursor?: string | undefined;
  readonly toItems: (wires: readonly Wire[]) => Promise<readonly Item[]> | readonly Item[];
}

/** Walks a search by its tokens. The same query goes with each of them, as Jira demands. */
async function* walkSearch<Wire, Item>(
  context: JiraContext,
  call: Call,
  { jql, fields, schema, pageSize = 100, cursor, toItems }: Search<Wire, Item>,
): AsyncGenerator<Page<Item>, void, void> {
  const { operation } = call;
  const { open, seal } = createCursorCodec({ operation, workspace: context.workspace, jql, fields, pageSize });
  yield* walkPages({
    first: cursor === undefined ? '' : open(cursor, operation, 'jira'),
    seal,
    details: detailsOf(operation),
    read: async (token) => {
      const { body } = await send(context, call, {
        method: 'POST',
        path: `${API}/search/jql`,
        repeatability: 'read',
        body: { jql, fields, maxResults: pageSize, ...(token && { nextPageToken: token }) },
        schema,
      });
      return { items: await toItems(body.issues), next: (!body.isLast && body.nextPageToken) || null };
    },
  });
}

/**
 * Issues, least recently changed first. Times go to Jira as milliseconds: dates in JQL are read in the time zone of the
 * account.
 *
 * @internal
 */
export async function* listIssues(
  context: JiraContext,
  query: ListIssuesQuery = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const operation = 'issues.list';
  const { updatedSince, labels = [], state, raw, ...paging } = checkInput(zListQuery, query, operation, 'jira');
  const sinceMs = updatedSince === undefined ? -Infinity : Date.parse(updatedSince.toUpperCase());
  // One step more than was asked for, wherever Jira rounds to; what is too old is dropped.
  const fromMs = Math.max(0, Math.floor(sinceMs / STEP_MS) * STEP_MS - STEP_MS);
  const jql = inProject(
    context,
    sinceMs >= 0 ? `updated >= ${fromMs}` : '',
    state === 'open' ? 'statusCategory != Done' : state === 'closed' ? 'statusCategory = Done' : '',
    ...[...new Set(labels.map(LABELS.encode))].sort().map((label) => `labels = ${quote(label)}`),
  );
  const isSince = ({ fields }: WireIssue) => sinceMs < 0 || Date.parse(toUtc(fields.updated)) >= sinceMs;
  yield* walkSearch(
    context,
    { operation, signal },
    {
      ...paging,
      jql: `${jql} ORDER BY updated ASC, key ASC`,
      fields: fieldsOf(context, raw),
      schema: zIssuePage,
      toItems: (wires) => toIssues(context, wires.filter(isSince), raw),
    },
  );
}

/** Issues that hold these words, or fulfil this JQL, in the adapter's project. @internal */
export async function* searchIssues(
  context: JiraContext,
  query: SearchIssuesQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const operation = 'issues.search';
  const { text = '', native, ...paging } = checkInput(zSearchQuery, query, operation, 'jira');
  const jql =
    native === undefined
      ? `${inProject(context, textClause(text))} ORDER BY updated DESC, key ASC`
      : nativeJql(context, native, operation);
  const toItems = (wires: readonly WireIssue[]) => toIssues(context, wires);
  const search = { ...paging, jql, fields: fieldsOf(context), schema: zIssuePage, toItems };
  yield* walkSearch(context, { operation, signal }, search);
}

/** The ids of all issues of the project; pages of them are fifty times as large. @internal */
export async function* issueIds(
  context: JiraContext,
  query: Pick<ListIssuesQuery, 'cursor'> = {},
  { signal }: CallOptions = {},
): AsyncGenerator<Page<string>, void, void> {
  const operation = 'issues.ids';
  const { cursor } = checkInput(zListQuery, query, operation, 'jira');
  yield* walkSearch(
    context,
    { operation, signal },
    {
      cursor,
      jql: `${inProject(context)} ORDER BY key ASC`,
      fields: ['id'],
      schema: zIdPage,
      pageSize: 5000,
      toItems: (wires) => wires.map(({ id }) => id),
    },
  );
}

/** The oldest issue that carries the label of a client key. @internal */
export async function findIssue(
  context: JiraContext,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<ExternalRef | undefined> {
  const jql = `${inProject(context, `labels = ${quote(clientMarker(clientKey))}`)} ORDER BY created ASC, key ASC`;
  const pages = walkSearch<WireIssueRef, ExternalRef>(
    context,
    { operation: 'issues.findByClientKey', signal },
    {
      jql,
      fields: ['key'],
      schema: zRefPage,
      pageSize: 1,
      toItems: (wires) => wires.map((wire) => toRef(context, wire)),
    },
  );
  for await (const { items } of pages) if (items[0]) return items[0];
  return undefined;
}

/** One issue by its id. One that was moved to another project answers with its new key. @internal */
export async function getIssue(
  context: JiraContext,
  id: string,
  { signal, raw }: GetIssueOptions = {},
): Promise<Issue> {
  return readIssue(context, { operation: 'issues.get', signal }, id, raw);
}

/** Reads an issue as part of an operation. @internal */
export async function readIssue(context: JiraContext, call: Call, id: string, raw?: boolean): Promise<Issue> {
  const fields = fieldsOf(context, raw).join();
  const wire = await read(context, call, issuePath(call.operation, id), zSentIssue, { fields });
  const [issue] = await toIssues(context, [wire], raw);
  return issue as Issue;
}

function fieldsOf({ customFields }: JiraContext, raw?: boolean): readonly string[] {
  return raw ? ['*all'] : [...ISSUE_FIELDS, ...customFields];
}

async function toIssues(context: JiraContext, wires: readonly WireIssue[], raw?: boolean): Promise<Issue[]> {
  const toMarkdown = await markdownOf(wires.some(({ fields }) => fields.description));
  return wires.map((wire) => toIssue(context, wire, toMarkdown, raw));
}

/** What reads bodies, loaded when there is one. @internal */
export async function markdownOf(isNeeded: unknown): Promise<ToMarkdown> {
  return isNeeded ? (await import('./richtext.js')).adfToMarkdown : () => null;
}
