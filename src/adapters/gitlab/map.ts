import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { type BodyReader, bodyReader } from './body.js';
import { type GitlabWords, LABELS } from './context.js';
import type { WireIssue, WireNote } from './wire.js';

/** GitLab's own types of issue. The names are fixed, unlike those of labels. @internal */
export const ISSUE_TYPES: ReadonlyMap<string, IssueType> = /* @__PURE__ */ new Map<string, IssueType>([
  ['issue', 'task'],
  ['task', 'subtask'],
  ['incident', 'bug'],
  ['ticket', 'task'],
  ['test_case', 'task'],
  ['requirement', 'story'],
  ['epic', 'epic'],
]);

/** Fields that the canonical model has no place for and GitLab writes as it reads them, with what clears them. @internal */
export const CUSTOM_FIELDS: Readonly<Record<string, unknown>> = { due_date: '', milestone_id: 0, weight: undefined };

/**
 * An issue as GitLab sends it in the canonical form.
 *
 * `ref.id` is the `iid`: it never changes within the project, and every REST path takes it. `revision` is null, because
 * GitLab takes no precondition on the write of an issue.
 *
 * @internal
 */
export function toIssue(
  { workspace, words }: { readonly workspace: string; readonly words: GitlabWords },
  wire: WireIssue,
  read: BodyReader,
  raw = false,
): Issue {
  const labels = sorted(wire.labels.map(labelOf));
  const text = textOf(wire.description);
  return {
    ref: toRef(workspace, wire),
    // A title of white space that GitLab let pass would make the issue none of ours.
    title: wire.title.trim() === '' ? `#${wire.iid}` : wire.title,
    body: text === null ? null : read(text),
    ...toStatus(wire, labels, words),
    issueType: toIssueType(wire, labels, words),
    priority: toPriority(labels, words),
    assignees: sorted((wire.assignees ?? []).map(({ id }) => String(id))),
    labels,
    parent: null,
    links: [],
    customFields: toCustomFields(wire),
    createdAt: toUtc(wire.created_at),
    updatedAt: toUtc(wire.updated_at),
    revision: null,
    visibility: wire.confidential ? 'restricted' : 'public',
    raw: raw ? wire : null,
  };
}

type Reader = Parameters<typeof toIssue>[0];

/** A page of issues. @internal */
export async function toIssues(context: Reader, wires: readonly WireIssue[], raw?: boolean): Promise<Issue[]> {
  const read = await bodyReader(wires);
  return wires.map((wire) => toIssue(context, wire, read, raw));
}

/** @internal */
export async function readIssue(context: Reader, wire: WireIssue, raw?: boolean): Promise<Issue> {
  return toIssue(context, wire, await bodyReader([wire]), raw);
}

/** @internal */
export function toRef(workspace: string, { iid, web_url }: Pick<WireIssue, 'iid' | 'web_url'>): ExternalRef {
  return { system: 'gitlab', workspace, id: String(iid), key: `#${iid}`, url: web_url };
}

/** @internal */
export function toComment(wire: WireNote, read: BodyReader): IssueComment {
  return {
    id: String(wire.id),
    body: read(textOf(wire.body) ?? ''),
    author: wire.author ? String(wire.author.id) : null,
    createdAt: toUtc(wire.created_at),
    updatedAt: toUtc(wire.updated_at),
    visibility: (wire.internal ?? wire.confidential) ? 'restricted' : 'public',
  };
}

/** Whether a status belongs to a closed issue. @internal */
export function isClosing(status: IssueStatus): boolean {
  return status === 'done' || status === 'canceled';
}

function toCustomFields({ due_date, milestone, weight }: WireIssue): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (due_date) found.due_date = due_date;
  if (milestone) found.milestone_id = milestone.id;
  if (typeof weight === 'number') found.weight = weight;
  return found;
}

function textOf(text: string | null | undefined): string | null {
  return unmarkBody(text || null).body;
}

// Most labels hold no code: a glance tells, and a pattern would look at every character.
function labelOf(name: string): string {
  return name.includes('%') ? LABELS.decode(name) : name;
}

// Open or closed first: a label refines that and never contradicts it.
function toStatus(
  { state, moved_to_id }: WireIssue,
  labels: readonly string[],
  { status: words }: GitlabWords,
): Pick<Issue, 'status' | 'statusName'> {
  const isClosed = state === 'closed';
  for (const label of words.all.length > 0 ? labels : []) {
    const status = words.meaningOf(label);
    if (status && isClosing(status) === isClosed) return { status, statusName: label };
  }
  const closed = moved_to_id ? 'canceled' : 'done';
  return { status: isClosed ? closed : 'todo', statusName: state };
}

/** @internal */
export function toIssueType(
  { issue_type }: Pick<WireIssue, 'issue_type'>,
  labels: readonly string[],
  { type: words }: Pick<GitlabWords, 'type'>,
): IssueType {
  for (const word of words.all.length > 0 ? [...labels, issue_type] : []) {
    const found = words.meaningOf(word);
    if (found) return found;
  }
  return ISSUE_TYPES.get(issue_type ?? 'issue') ?? 'task';
}

function toPriority(labels: readonly string[], { priority: words }: GitlabWords): Priority | null {
  const found = labels.flatMap((label) => words.meaningOf(label) ?? []);
  return found.length === 0 ? null : (Math.min(...found) as Priority);
}

// gitlab.com says `Z`; a self-managed server may say an offset of its own.
function toUtc(time: string): string {
  return time.endsWith('Z') ? time : new Date(time).toISOString();
}

function sorted(names: readonly string[]): string[] {
  return names.length > 1 ? [...new Set(names)].sort(compareUtf8) : [...names];
}
