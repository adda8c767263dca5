import type { CallOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import { type IssueRelation, type LinkType, zIssueRelation } from '../../contracts/issue-link.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type Call, issuePath, readIssue } from './issues.js';
import { isSameRepository, repositoryAt, toIssue, toRef } from './map.js';
import type { GithubContext } from './options.js';
import { allOf, pagesOf } from './pages.js';
import { invalid, unsupported } from './refusals.js';
import { type WireIssue, zSentIssue, zSentIssues } from './wire.js';

/** An issue of any repository of the server. */
interface Place {
  readonly context: GithubContext;
  readonly id: string;
}

/** A list that GitHub keeps at one issue, and what to tell it. */
interface LinkList {
  /** Below the issue's path. */
  readonly list: string;
  /** What the id of the other issue is called when it is added. */
  readonly member: string;
  /** How one is removed, below the issue's path. */
  readonly removal: (id: number) => { readonly below: string; readonly body?: Readonly<Record<string, unknown>> };
}

const SUB_ISSUES: LinkList = {
  list: 'sub_issues',
  member: 'sub_issue_id',
  removal: (id) => ({ below: 'sub_issue', body: { sub_issue_id: id } }),
};
const BLOCKERS: LinkList = {
  list: 'dependencies/blocked_by',
  member: 'issue_id',
  removal: (id) => ({ below: `dependencies/blocked_by/${id}` }),
};

/** Which list holds a link, and whether it is kept at the target. */
const KEPT: Readonly<Partial<Record<LinkType, readonly [list: LinkList, atTarget: boolean]>>> = {
  parent_of: [SUB_ISSUES, false],
  child_of: [SUB_ISSUES, true],
  blocked_by: [BLOCKERS, false],
  blocks: [BLOCKERS, true],
};

/** The lists of an issue, with where its summary counts them. */
const READ: readonly (readonly [list: string, type: LinkType, summary: keyof WireIssue, count: string])[] = [
  ['sub_issues', 'parent_of', 'sub_issues_summary', 'total'],
  ['dependencies/blocked_by', 'blocked_by', 'issue_dependencies_summary', 'total_blocked_by'],
  ['dependencies/blocking', 'blocks', 'issue_dependencies_summary', 'total_blocking'],
];

/**
 * The links of an issue, read from its side: its parent, its sub-issues, what blocks it and what it blocks. A list is only
 * asked for where the issue's summary does not say that it is empty.
 *
 * @internal
 */
export async function listLinks(
  context: GithubContext,
  issueId: string,
  { signal }: CallOptions = {},
): Promise<readonly IssueRelation[]> {
  const call: Call = { operation: 'links.list', signal };
  const wire = await readIssue(context, issueId, call);
  const { parent } = toIssue(wire, context, false);
  const links: IssueRelation[] = parent ? [{ type: 'child_of', target: parent }] : [];
  for (const [list, type, summary, count] of READ) {
    if ((Object(wire[summary]) as Record<string, unknown>)[count] === 0) continue;
    // The issue was read a moment ago: a server without the list has no such links.
    for (const other of (await unlessGone(linked({ context, id: issueId }, list, call))) ?? []) {
      links.push({ type, target: refOf(other, context) });
    }
  }
  return links;
}

/** Adds a link. @internal */
export async function addLink(
  context: GithubContext,
  issueId: string,
  relation: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'links.add', signal };
  const { list, holder, other } = sidesOf(context, issueId, relation, call);
  const { id } = await readIssue(other.context, other.id, call);
  await write(holder, list, id, call, {});
}

/** Removes a link. @internal */
export async function removeLink(
  context: GithubContext,
  issueId: string,
  relation: IssueRelation,
  { signal }: CallOptions = {},
): Promise<void> {
  const call: Call = { operation: 'links.remove', signal };
  const { list, holder, other } = sidesOf(context, issueId, relation, call);
  const wire = await unlessGone(readIssue(other.context, other.id, call));
  if (wire) await erase(holder, list, wire.id, call);
}

