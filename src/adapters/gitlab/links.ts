import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { type GitlabCall, issuePath } from './context.js';
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
    return { relation: { type: TYPES[wire.link_type], target: toRef(place, wire) }, linkId: wire.issue_link_id };
  });
}
