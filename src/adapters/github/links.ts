import { checkInput } from '../../contracts/adapter/check-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type GithubCall, invalid, isRepository, unsupported } from './call.js';
import { issuePath, readIssue } from './issues.js';
import { isSameRepository, repositoryAt, toIssue, toRef } from './map.js';
import { allOf, pagesOf } from './pages.js';
import { type WireIssue, zWireIssue, zWireIssues } from './wire.js';

/** An issue of any repository of the server: a call in that repository, and the number. */
type Place = readonly [call: GithubCall, id: string];

const SUB_ISSUES = 'sub_issues';
const BLOCKERS = 'dependencies/blocked_by';

/** Which list holds a link, and whether it is the target's list. */
const KEPT: Readonly<Partial<Record<LinkType, readonly [list: string, atTarget: boolean]>>> = {
  parent_of: [SUB_ISSUES, false],
  child_of: [SUB_ISSUES, true],
  blocked_by: [BLOCKERS, false],
  blocks: [BLOCKERS, true],
};

/** The lists of an issue, with where its summary counts them. */
const READ: readonly (readonly [list: string, type: LinkType, summary: keyof WireIssue, count: string])[] = [
  [SUB_ISSUES, 'parent_of', 'sub_issues_summary', 'total'],
  [BLOCKERS, 'blocked_by', 'issue_dependencies_summary', 'total_blocked_by'],
  ['dependencies/blocking', 'blocks', 'issue_dependencies_summary', 'total_blocking'],
];

/**
 * The links of an issue, read from its side: its parent, its sub-issues, what blocks it and what it blocks. A list is only
 * asked for where the issue's summary does not say that it is empty.
 *
 * @internal
 */
export async function listLinks(call: GithubCall, issueId: string): Promise<readonly IssueRelation[]> {
  const wire = await readIssue(call, issueId);
  const { parent } = toIssue(wire, call, false);
  const links: IssueRelation[] = parent ? [{ type: 'child_of', target: parent }] : [];
  for (const [list, type, summary, count] of READ) {
    if ((Object(wire[summary]) as Record<string, unknown>)[count] === 0) continue;
    // The issue was read a moment ago: a server without the list has no such links.
    const others = (await unlessGone(linked([call, issueId], list))) ?? [];
    links.push(...others.map((other) => ({ type, target: refOf(other, call) })));
  }
  return links;
}

/** Adds a link. @internal */
export async function addLink(call: GithubCall, issueId: string, relation: IssueRelation): Promise<void> {
  const { list, holder, other } = sidesOf(call, issueId, relation);
  await write(holder, list, (await readIssue(...other)).id);
}

/** Removes a link. @internal */
export async function removeLink(call: GithubCall, issueId: string, relation: IssueRelation): Promise<void> {
  const { list, holder, other } = sidesOf(call, issueId, relation);
  const wire = await unlessGone(readIssue(...other));
  if (wire) await erase(holder, list, wire.id);
}

/** Makes an issue part of another in place of the one it is part of, or of none. @internal */
export async function setParent(call: GithubCall, wire: WireIssue, parent: ExternalRef | null): Promise<WireIssue> {
  const before = toIssue(wire, call, false).parent;
  if (before?.id === parent?.id && isSameRepository(before?.workspace ?? '', parent?.workspace ?? '')) return wire;
  if (parent) await write(placeOf(call, parent, 'parent'), SUB_ISSUES, wire.id, { replace_parent: true });
  else if (before) await erase(placeOf(call, before, 'parent'), SUB_ISSUES, wire.id);
  return readIssue(call, String(wire.number));
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
  const { type, target } = checkInput(zIssueRelation, relation, call.operation, 'github');
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
    if (await unlessGone(isLinked(error, holder, list, id))) throw error;
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

function linked(holder: Place, list: string): Promise<WireIssue[]> {
  const path = `${issuePath(...holder)}/${list}`;
  return allOf(pagesOf(holder[0], { path, schema: zWireIssues, toItems: (wires) => wires }));
}

/** What was asked for; undefined where GitHub says that it is not there. */
async function unlessGone<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return undefined;
    throw error;
  }
}

function refOf({ number, html_url, repository_url }: WireIssue, { workspace }: GithubCall): ExternalRef {
  const repository = repositoryAt(repository_url) ?? workspace;
  return toRef(isSameRepository(repository, workspace) ? workspace : repository, String(number), html_url);
}