/** Makes an issue part of another in place of the one it is part of, or of none. @internal */
export async function setParent(
  context: GithubContext,
  call: Call,
  wire: WireIssue,
  parent: ExternalRef | null,
): Promise<WireIssue> {
  const before = toIssue(wire, context, false).parent;
  const isSame = before?.id === parent?.id && isSameRepository(before?.workspace ?? '', parent?.workspace ?? '');
  if (isSame) return wire;
  if (parent) {
    await write(place(context, parent, call.operation, 'parent'), SUB_ISSUES, wire.id, call, { replace_parent: true });
  } else if (before) {
    await erase(place(context, before, call.operation, 'parent'), SUB_ISSUES, wire.id, call);
  }
  return readIssue(context, String(wire.number), call);
}

/** Where a ref leads to, if that is an issue of this server. @internal */
export function place(context: GithubContext, ref: ExternalRef, operation: string, where: string): Place {
  const { system, workspace, id } = ref;
  if (system !== 'github' || !/^[\w.-]+\/[\w.-]+$/.test(workspace)) {
    throw invalid(operation, where, 'expected an issue at GitHub, its workspace as owner/repo');
  }
  issuePath(context, id, operation, `${where}.id`);
  const isOwn = isSameRepository(workspace, context.workspace);
  return { context: isOwn ? context : { ...context, workspace, path: `/repos/${workspace}` }, id };
}

function sidesOf(context: GithubContext, issueId: string, relation: IssueRelation, { operation }: Call) {
  const { type, target } = checkInput(zIssueRelation, relation, operation, 'github');
  const kept = KEPT[type];
  if (!kept) {
    const instead =
      type === 'duplicates'
        ? 'GitHub has it only as the reason for which an issue is closed'
        : 'GitHub has no such link; name the other issue (#12) in a body or a comment';
    throw unsupported(operation, `'${type}': ${instead}`);
  }
  const [list, atTarget] = kept;
  issuePath(context, issueId, operation, 'issueId');
  const here: Place = { context, id: issueId };
  const there = place(context, target, operation, 'target');
  return { list, holder: atTarget ? there : here, other: atTarget ? here : there };
}

async function write(holder: Place, { list, member }: LinkList, id: number, call: Call, more: object): Promise<void> {
  const path = `${pathOf(holder, call)}/${list}`;
  const body = { [member]: id, ...more };
  try {
    await holder.context.http.send({ ...call, method: 'POST', path, body, schema: zSentIssue });
  } catch (error) {
    // A link that is there already is refused with a sentence that GitHub does not promise.
    if (!(await isLinked(error, holder, list, id, call))) throw error;
  }
}

async function erase(holder: Place, { list, removal }: LinkList, id: number, call: Call): Promise<void> {
  const { below, ...rest } = removal(id);
  try {
    await holder.context.http.send({ ...call, method: 'DELETE', path: `${pathOf(holder, call)}/${below}`, ...rest });
  } catch (error) {
    if (await unlessGone(isLinked(error, holder, list, id, call))) throw error;
  }
}

/** Whether a link is there, after GitHub has refused to write it; another error is thrown again. */
async function isLinked(error: unknown, holder: Place, list: string, id: number, call: Call): Promise<boolean> {
  if (!isTrackerError(error, 'rejected') && !isTrackerError(error, 'not_found')) throw error;
  const wires = await unlessGone(linked(holder, list, call));
  if (wires) return wires.some((wire) => wire.id === id);
  // If the issue can be read and its list cannot, there are no such lists.
  await readIssue(holder.context, holder.id, call);
  throw unsupported(call.operation, `this server has no ${list} of an issue; an older Enterprise Server lacks them`);
}

function linked(holder: Place, list: string, { operation, signal }: Call): Promise<WireIssue[]> {
  const path = `${pathOf(holder, { operation })}/${list}`;
  return allOf(pagesOf(holder.context, { operation, path, schema: zSentIssues, toItems: (wires) => wires, signal }));
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

function pathOf({ context, id }: Place, { operation }: Call): string {
  return issuePath(context, id, operation);
}

function refOf({ number, html_url, repository_url }: WireIssue, { workspace }: GithubContext): ExternalRef {
  const repository = repositoryAt(repository_url) ?? workspace;
  return toRef(isSameRepository(repository, workspace) ? workspace : repository, String(number), html_url);
}
