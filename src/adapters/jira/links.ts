import type { IssueRelation } from '../../contracts/issue-link.js';
import { type LinkedIssue, toRelations } from './map.js';
import { issuePath, read, type Scope } from './request.js';
import { type WireLinks, zIssueWith } from './wire.js';

const zLinked = zIssueWith('issuelinks');

/** An issue's id, its links, and all of them as Jira has them. @internal */
export async function linksOf(
  scope: Scope,
  issueId: string,
): Promise<readonly [id: string, links: readonly LinkedIssue[], wires: NonNullable<WireLinks>]> {
  const { id, fields } = await read(scope, issuePath(scope, issueId), zLinked, { fields: 'issuelinks' });
  return [id, toRelations(scope, fields.issuelinks), fields.issuelinks ?? []];
}

/** @internal */
export async function listLinks(scope: Scope, issueId: string): Promise<readonly IssueRelation[]> {
  const [, links] = await linksOf(scope, issueId);
  return links.map(({ relation }) => relation);
}
