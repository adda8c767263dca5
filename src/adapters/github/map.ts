import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
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

/**
 * An issue as GitHub sends it in the canonical form.
 *
 * `ref.id` is the number: it never changes within a repository (a transfer makes a new issue), it is what every REST path
 * takes, and the global `id` cannot be looked up. `revision` is null, because GitHub takes no precondition on a write.
 * `priority` is null, because GitHub has none and a label is nobody's promise.
 *
 * @internal
 */
export function toIssue(wire: WireIssue, workspace: string, raw: boolean): Issue {
  const labels = sorted(wire.labels, labelName);
  return {
    ref: toRef(workspace, String(wire.number), wire.html_url),
    // A title of white space that GitHub let pass would make the issue none of ours.
    title: wire.title.trim() === '' ? `#${wire.number}` : wire.title,
    body: wire.body ?? null,
    status: toStatus(wire),
    statusName: (wire.state === 'closed' ? wire.state_reason : null) ?? wire.state,
    issueType: toIssueType(wire.type?.name, labels),
    priority: null,
    assignees: sorted(wire.assignees ?? [], login),
    labels,
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

function toRef(workspace: string, id: string, url: string): ExternalRef {
  return { system: 'github', workspace, id, key: `#${id}`, url };
}

function toStatus({ state, state_reason }: WireIssue): IssueStatus {
  if (state !== 'closed') return 'todo';
  return CANCELED.has(state_reason ?? '') ? 'canceled' : 'done';
}

function toIssueType(name: string | undefined, labels: readonly string[]): IssueType {
  const folded = name === undefined ? undefined : TYPES.get(name.toLowerCase().replace(/[\s_-]+/g, ''));
  return folded ?? (labels.some((label) => label.toLowerCase() === 'bug') ? 'bug' : 'task');
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

function labelName(label: WireIssue['labels'][number]): string | null | undefined {
  return typeof label === 'string' ? label : label.name;
}

function login(user: { readonly login: string } | null): string | undefined {
  return user?.login;
}

function sorted<Item>(items: readonly Item[], nameOf: (item: Item) => string | null | undefined): string[] {
  const names: string[] = [];
  for (const item of items) {
    const name = nameOf(item);
    if (name && !names.includes(name)) names.push(name);
  }
  return names.length > 1 ? names.sort(compareUtf8) : names;
}
