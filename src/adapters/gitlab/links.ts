import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { about, begin, type GitlabCall, type GitlabContext, invalid, issuePath, unsupported } from './context.js';
import { toRef } from './map.js';
import { remove } from './remove.js';
import { type WireLinkedIssue, zWireLinkedIssues, zWireProject } from './wire.js';

/** Ours to GitLab's. */
const TYPES: Readonly<Partial<Record<LinkType, string>>> = {
  relates_to: 'relates_to',
  blocks: 'blocks',
  blocked_by: 'is_blocked_by',
};

interface LinkedIssue {
  readonly relation: IssueRelation;
  /** GitLab's id of the link. */
  readonly linkId: number;
}

/** @internal */
export async function listLinks(
  context: GitlabContext,
  issueId: string,
  options?: CallOptions,
): Promise<readonly IssueRelation[]> {
  return (await readLinks(begin(context, 'links.list', options), issueId)).map(({ relation }) => relation);
}

/** @internal */
export async function addLink(
  context: GitlabContext,
  issueId: string,
  given: IssueRelation,
  options?: CallOptions,
): Promise<void> {
  const call = begin(context, 'links.add', options);
  const { type, target } = checkRelation(call, given);
  const link_type = TYPES[type];
  if (!link_type) throw unsupported(call, `GitLab has no link ${type}; there are ${Object.keys(TYPES).join(', ')}`);
  const reply = await call.send({
    method: 'POST',
    path: linksPath(call, issueId),
    body: { target_project_id: target.workspace, target_issue_iid: target.id, link_type },
    answers: [409],
  });
  if (reply.status !== 409 || (await readLinks(call, issueId)).some(isLink(given))) return;
  const what =
    'the two are linked in another way already, and GitLab keeps one link between two issues; remove it first';
  throw about(call, reply, ConflictError, what, {});
}

/** @internal */
export async function removeLink(
  context: GitlabContext,
  issueId: string,
  given: IssueRelation,
  options?: CallOptions,
): Promise<void> {
  const call = begin(context, 'links.remove', options);
  checkRelation(call, given);
  const found = (await readLinks(call, issueId)).find(isLink(given));
  if (found) await remove(call, `${linksPath(call, issueId)}/${found.linkId}`);
}

function linksPath(call: GitlabCall, issueId: string): string {
  return `${issuePath(call, issueId)}/links`;
}

function checkRelation(call: GitlabCall, given: IssueRelation): IssueRelation {
  const relation = call.check(zIssueRelation, given);
  const { system, id } = relation.target;
  if (system !== 'gitlab') throw invalid(call, 'target.system', 'expected gitlab: a link stays within one tracker');
  call.number(id, 'target.id');
  return relation;
}

function isLink({ type, target }: IssueRelation): (link: LinkedIssue) => boolean {
  const name = ({ target: { workspace, id } }: IssueRelation) => `${workspace.toLowerCase()}#${id}`;
  return ({ relation }) => relation.type === type && name(relation) === name({ type, target });
}

async function readLinks(call: GitlabCall, issueId: string): Promise<LinkedIssue[]> {
  const { workspace } = call;
  const isByNumber = /^\d+$/.test(workspace);
  const { body } = await call.send({ path: linksPath(call, issueId), schema: zWireLinkedIssues });
  const placeOf = ({ project_id, references }: WireLinkedIssue) =>
    (!isByNumber && /^(.+)#\d+$/.exec(references?.full ?? '')?.[1]) || String(project_id);
  const isOwn = (wire: WireLinkedIssue) => placeOf(wire).toLowerCase() === workspace.toLowerCase();
  // Whatever is not plainly ours may be ours under a new name; then its number says so.
  let ownId: number | undefined;
  if (!isByNumber && !body.every(isOwn)) {
    ownId = (await call.send({ path: call.path, schema: zWireProject })).body.id;
  }
  return body.map((wire) => {
    const place = isOwn(wire) || wire.project_id === ownId ? workspace : placeOf(wire);
    return { relation: { type: toLinkType(wire.link_type), target: toRef(place, wire) }, linkId: wire.issue_link_id };
  });
}

/** A word that we do not know is read as the weakest. */
function toLinkType(word: string): LinkType {
  const [type] = Object.entries(TYPES).find(([, theirs]) => theirs === word) ?? ['relates_to'];
  return type as LinkType;
}
