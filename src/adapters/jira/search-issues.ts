import { checkInput } from '../../contracts/adapter/check-input.js';
import type { SearchIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { clientMarker } from '../../digest/client-marker.js';
import { fieldsOf, toIssues, walkSearch } from './issues.js';
import { inProject, nativeJql, quote, textClause } from './jql.js';
import { toRef } from './map.js';
import { zSearchQuery } from './options.js';
import type { Scope } from './request.js';
import { type WireIssue, type WireIssueRef, zIssuePage, zRefPage } from './wire.js';

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
