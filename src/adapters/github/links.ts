import type { ExternalRef } from '../../contracts/external-ref.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import { ContractError } from '../../errors/contract-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { failed, type GithubCall } from './call.js';
import { issuePath, readIssue } from './issues.js';
import { isSameRepository, repositoryAt, toIssue, toRef } from './map.js';
import { allOf, pagesOf } from './pages.js';
import { type WireIssue, zWireIssue, zWireIssues } from './wire.js';

/** An issue of any repository of the server: a call in that repository, and the number. @internal */
export type Place = readonly [call: GithubCall, id: string];

/** @internal */
export const SUB_ISSUES = 'sub_issues';
/** @internal */
export const BLOCKERS = 'dependencies/blocked_by';

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
  const links: IssueRelation[] = [];
  const parent = await parentOf(call, wire);
  if (parent) links.push({ type: 'child_of', target: parent });
  for (const [list, type, summary, count] of READ) {
    const counted = (Object(wire[summary]) as Record<string, unknown>)[count];
    if (counted === 0) continue;
    const asked = linked([call, issueId], list);
    // A server without the list counts nothing in it. Where there is a number, a list that is not found is a fault.
    const others = typeof counted === 'number' ? await asked : ((await unlessGone(asked)) ?? []);
    links.push(...others.map((other) => ({ type, target: refOf(call, other, wire) })));
  }
  return links;
}

/** The issues in a list of links. @internal */
export function linked(holder: Place, list: string): Promise<WireIssue[]> {
  const path = `${issuePath(...holder)}/${list}`;
  return allOf(pagesOf(holder[0], { path, schema: zWireIssues, toItems: (wires) => wires }));
}

/** What was asked for; undefined where GitHub says that it is not there. @internal */
export async function unlessGone<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return undefined;
    throw error;
  }
}

/** What an issue is part of. @internal */
export async function parentOf(call: GithubCall, wire: WireIssue): Promise<ExternalRef | null> {
  const { parent } = toIssue(wire, call, false);
  if (parent || !wire.parent_issue_url) return parent;
  // An address that says no repository's name.
  const path = `${issuePath(call, String(wire.number))}/parent`;
  return refOf(call, (await call.send({ path, schema: zWireIssue })).body, wire);
}

/** What points at another issue. After a rename GitHub says the new name, and the adapter's is still the old one. */
function refOf(call: GithubCall, { number, html_url, repository_url }: WireIssue, from: WireIssue): ExternalRef {
  const { workspace } = call;
  const repository = repositoryAt(repository_url) ?? /([^/]+\/[^/]+)\/[a-z]+\/\d+$/.exec(html_url)?.[1];
  if (repository === undefined) throw failed(call, ContractError, `a linked issue, #${number}, has no repository`);
  const isOwn = [workspace, repositoryAt(from.repository_url)].some((own) => isSameRepository(repository, own ?? ''));
  return toRef(isOwn ? workspace : repository, String(number), html_url);
}
