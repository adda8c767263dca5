import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import type { WordMap } from '../../contracts/adapter/word-map.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { type BodyReader, bodyReader } from './body.js';
import type { RedmineContext, RedmineWords } from './context.js';
import type { WireIssue, WireJournal, WireNamed, WireRelation, WireStatus } from './wire.js';

/** The priorities that Redmine is installed with, in English. @internal */
export const PRIORITIES: WordMap<Priority> = { Immediate: 0, Urgent: 1, High: 2, Normal: 3, Low: 4 };

/** Trackers that Redmine is installed with, and usual ones. @internal */
export const TYPES: WordMap<IssueType> = {
  Bug: 'bug',
  Feature: 'story',
  Story: 'story',
  'User story': 'story',
  Task: 'task',
  Support: 'chore',
  Chore: 'chore',
  Epic: 'epic',
  Subtask: 'subtask',
  'Sub-task': 'subtask',
};

/** What names of statuses usually say, of open ones. */
const OPEN: readonly (readonly [RegExp, IssueStatus])[] = [
  [/progress|doing|develop/i, 'in_progress'],
  [/resolved|feedback|review|test/i, 'in_review'],
  [/block|hold|wait/i, 'blocked'],
];

/** Fields that the canonical model has no place for and Redmine writes as it reads them. @internal */
export const OTHER_FIELDS = ['start_date', 'due_date', 'done_ratio', 'estimated_hours', 'fixed_version_id'] as const;

type MapContext = Pick<RedmineContext, 'workspace' | 'server' | 'words' | 'labels'>;
/** What {@link toIssues} needs. @internal */
export type ReaderContext = MapContext & Pick<RedmineContext, 'textFormatting'>;

/**
 * An issue as Redmine sends it in the canonical form. `revision` is null: no answer of the API tells the `lock_version`.
 *
 * @internal
 */
export function toIssue(context: MapContext, wire: WireIssue, read: BodyReader, raw = false): Issue {
  const { id, subject, status, assigned_to, parent, relations } = wire;
  const { words } = context;
  return {
    ref: toRef(context, id),
    title: subject.trim() === '' ? `#${id}` : subject,
    body: textOf(wire.description, read),
    status: toStatus(status, words),
    statusName: status.name,
    issueType: toIssueType(wire.tracker, words),
    priority: toPriority(wire.priority, words),
    assignees: assigned_to ? [String(assigned_to.id)] : [],
    labels: labelsOf(context, wire),
    parent: parent ? toRef(context, parent.id) : null,
    links: relations ? relations.flatMap((relation) => toLink(context, id, relation) ?? []) : [],
    customFields: toCustomFields(context, wire),
    createdAt: wire.created_on,
    updatedAt: wire.updated_on,
    revision: null,
    visibility: wire.is_private ? 'restricted' : 'public',
    raw: raw ? wire : null,
  };
}

/** A page of issues. @internal */
export async function toIssues(context: ReaderContext, wires: readonly WireIssue[], raw?: boolean): Promise<Issue[]> {
  const read = await bodyReader(context, wires);
  return wires.map((wire) => toIssue(context, wire, read, raw));
}

/** @internal */
export async function readIssue(context: ReaderContext, wire: WireIssue, raw?: boolean): Promise<Issue> {
  return toIssue(context, wire, await bodyReader(context, [wire]), raw);
}

/** @internal */
export function toRef({ workspace, server }: Pick<RedmineContext, 'workspace' | 'server'>, id: number): ExternalRef {
  return { system: 'redmine', workspace, id: String(id), key: `#${id}`, url: `${server}/issues/${id}` };
}

/** @internal */
export function toComment(wire: WireJournal, read: BodyReader): IssueComment {
  return {
    id: String(wire.id),
    body: textOf(wire.notes, read) ?? '',
    author: wire.user ? String(wire.user.id) : null,
    createdAt: wire.created_on,
    // Before 6.0 nothing tells when a note was changed.
    updatedAt: wire.updated_on ?? null,
    visibility: wire.private_notes ? 'restricted' : 'public',
  };
}

/** Whether a status belongs to a closed issue. @internal */
export function isClosing(status: IssueStatus): boolean {
  return status === 'done' || status === 'canceled';
}

/**
 * Closed or not first, which every status says of itself; then what the host says of its name, where that does not
 * contradict it; then what the name usually means.
 *
 * @internal
 */
export function toStatus(
  { id, name, is_closed }: WireStatus,
  { status: words }: Pick<RedmineWords, 'status'>,
): IssueStatus {
  const said = words.meaningOf(name) ?? words.meaningOf(String(id));
  if (said && isClosing(said) === is_closed) return said;
  if (is_closed) return /reject|cancel|won.?t/i.test(name) ? 'canceled' : 'done';
  return OPEN.find(([pattern]) => pattern.test(name))?.[1] ?? 'todo';
}

/** @internal */
export function toIssueType({ id, name }: WireNamed, { type: words }: Pick<RedmineWords, 'type'>): IssueType {
  return words.meaningOf(name) ?? words.meaningOf(String(id)) ?? 'task';
}

/** @internal */
export function toPriority(
  { id, name }: WireNamed,
  { priority: words }: Pick<RedmineWords, 'priority'>,
): Priority | null {
  return words.meaningOf(name) ?? words.meaningOf(String(id)) ?? null;
}

/** @internal */
export function labelsOf({ labels }: Pick<RedmineContext, 'labels'>, wire: WireIssue): readonly string[] {
  if (!labels) return wire.category ? [wire.category.name] : [];
  const field = wire.custom_fields?.find(({ id }) => id === labels.customField);
  const names = [field?.value ?? []].flat().filter((name) => typeof name === 'string' && name.trim() !== '');
  return [...new Set(names as string[])].sort(compareUtf8);
}

function toCustomFields({ labels }: MapContext, wire: WireIssue): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of OTHER_FIELDS) {
    const value = name === 'fixed_version_id' ? wire.fixed_version?.id : wire[name];
    if (value !== undefined && value !== null) found[name] = value;
  }
  for (const { id, value } of wire.custom_fields ?? []) {
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (id !== labels?.customField && !isEmpty) found[`cf_${id}`] = value;
  }
  return found;
}

/** Redmine's types of relation, from the side of `issue_id` and from the other. It keeps only these of each pair. */
const RELATIONS: Readonly<Record<string, readonly [LinkType, LinkType?]>> = {
  relates: ['relates_to', 'relates_to'],
  blocks: ['blocks', 'blocked_by'],
  duplicates: ['duplicates'],
};

/** A relation from the side of an issue; undefined where the canonical model has no word for it. @internal */
export function toLink(
  context: Pick<RedmineContext, 'workspace' | 'server'>,
  own: number,
  { issue_id, issue_to_id, relation_type }: WireRelation,
): IssueRelation | undefined {
  const isFrom = issue_id === own;
  const type = RELATIONS[relation_type]?.[isFrom ? 0 : 1];
  return type && { type, target: toRef(context, isFrom ? issue_to_id : issue_id) };
}

function textOf(text: string | null | undefined, read: BodyReader): string | null {
  if (!text) return null;
  const { body } = unmarkBody(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
  return body === null ? null : read(body);
}
