import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkRelation } from '../../contracts/adapter/check-issue-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { about, invalid, issuePath, unsupported, type YoutrackCall } from './context.js';
import { readLinks } from './links.js';
import { ENTITY_ID } from './options.js';
import { readAll } from './pages.js';
import { HOLDER_FIELDS, zWireHolder } from './wire.js';
import { LINK_TYPE_FIELDS, zWireLinkTypes } from './wire-on-demand.js';

/** @internal */
export async function addLink(
  call: YoutrackCall,
  issueId: string,
  given: IssueRelation,
  options?: CreateOptions,
): Promise<void> {
  checkCreateOptions(options, call.operation, 'youtrack');
  const relation = relationOf(call, given);
  issuePath(call, issueId);
  const issue = await readLinks(call, issueId);
  if (issue.links.some((link) => isSame(link.relation, relation))) return;
  await linkTo(call, issue, relation);
}

/** @internal */
export async function removeLink(call: YoutrackCall, issueId: string, given: IssueRelation): Promise<void> {
  const relation = relationOf(call, given);
  const { id, links } = await readLinks(call, issueId);
  const found = links.find((link) => isSame(link.relation, relation));
  if (found) await unlink(call, id, found.linkId, relation);
}

/** Removes a link, or proves that it is gone. @internal */
export async function unlink(call: YoutrackCall, id: string, linkId: string, relation: IssueRelation): Promise<void> {
  const path = `/issues/${id}/links/${encodeURIComponent(linkId)}/issues/${encodeURIComponent(relation.target.id)}`;
  await deleteOrGone(
    () => call.send({ method: 'DELETE', path }),
    async () => (await readLinks(call, id)).links.some((link) => isSame(link.relation, relation)),
    () => call.send({ path: `/issues/${id}`, fields: HOLDER_FIELDS, schema: zWireHolder }),
  );
}

/**
 * Links an issue by a command, as people type it: the phrase of a link type, and the key of the other issue. YouTrack says
 * that all went well whatever came of it, so the links are read.
 *
 * @internal
 */
export async function linkTo(
  call: YoutrackCall,
  issue: { readonly id: string },
  relation: IssueRelation,
): Promise<void> {
  const phrase = await phraseFor(call, relation.type);
  const target = await call.send({
    path: issuePath(call, relation.target.id),
    fields: HOLDER_FIELDS,
    schema: zWireHolder,
  });
  if (target.body.isDraft)
    throw about(call, target, NotFoundError, 'the other issue is a draft, which is no issue yet', {});
  const { idReadable } = target.body;
  const reply = await call.send({
    method: 'POST',
    path: '/commands',
    fields: 'id',
    body: { query: `${phrase} ${idReadable}`, issues: [{ id: issue.id }] },
  });
  const { links } = await readLinks(call, issue.id);
  if (links.some((link) => isSame(link.relation, relation))) return;
  throw about(call, reply, RejectedError, `YouTrack took the command and did not link ${idReadable}`, {});
}

/** Words and hyphens: nothing else that an administrator may call a link type is passed on into a command. */
const PHRASE = /^[\p{L}\p{N}'’_-]+(?: [\p{L}\p{N}'’_-]+)*$/u;

async function phraseFor(call: YoutrackCall, type: LinkType): Promise<string> {
  const types = await readAll(call, { path: '/issueLinkTypes', fields: LINK_TYPE_FIELDS, schema: zWireLinkTypes });
  const phrases = types
    .flatMap(({ sourceToTarget, targetToSource }) => [sourceToTarget, targetToSource])
    .filter((phrase) => typeof phrase === 'string' && PHRASE.test(phrase));
  const found = phrases.find((phrase) => call.words.link.meaningOf(phrase) === type);
  if (found) return found;
  throw unsupported(
    call,
    `no link of this YouTrack is known to mean ${type}; there are ${phrases.join(', ')}: see linkMap`,
  );
}

function relationOf(call: YoutrackCall, given: IssueRelation): IssueRelation {
  const relation = checkRelation(given, call.operation, 'youtrack');
  checkTarget(call, relation.target, 'target');
  return relation;
}

/** @internal */
export function checkTarget(call: YoutrackCall, { system, workspace, id }: ExternalRef, path: string): void {
  if (system !== 'youtrack')
    throw invalid(call, `${path}.system`, 'expected youtrack: a link stays within one tracker');
  if (!workspace.startsWith(`${call.instance}/`)) {
    throw invalid(call, `${path}.workspace`, 'expected one of this YouTrack: a link stays within it');
  }
  if (!ENTITY_ID.test(id)) throw invalid(call, `${path}.id`, 'expected an id such as 2-123');
}

function isSame(a: IssueRelation, b: IssueRelation): boolean {
  return a.type === b.type && a.target.id === b.target.id;
}
