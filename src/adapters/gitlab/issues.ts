import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import {
  type GetIssueOptions,
  type SearchIssuesQuery,
  zSearchIssuesQuery,
} from '../../contracts/adapter/issue-query.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { bodyReader } from './body.js';
import { type GitlabContext, invalid, issuePath } from './context.js';
import { MAX_PAGE_SIZE } from './list-issues.js';
import { toIssue, toRef } from './map.js';
import { pagesOf } from './pages.js';
import { zWireIssue, zWireIssues } from './wire.js';

const zQuery = /* @__PURE__ */ zSearchIssuesQuery(MAX_PAGE_SIZE);

/** What a native query may not say: where it reads, as whom, and how its pages are walked. */
const RESERVED = /^(?:id|page|per_page|cursor|pagination|with_labels_details|sudo|.*token)$/i;

/**
 * One issue by its number.
 *
 * @internal
 */
export async function getIssue(
  context: GitlabContext,
  id: string,
  { signal, raw = false }: GetIssueOptions = {},
): Promise<Issue> {
  const operation = 'issues.get';
  const path = issuePath(context, id, operation);
  const { body } = await context.http.send({ operation, path, schema: zWireIssue, signal });
  return toIssue(context, body, await bodyReader([body]), raw);
}

/**
 * Issues whose title or description holds a text, or that GitLab's own filters select: a query string of its list of
 * issues, `labels=bug&milestone=v1`. Always of this project.
 *
 * @internal
 */
export async function* searchIssues(
  context: GitlabContext,
  query: SearchIssuesQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Page<Issue>, void, void> {
  const operation = 'issues.search';
  const { text, native, cursor, pageSize = MAX_PAGE_SIZE } = checkInput(zQuery, query, operation, 'gitlab');
  const parameters = new URLSearchParams(native === undefined ? { search: text ?? '' } : native.replace(/^\?/, ''));
  for (const name of parameters.keys()) {
    if (RESERVED.test(name)) throw invalid(operation, 'native', `${name} is not for a query to say; leave it out`);
  }
  if (!parameters.has('scope')) parameters.set('scope', 'all');
  parameters.set('per_page', String(pageSize));
  yield* pagesOf(context, {
    operation,
    path: `${context.path}/issues`,
    search: parameters.toString(),
    schema: zWireIssues,
    toItems: async (wires) => {
      const read = await bodyReader(wires);
      return wires.map((wire) => toIssue(context, wire, read));
    },
    cursor,
    signal,
  });
}

/**
 * The issue whose description carries the marker of a client key, among those that this account created, newest first. By
 * the list, which reads the database, and not by a search, whose index leaves comments of HTML out.
 *
 * @internal
 */
export async function findIssue(
  context: GitlabContext,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<ExternalRef | undefined> {
  const marker = clientMarker(clientKey);
  const pages = pagesOf(context, {
    operation: 'issues.findByClientKey',
    path: `${context.path}/issues`,
    search: `scope=created_by_me&state=all&order_by=created_at&sort=desc&pagination=keyset&per_page=${MAX_PAGE_SIZE}`,
    schema: zWireIssues,
    toItems: (wires) => wires.filter(({ description }) => unmarkBody(description ?? null).marker === marker),
    signal,
  });
  for await (const { items } of pages) if (items[0]) return toRef(context.workspace, items[0]);
  return undefined;
}
