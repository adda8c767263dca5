import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { INVERSE, type LinkedIssue, toRelations } from './map.js';
import type { JiraContext } from './options.js';
import { API, type Call, checkSite, invalid, issuePath, read, send } from './request.js';
import { meant } from './statuses.js';
import { zIssueWith, zWireLinkTypes } from './wire.js';

const zLinkedIssue = zIssueWith('issuelinks');

interface Links {
  readonly id: string;
  readonly links: readonly LinkedIssue[];
}

async function linksOf(context: JiraContext, call: Call, issueId: string): Promise<Links> {
  const path = issuePath(call.operation, issueId);
  const { id, fields } = await read(context, call, path, zLinkedIssue, { fields: 'issuelinks' });
  return { id, links: toRelations(context, fields.issuelinks) };
}

const isSame = (a: IssueRelation) => (link: LinkedIssue) =>
  link.relation.type === a.type && link.relation.target.id === a.target.id;

/** @internal */
export async function listLinks(
  context: JiraContext,
  issueId: string,
  { signal }: CallOptions = {},
): Promise<readonly IssueRelation[]> {
  const { links } = await linksOf(context, { operation: 'links.list', signal }, issueId);
  return links.map(({ relation }) => relation);
}

/**
 * Links two issues. Jira names the ends by what the other one shows: with `inwardIssue: A, outwardIssue: B` of type Blocks,
 * A blocks B.
 *
 * @internal
 */
export async function addLink(
  context: JiraContext,
  issueId: string,
  relation: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'links.add', signal };
  const { type, target } = checkInput(zIssueRelation, relation, call.operation, 'jira');
  checkSite(context, target, 'target', call.operation);
  const { id, links } = await linksOf(context, call, issueId);
  if (links.some(isSame(relation))) return;
  const { issueLinkTypes } = await read(context, call, `${API}/issueLinkType`, zWireLinkTypes);
  const named = (meaning: LinkType) =>
    meant(
      issueLinkTypes.filter(({ name }) => context.linkTypes.meaningOf(name) === meaning),
      context.linkTypes,
      meaning,
    );
  const outward = named(type);
  const inverse = INVERSE[type];
  const found = outward ?? (inverse && named(inverse));
  if (!found) {
    const names = issueLinkTypes.map(({ name }) => `'${name}'`).join(', ');
    throw invalid(call.operation, 'type', `none of this site's link types (${names}) stands for it; see linkTypeMap`);
  }
  const [inwardIssue, outwardIssue] = outward ? [{ id }, { id: target.id }] : [{ id: target.id }, { id }];
  await send(context, call, {
    method: 'POST',
    path: `${API}/issueLink`,
    body: { type: { id: found.id }, inwardIssue, outwardIssue },
  });
}

/** @internal */
export async function removeLink(
  context: JiraContext,
  issueId: string,
  relation: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'links.remove', signal };
  checkInput(zIssueRelation, relation, call.operation, 'jira');
  const { links } = await linksOf(context, call, issueId);
  for (const { id } of links.filter(isSame(relation))) {
    await send(context, call, { method: 'DELETE', path: `${API}/issueLink/${encodeURIComponent(id)}`, answers: [404] });
  }
}
