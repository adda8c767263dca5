import type { Words } from '../../contracts/adapter/word-map.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import type { GithubContext, GithubWords } from './options.js';
import type { WireIssue } from './wire.js';

const CANCELED: ReadonlySet<string> = /* @__PURE__ */ new Set(['not_planned', 'duplicate']);

// Names of issue types are an organisation's own; these are GitHub's defaults and the usual others, folded.
const TYPES: ReadonlyMap<string, IssueType> = /* @__PURE__ */ new Map<string, IssueType>([
  ['bug', 'bug'],
  ['feature', 'story'],
  ['story', 'story'],
  ['userstory', 'story'],
  ['task', 'task'],
  ['epic', 'epic'],
  ['chore', 'chore'],
  ['subtask', 'subtask'],
]);

/** What a mapping needs to know of the adapter. @internal */
export type Naming = Pick<GithubContext, 'workspace' | 'words'>;

/**
 * An issue as GitHub sends it in the canonical form.
 *
 * `ref.id` is the number: it never changes within a repository (a transfer makes a new issue), it is what every REST path
 * takes, and the global `id` cannot be looked up. `revision` is null, because GitHub takes no precondition on a write.
 * What GitHub has no field for comes from the labels that the options name; any other label is nobody's promise.
 *
 * @internal
 */
export function toIssue(wire: WireIssue, { workspace, words }: Naming, raw: boolean): Issue {
  const { statuses, priorities } = words;
  const all = labelsOf(wire);
  const closed = toClosedStatus(wire);
  const statusLabel = closed ? undefined : leading(statuses, all);
  return {
    ref: toRef(workspace, String(wire.number), wire.html_url),
    // A title of white space that GitHub let pass would make the issue none of ours.
    title: wire.title.trim() === '' ? `#${wire.number}` : wire.title,
    body: unmarkBody(wire.body ?? null).body,
    status: closed ?? statuses.meaningOf(statusLabel) ?? 'todo',
    statusName: statusLabel ?? (closed ? wire.state_reason : null) ?? wire.state,
    issueType: toIssueType(wire.type?.name, all, words),
    priority: priorities.meaningOf(leading(priorities, all)) ?? null,
    assignees: loginsOf(wire),
    labels: freeLabels(all, words),
    parent: toParent(wire, workspace),
    links: [],
    customFields: {},
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
    revision: null,
    visibility: 'public',
    raw: raw ? wire : null,
  };
}

/** The names of an issue's labels, once each, in byte order. @internal */
export function labelsOf({ labels }: Pick<WireIssue, 'labels'>): string[] {
  const names: string[] = [];
  for (const label of labels) add(names, typeof label === 'string' ? label : label.name);
  return sorted(names);
}

/** The logins of an issue's assignees, once each, in byte order. @internal */
export function loginsOf({ assignees }: Partial<WireIssue>): string[] {
  const names: string[] = [];
  for (const user of assignees ?? []) add(names, user?.login);
  return sorted(names);
}

/** The labels that say nothing that the canonical form has a field for. @internal */
export function freeLabels(labels: readonly string[], { statuses, priorities }: GithubWords): readonly string[] {
  if (statuses.all.length + priorities.all.length === 0) return labels;
  return labels.filter((label) => (statuses.meaningOf(label) ?? priorities.meaningOf(label)) === undefined);
}

/** What the name of an issue type means; undefined when nobody said. @internal */
export function meaningOfType(name: string, { types }: GithubWords): IssueType | undefined {
  return types.meaningOf(name) ?? TYPES.get(name.toLowerCase().replace(/[\s_-]+/g, ''));
}

/** The kind of work: the issue type where it is known, else a label that says `bug`. @internal */
export function toIssueType(name: string | undefined, labels: readonly string[], words: GithubWords): IssueType {
  const known = name === undefined ? undefined : meaningOfType(name, words);
  return known ?? (labels.some((label) => label.toLowerCase() === 'bug') ? 'bug' : 'task');
}

/** Whether GitHub says a status by closing the issue. @internal */
export function isClosedStatus(status: unknown): status is 'done' | 'canceled' {
  return status === 'done' || status === 'canceled';
}

/** The status of a closed issue; undefined for an open one. @internal */
export function toClosedStatus({ state, state_reason }: Partial<WireIssue>): IssueStatus | undefined {
  if (state !== 'closed') return undefined;
  return CANCELED.has(state_reason ?? '') ? 'canceled' : 'done';
}

/**
 * `owner/repo` at the end of an API address such as `…/repos/acme/widgets`; undefined for an address by repository id.
 *
 * @internal
 */
export function repositoryAt(url: string | null | undefined): string | undefined {
  return url?.match(/\/repos\/([^/]+\/[^/]+)/)?.[1];
}

/** Whether two `owner/repo` mean one repository: GitHub ignores case in both. @internal */
export function isSameRepository(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** What points at an issue. @internal */
export function toRef(workspace: string, id: string, url: string): ExternalRef {
  return { system: 'github', workspace, id, key: `#${id}`, url };
}

/** Names of labels and people as GitHub tells them apart: without case. @internal */
export function fold(name: string): string {
  return name.trim().toLowerCase();
}

/** The label that comes first in the configured map, of those that are on an issue. */
function leading(words: Words<unknown>, labels: readonly string[]): string | undefined {
  for (const word of words.all) {
    const found = labels.find((label) => fold(label) === fold(word));
    // An open issue is not done, whatever its labels say.
    if (found !== undefined && !isClosedStatus(words.meaningOf(word))) return found;
  }
  return undefined;
}

function toParent({ parent_issue_url, repository_url, html_url }: WireIssue, workspace: string): ExternalRef | null {
  const id = parent_issue_url?.match(/\/issues\/(\d+)$/)?.[1];
  const repository = repositoryAt(parent_issue_url);
  if (id === undefined || repository === undefined) return null;
  // After a rename the API says the new name and the adapter's workspace is still the old one.
  const own = isSameRepository(repository, repositoryAt(repository_url) ?? workspace);
  const url = html_url.replace(/[^/]+\/[^/]+\/issues\/\d+$/, () => `${repository}/issues/${id}`);
  return toRef(own ? workspace : repository, id, url);
}

function add(names: string[], name: string | null | undefined): void {
  if (name && !names.includes(name)) names.push(name);
}

function sorted(names: string[]): string[] {
  return names.length > 1 ? names.sort(compareUtf8) : names;
}
