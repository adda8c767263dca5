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
  const decisive = decisiveLabel(wire, labels, words);
  return {
    ref: toRef(workspace, wire),
    // A title of white space that GitLab let pass would make the issue none of ours.
    title: wire.title.trim() === '' ? `#${wire.iid}` : wire.title,
    body: text === null ? null : read(text),
    status: words.status.meaningOf(decisive) ?? statusOf(wire),
    statusName: decisive ?? wire.state,
    issueType: toIssueType(wire, labels, words),
    priority: toPriority(labels, words),
    assignees: wire.assignees ? sorted(wire.assignees.map(idOf)) : [],
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

const isClosed = ({ state }: WireIssue) => state === 'closed';

// Open or closed first: a label refines that and never contradicts it.
function decisiveLabel(wire: WireIssue, labels: readonly string[], { status: words }: GitlabWords): string | undefined {
  if (words.all.length === 0) return undefined;
  return labels.find((label) => {
    const status = words.meaningOf(label);
    return status !== undefined && isClosing(status) === isClosed(wire);
  });
}

function statusOf(wire: WireIssue): IssueStatus {
  if (!isClosed(wire)) return 'todo';
  return wire.moved_to_id ? 'canceled' : 'done';
}

/** @internal */
export function toIssueType(
  { issue_type }: Pick<WireIssue, 'issue_type'>,
  labels: readonly string[],
  { type: words }: Pick<GitlabWords, 'type'>,
): IssueType {
  if (words.all.length > 0) {
    for (const word of [...labels, issue_type]) {
      const found = words.meaningOf(word);
      if (found) return found;
    }
  }
  return ISSUE_TYPES.get(issue_type ?? 'issue') ?? 'task';
}

function toPriority(labels: readonly string[], { priority: words }: GitlabWords): Priority | null {
  if (words.all.length === 0) return null;
  const found = labels.flatMap((label) => words.meaningOf(label) ?? []);
  return found.length === 0 ? null : (Math.min(...found) as Priority);
}

// gitlab.com says `Z`; a self-managed server may say an offset of its own.
function toUtc(time: string): string {
  return time.endsWith('Z') ? time : new Date(time).toISOString();
}

// Nearly always so already: to see it costs less than to sort.
function sorted(names: string[]): string[] {
  const isSorted = names.every((name, at) => at === 0 || compareUtf8(names[at - 1] as string, name) < 0);
  return isSorted ? names : [...new Set(names)].sort(compareUtf8);
}

const idOf = ({ id }: { readonly id: number }) => String(id);
