import type { GetIssueOptions } from '../../contracts/adapter/issue-query.js';
import type { Issue } from '../../contracts/issue.js';
import type { Schema } from '../../contracts/schema.js';
import { type ToMarkdown, toIssue } from './map.js';
import type { JiraContext } from './options.js';
import { API, issuePath, read, type Scope, send } from './request.js';
import { ISSUE_FIELDS, type SearchPage, type WireIssue, zSentIssue } from './wire.js';

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
