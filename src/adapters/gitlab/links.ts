import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { type GitlabCall, issuePath, projectPath } from './context.js';
import { toRef } from './map.js';
import { type WireLinkedIssue, zWireLinkedIssues, zWireProject } from './wire.js';

/** GitLab's to ours. It has no others; should it get some, they are a `ContractError`, because any reading is a guess. */
const TYPES: Readonly<Record<WireLinkedIssue['link_type'], LinkType>> = {
  relates_to: 'relates_to',
  blocks: 'blocks',
  is_blocked_by: 'blocked_by',
};

/** @internal */
export interface LinkedIssue {
  readonly relation: IssueRelation;
  /** GitLab's id of the link. */
  readonly linkId: number;
  /** GitLab's id of the project that the target is in: a project has one, and several names. */
  readonly projectId: number;
}

/** @internal */
export async function listLinks(call: GitlabCall, issueId: string): Promise<readonly IssueRelation[]> {
  return (await readLinks(call, issueId)).map(({ relation }) => relation);
}

/** @internal */
export function linksPath(call: GitlabCall, issueId: string): string {
  return `${issuePath(call, issueId)}/links`;
}

/** @internal */
export async function readLinks(call: GitlabCall, issueId: string): Promise<LinkedIssue[]> {
  const { workspace } = call;
  const isByNumber = isNumber(workspace);
  const { body } = await call.send({ path: linksPath(call, issueId), schema: zWireLinkedIssues });
  const placeOf = ({ project_id, references }: WireLinkedIssue) =>
    (!isByNumber && /^(.+)#\d+$/.exec(references?.full ?? '')?.[1]) || String(project_id);
  const isOwn = (wire: WireLinkedIssue) => placeOf(wire).toLowerCase() === workspace.toLowerCase();
  // Whatever is not plainly ours may be ours under a new name; then its number says so.
  const ownId = !isByNumber && !body.every(isOwn) ? await projectId(call, workspace) : undefined;
  return body.map((wire) => {
    const place = isOwn(wire) || wire.project_id === ownId ? workspace : placeOf(wire);
    return {
      relation: { type: TYPES[wire.link_type], target: toRef(place, wire) },
      linkId: wire.issue_link_id,
      projectId: wire.project_id,
    };
  });
}

/** The link that a relation means, whichever of its names the target's project goes by in it. @internal */
export async function findLink(
  call: GitlabCall,
  issueId: string,
  { type, target }: IssueRelation,
): Promise<LinkedIssue | undefined> {
  const links = await readLinks(call, issueId);
  const alike = links.filter(({ relation }) => relation.type === type && relation.target.id === target.id);
  const place = target.workspace.toLowerCase();
  const named = alike.find(({ relation }) => relation.target.workspace.toLowerCase() === place);
  if (named || alike.length === 0) return named;
  const id = await projectId(call, target.workspace);
  return alike.find((link) => link.projectId === id);
}

function isNumber(project: string): boolean {
  return /^\d+$/.test(project);
}

async function projectId(call: GitlabCall, project: string): Promise<number> {
  if (isNumber(project)) return Number(project);
  return (await call.send({ path: projectPath(project), schema: zWireProject })).body.id;
}
