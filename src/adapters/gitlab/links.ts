import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { detailsOf, type GitlabContext, invalid, issuePath, numberIn, projectPath, unsupported } from './context.js';
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
  { signal }: CallOptions = {},
): Promise<readonly IssueRelation[]> {
  return (await readLinks(context, issueId, 'links.list', signal)).map(({ relation }) => relation);
}

/** @internal */
export async function addLink(
  context: GitlabContext,
  issueId: string,
  given: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const operation = 'links.add';
  const { type, target } = checkRelation(given, operation);
  const link_type = TYPES[type];
  if (link_type === undefined) {
    throw unsupported(operation, `GitLab has no link ${type}; there are ${Object.keys(TYPES).join(', ')}`);
  }
  const reply = await context.http.send({
    operation,
    method: 'POST',
    path: `${issuePath(context, issueId, operation, 'issueId')}/links`,
    body: { target_project_id: target.workspace, target_issue_iid: target.id, link_type },
    answers: [409],
    signal,
  });
  if (reply.status !== 409) return;
  const links = await readLinks(context, issueId, operation, signal);
  if (links.some(isLink(given))) return;
  throw new ConflictError(
    `gitlab ${operation}: the two issues are linked in another way already, and GitLab keeps one link between two issues; remove it first`,
    detailsOf(reply, operation),
  );
}

/** @internal */
export async function removeLink(
  context: GitlabContext,
  issueId: string,
  given: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const operation = 'links.remove';
  checkRelation(given, operation);
  const found = (await readLinks(context, issueId, operation, signal)).find(isLink(given));
  if (!found) return;
  const path = `${issuePath(context, issueId, operation, 'issueId')}/links/${found.linkId}`;
  await remove(context, operation, path, signal);
}

function checkRelation(given: IssueRelation, operation: string): IssueRelation {
  const relation = checkInput(zIssueRelation, given, operation, 'gitlab');
  const { system, id } = relation.target;
  if (system !== 'gitlab')
    throw invalid(operation, 'target.system', 'expected gitlab: a link stays within one tracker');
  numberIn(id, operation, 'target.id');
  return relation;
}

function isLink({ type, target }: IssueRelation): (link: LinkedIssue) => boolean {
  const name = (workspace: string) => workspace.toLowerCase();
  return ({ relation }) =>
    relation.type === type &&
    relation.target.id === target.id &&
    name(relation.target.workspace) === name(target.workspace);
}

async function readLinks(
  context: GitlabContext,
  issueId: string,
  operation: string,
  signal: AbortSignal | undefined,
): Promise<LinkedIssue[]> {
  const { http, workspace } = context;
  const path = `${issuePath(context, issueId, operation, 'issueId')}/links`;
  const { body } = await http.send({ operation, path, schema: zWireLinkedIssues, signal });
  const isOwn = ({ project_id, references }: WireLinkedIssue) =>
    String(project_id) === workspace || pathIn(references?.full)?.toLowerCase() === workspace.toLowerCase();
  // Whatever is not plainly ours may be ours under a new name; then its number says so.
  let ownId: number | undefined;
  if (!/^\d+$/.test(workspace) && !body.every(isOwn)) {
    const own = await http.send({ operation, path: projectPath(workspace), schema: zWireProject, signal });
    ownId = own.body.id;
  }
  return body.map((wire) => {
    const elsewhere =
      ownId === undefined ? String(wire.project_id) : (pathIn(wire.references?.full) ?? String(wire.project_id));
    const target = toRef(isOwn(wire) || wire.project_id === ownId ? workspace : elsewhere, wire);
    return { relation: { type: toLinkType(wire.link_type), target }, linkId: wire.issue_link_id };
  });
}

/** `group/project` in `group/project#12`. */
function pathIn(reference: string | null | undefined): string | undefined {
  return /^(.+)#\d+$/.exec(reference ?? '')?.[1];
}

/** A word that we do not know is read as the weakest. */
function toLinkType(word: string): LinkType {
  const [type] = Object.entries(TYPES).find(([, theirs]) => theirs === word) ?? ['relates_to'];
  return type as LinkType;
}
