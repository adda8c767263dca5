import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { meant } from './choice.js';
import { linksOf } from './links.js';
import { INVERSE, type LinkedIssue } from './map.js';
import { checkSite, namesOf } from './refusals.js';
import { API, invalid, read, type Scope, send } from './request.js';
import { zLinkTypes } from './wire-site.js';

const isSame = (a: IssueRelation) => (link: LinkedIssue) =>
  link.relation.type === a.type && link.relation.target.id === a.target.id;

/**
 * Links two issues. Jira names the ends by what the other one shows: with `inwardIssue: A, outwardIssue: B` of the type
 * Blocks, A blocks B.
 *
 * @internal
 */
export async function addLink(scope: Scope, issueId: string, relation: IssueRelation): Promise<void> {
  const { type, target } = checkInput(zIssueRelation, relation, scope.operation, 'jira');
  checkSite(scope, target, 'target');
  const [id, links] = await linksOf(scope, issueId);
  if (links.some(isSame(relation))) return;
  const { issueLinkTypes } = await read(scope, `${API}/issueLinkType`, zLinkTypes);
  const named = (meaning: LinkType | undefined) => {
    const fitting = issueLinkTypes.filter(({ name }) => meaning && scope.linkTypes.meaningOf(name) === meaning);
    return meaning && meant(fitting, scope.linkTypes, meaning);
  };
  const outward = named(type);
  const found = outward ?? named(INVERSE[type]);
  if (!found) {
    const names = namesOf(issueLinkTypes);
    throw invalid(scope, 'type', `no link type stands for it, or several; say in linkTypeMap which of ${names} does`);
  }
  const [from, to] = outward ? [id, target.id] : [target.id, id];
  const body = { type: { id: found.id }, inwardIssue: { id: from }, outwardIssue: { id: to } };
  await send(scope, { method: 'POST', path: `${API}/issueLink`, body });
}

/** @internal */
export async function removeLink(scope: Scope, issueId: string, relation: IssueRelation): Promise<void> {
  checkInput(zIssueRelation, relation, scope.operation, 'jira');
  const [, links] = await linksOf(scope, issueId);
  for (const { id } of links.filter(isSame(relation))) {
    await send(scope, { method: 'DELETE', path: `${API}/issueLink/${encodeURIComponent(id)}`, answers: [404] });
  }
}
