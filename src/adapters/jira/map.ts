import { createLabelCodec } from '../../contracts/adapter/label-codec.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import type { Timestamp } from '../../contracts/timestamp.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import type { JiraContext } from './options.js';
import {
  toRfc3339,
  type WireIssue,
  type WireIssueRef,
  type WireLinks,
  type WireStatus,
  type WireType,
} from './wire.js';

/** The category of issues that are closed, whatever their status is called. @internal */
export const DONE = 'done';

/** What a category means to everyone; statuses are localised and renamed, categories are not. @internal */
export const CATEGORIES: Readonly<Record<string, IssueStatus>> = {
  new: 'todo',
  indeterminate: 'in_progress',
  done: 'done',
};

/** Read from the other end. A duplicate has no word there. @internal */
export const INVERSE: Readonly<Partial<Record<LinkType, LinkType>>> = {
  blocks: 'blocked_by',
  blocked_by: 'blocks',
  relates_to: 'relates_to',
  parent_of: 'child_of',
  child_of: 'parent_of',
};

/** Jira's labels hold no white space. @internal */
export const LABELS = /* @__PURE__ */ createLabelCodec('\\s');

/** Whether a label is the mark of a client key, which is ours and nobody's label. @internal */
export function isMarker(label: string): boolean {
  return label.length === 35 && /^sk-[0-9a-f]{32}$/.test(label);
}

/** What reads a body. @internal */
export type ToMarkdown = (adf: unknown) => string | null;

/**
 * An issue as Jira sends it in the canonical form. `revision` is null, because Jira takes no precondition on a write.
 *
 * @internal
 */
export function toIssue(context: JiraContext, wire: WireIssue, toMarkdown: ToMarkdown, raw = false): Issue {
  const { fields } = wire;
  return {
    ref: toRef(context, wire),
    // A blank summary that Jira let pass would make the issue none of ours.
    title: fields.summary.trim() === '' ? wire.key : fields.summary,
    body: fields.description ? toMarkdown(fields.description) : null,
    status: toStatus(context, fields.status, fields.resolution),
    statusName: fields.status.name,
    issueType: toIssueType(context, fields.issuetype),
    priority: toPriority(context, fields.priority),
    assignees: assigneesOf(fields),
    labels: toLabels(fields.labels ?? []),
    parent: fields.parent ? toRef(context, fields.parent) : null,
    links: toRelations(context, fields.issuelinks).map(({ relation }) => relation),
    customFields: Object.fromEntries(context.customFields.map((name) => [name, fields[name] ?? null])),
    createdAt: toUtc(fields.created),
    updatedAt: toUtc(fields.updated),
    revision: null,
    visibility: fields.security ? 'restricted' : 'public',
    raw: raw ? wire : null,
  };
}

/** Nobody, or the one that Jira has. @internal */
export function assigneesOf({ assignee }: Pick<WireIssue['fields'], 'assignee'>): readonly string[] {
  return assignee ? [assignee.accountId] : [];
}

/** The address of an issue is built here: since 2026 those in Jira's answers may be a gateway's. @internal */
export function toRef({ workspace, siteUrl }: JiraContext, { id, key }: WireIssueRef): ExternalRef {
  return { system: 'jira', workspace, id, key, url: `${siteUrl}/browse/${key}` };
}

/**
 * The category decides. What the host said of the resolution or the status refines it; what contradicts it does not count,
 * and nor does a resolution that was left behind on an issue that is open again.
 *
 * @internal
 */
export function toStatus(
  context: JiraContext,
  { name, statusCategory: { key } }: WireStatus,
  resolution?: { readonly name: string } | null,
): IssueStatus {
  const resolved = key === DONE ? meaningIn(context, key, resolution?.name) : undefined;
  return resolved ?? meaningIn(context, key, name) ?? CATEGORIES[key] ?? 'todo';
}

/** What the host said of a name, as far as a category allows it. @internal */
export function meaningIn({ statuses }: JiraContext, category: string, name?: string | null): IssueStatus | undefined {
  const meaning = statuses.meaningOf(name);
  const isClosed = meaning === 'done' || meaning === 'canceled';
  return isClosed === (category === DONE) ? meaning : undefined;
}

/** The name decides; names of others' making are told by their level. @internal */
export function toIssueType({ types }: JiraContext, { name, subtask, hierarchyLevel }: WireType): IssueType {
  const level = hierarchyLevel ?? 0;
  return types.meaningOf(name) ?? (subtask || level < 0 ? 'subtask' : level > 0 ? 'epic' : 'task');
}

function toPriority(
  { priorities }: JiraContext,
  priority: { readonly name: string } | null | undefined,
): Priority | null {
  return priorities.meaningOf(priority?.name) ?? null;
}

/** Labels as people gave them, without marks of ours. @internal */
export function toLabels(labels: readonly string[]): string[] {
  const names: string[] = [];
  for (const label of labels) if (!isMarker(label)) names.push(label.includes('%') ? LABELS.decode(label) : label);
  return names.length > 1 ? names.sort(compareUtf8) : names;
}

/** A link, and Jira's id of it. @internal */
export interface LinkedIssue {
  readonly id: string;
  readonly relation: IssueRelation;
}

/**
 * The links of an issue, read from its side. Those of a type that nobody mapped are left out, and so is a link that has no
 * word on this side ("is duplicated by"); the other issue carries it.
 *
 * @internal
 */
export function toRelations(context: JiraContext, links: WireLinks): LinkedIssue[] {
  return (links ?? []).flatMap(({ id, type: { name }, outwardIssue, inwardIssue }) => {
    const outward = context.linkTypes.meaningOf(name);
    const type = outward && (outwardIssue ? outward : INVERSE[outward]);
    const target = outwardIssue ?? inwardIssue;
    return type && target ? [{ id, relation: { type, target: toRef(context, target) } }] : [];
  });
}

/** @internal */
export function toUtc(time: string): Timestamp {
  if (time.endsWith('+0000')) return `${time.slice(0, -5)}Z`;
  const sign = time.at(-5);
  const zone = Number(time.slice(-4, -2)) * 60 + Number(time.slice(-2));
  const minutes = Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16)) + (sign === '-' ? zone : -zone);
  // Within the day the digits are enough: a Date costs ten times as much, and every issue has two.
  if ((sign === '+' || sign === '-') && minutes >= 0 && minutes < 1440) {
    const clock = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
    return `${time.slice(0, 11)}${clock}${time.slice(16, -5)}Z`;
  }
  return new Date(toRfc3339(time)).toISOString();
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
