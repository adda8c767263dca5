import { checkRelation } from '../../contracts/adapter/check-issue-input.js';
import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type GithubCall, invalid, isRepository, unsupported } from './call.js';
import { issuePath, readIssue } from './issues.js';
import { BLOCKERS, linked, listLinks, type Place, SUB_ISSUES, unlessGone } from './links.js';
import { isSameRepository } from './map.js';
import { type WireIssue, zWireIssue } from './wire.js';

/** Which list holds a link, and whether it is the target's list. */
const KEPT: Readonly<Partial<Record<LinkType, readonly [list: string, atTarget: boolean]>>> = {
  parent_of: [SUB_ISSUES, false],
  child_of: [SUB_ISSUES, true],
  blocked_by: [BLOCKERS, false],
  blocks: [BLOCKERS, true],
};

/** Adds a link. @internal */
export async function addLink(call: GithubCall, issueId: string, relation: IssueRelation): Promise<void> {
  const { list, holder, other } = sidesOf(call, issueId, relation);
  await write(holder, list, (await readIssue(...other)).id);
}

/** Removes a link; one that is gone is removed. @internal */
export async function removeLink(call: GithubCall, issueId: string, relation: IssueRelation): Promise<void> {
  const { list, holder, other } = sidesOf(call, issueId, relation);
  const { type, target } = relation;
  // Where either end is not found, the one that is ours knows the link from its side, if its lists can be read.
  const read = () => listLinks(call, issueId);
  await deleteOrGone(
    async () => erase(holder, list, (await readIssue(...other)).id),
    async () => (await read()).some((link) => link.type === type && isSame(link.target, target)),
    read,
  );
}

/** Makes an issue part of another in place of the one it is part of, or of none. @internal */
export async function setParent(
  call: GithubCall,
  { id }: WireIssue,
  before: ExternalRef | null,
  parent: ExternalRef | null,
): Promise<void> {
  if (parent) await write(placeOf(call, parent, 'parent'), SUB_ISSUES, id, { replace_parent: true });
  else if (before) await erase(placeOf(call, before, 'parent'), SUB_ISSUES, id);
}

/** Where a ref leads to, if that is an issue of this server. @internal */
export function placeOf(call: GithubCall, { system, workspace, id }: ExternalRef, where: string): Place {
  if (system !== 'github' || !isRepository(workspace)) {
    throw invalid(call, where, 'expected an issue at GitHub, its workspace as owner/repo');
  }
  issuePath(call, id, `${where}.id`);
  return [isSameRepository(workspace, call.workspace) ? call : { ...call, workspace, path: `/repos/${workspace}` }, id];
}

function sidesOf(call: GithubCall, issueId: string, relation: IssueRelation) {
  const { type, target } = checkRelation(relation, call.operation, 'github');
  const kept = KEPT[type];
  if (!kept) {
    const why =
      type === 'duplicates' ? 'only as the reason for closing an issue' : 'only as a reference (#12) in a text';
    throw unsupported(call, `GitHub has '${type}' ${why}`);
  }
  const [list, atTarget] = kept;
  issuePath(call, issueId);
  const here: Place = [call, issueId];
  const there = placeOf(call, target, 'target');
  return { list, holder: atTarget ? there : here, other: atTarget ? here : there };
}

async function write(holder: Place, list: string, id: number, more?: object): Promise<void> {
  const body = { [list === BLOCKERS ? 'issue_id' : 'sub_issue_id']: id, ...more };
  try {
    await holder[0].send({ method: 'POST', path: `${issuePath(...holder)}/${list}`, body, schema: zWireIssue });
  } catch (error) {
    // A link that is there already is refused with a sentence that GitHub does not promise.
    if (!(await isLinked(error, holder, list, id))) throw error;
  }
}

async function erase(holder: Place, list: string, id: number): Promise<void> {
  const path = issuePath(...holder);
  const request =
    list === BLOCKERS ? { path: `${path}/${list}/${id}` } : { path: `${path}/sub_issue`, body: { sub_issue_id: id } };
  try {
    await holder[0].send({ ...request, method: 'DELETE' });
  } catch (error) {
    if (await isLinked(error, holder, list, id)) throw error;
  }
}

/** Whether a link is there, after GitHub has refused to write it; another error is thrown again. */
async function isLinked(error: unknown, holder: Place, list: string, id: number): Promise<boolean> {
  if (!isTrackerError(error, 'rejected') && !isTrackerError(error, 'not_found')) throw error;
  const wires = await unlessGone(linked(holder, list));
  if (wires) return wires.some((wire) => wire.id === id);
  // If the issue can be read and its list cannot, there are no such lists.
  await readIssue(...holder);
  throw unsupported(holder[0], `this server has no ${list}; an older Enterprise Server lacks them`);
}

/** Whether two refs point at one issue. @internal */
export function isSame(a: ExternalRef, b: ExternalRef): boolean {
  return a.id === b.id && isSameRepository(a.workspace, b.workspace);
}
