import type { CallOptions } from '../../contracts/adapter/call-options.js';
import {
  type GetIssueOptions,
  type SearchIssuesQuery,
  zSearchIssuesQuery,
} from '../../contracts/adapter/issue-query.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { begin, type GitlabContext, invalid, issuePath } from './context.js';
import { MAX_PAGE_SIZE } from './list-issues.js';
import { readIssue, toIssues, toRef } from './map.js';
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
export async function getIssue(context: GitlabContext, id: string, options: GetIssueOptions = {}): Promise<Issue> {
  const call = begin(context, 'issues.get', options);
  const { body } = await call.send({ path: issuePath(call, id, 'id'), schema: zWireIssue });
  return readIssue(call, body, options.raw);
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
  options?: CallOptions,
): AsyncGenerator<Page<Issue>, void, void> {
  const call = begin(context, 'issues.search', options);
  const { text = '', native, cursor, pageSize = MAX_PAGE_SIZE } = call.check(zQuery, query);
  const parameters = new URLSearchParams(native?.replace(/^\?/, '') ?? { search: text });
  for (const name of parameters.keys()) {
    if (RESERVED.test(name)) throw invalid(call, 'native', `${name} is not for a query to say; leave it out`);
  }
  if (!parameters.has('scope')) parameters.set('scope', 'all');
  parameters.set('per_page', String(pageSize));
  yield* pagesOf(call, {
    path: `${call.path}/issues`,
    search: parameters.toString(),
    schema: zWireIssues,
    toItems: (wires) => toIssues(call, wires),
    cursor,
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
  options?: CallOptions,
): Promise<ExternalRef | undefined> {
  const call = begin(context, 'issues.findByClientKey', options);
  const marker = clientMarker(clientKey);
  const pages = pagesOf(call, {
    path: `${call.path}/issues`,
    search: `scope=created_by_me&state=all&order_by=created_at&sort=desc&pagination=keyset&per_page=${MAX_PAGE_SIZE}`,
    schema: zWireIssues,
    toItems: (wires) => wires.filter(({ description }) => unmarkBody(description ?? null).marker === marker),
  });
  for await (const { items } of pages) if (items[0]) return toRef(call.workspace, items[0]);
  return undefined;
}
