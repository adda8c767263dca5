import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { meant } from './choice.js';
import { linksOf } from './links.js';
import { INVERSE, type LinkedIssue } from './map.js';
import { checkSite, namesOf } from './refusals.js';
import { remove, seeIssue } from './remove.js';
import { API, invalid, read, type Scope, send } from './request.js';
import { zLinkTypes, zNothing } from './wire-site.js';

const isSame = (a: IssueRelation) => (link: LinkedIssue) =>
  link.relation.type === a.type && link.relation.target.id === a.target.id;

/**
 * Links two issues. Jira names the ends by what the other one shows: with `inwardIssue: A, outwardIssue: B` of the type
 * Blocks, A blocks B.
 *
 * @internal
 */
export async function addLink(
  scope: Scope,
  issueId: string,
  relation: IssueRelation,
  options?: CreateOptions,
): Promise<void> {
  checkCreateOptions(options, scope.operation, 'jira');
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
  await send(scope, { method: 'POST', path: `${API}/issueLink`, body, schema: zNothing });
}

/**
 * Removes the links that say this; there may be none. Where nothing can say it, or a link to the same issue says something
 * that nobody mapped, "there is none" would be no more than a guess.
 *
 * @internal
 */
export async function removeLink(scope: Scope, issueId: string, relation: IssueRelation): Promise<void> {
  const { type, target } = checkInput(zIssueRelation, relation, scope.operation, 'jira');
  checkSite(scope, target, 'target');
  if (![type, INVERSE[type]].some((meaning) => meaning && scope.linkTypes.wordsFor(meaning).length > 0)) {
    throw invalid(scope, 'type', 'no link type stands for it; say in linkTypeMap which one does');
  }
  const [, links, wires] = await linksOf(scope, issueId);
  const found = links.filter(isSame(relation));
  const unread = wires.find(({ id, outwardIssue, inwardIssue }) => {
    return (outwardIssue ?? inwardIssue)?.id === target.id && !links.some((link) => link.id === id);
  });
  if (found.length === 0 && unread) {
    const what = `the link to it is of the type '${unread.type.name}', which has no word here`;
    throw invalid(scope, 'type', `${what}: map the type in linkTypeMap, or remove a duplicate's link at the duplicate`);
  }
  for (const { id } of found) {
    await remove(scope, {
      path: `${API}/issueLink/${encodeURIComponent(id)}`,
      isThere: async () => (await linksOf(scope, issueId))[1].some((link) => link.id === id),
      readHolder: () => seeIssue(scope, issueId),
    });
  }
}
