import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueRelation, LinkType } from '../../contracts/issue-link.js';
import type { IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Priority } from '../../contracts/priority.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import type { LinearContext } from './context.js';
import { isUuid } from './options.js';
import type { WireIssue, WireRef } from './wire.js';

type Reader = Pick<LinearContext, 'workspace' | 'words'>;

/** Linear's types of states; those that it will get one day are open, and `todo`. @internal */
export const STATE_TYPES: ReadonlyMap<string, IssueStatus> = /* @__PURE__ */ new Map<string, IssueStatus>([
  ['unstarted', 'todo'],
  ['backlog', 'todo'],
  ['triage', 'todo'],
  ['started', 'in_progress'],
  ['completed', 'done'],
  ['canceled', 'canceled'],
  ['duplicate', 'canceled'],
]);

/** The types of states of closed issues. @internal */
export const CLOSED_TYPES = ['completed', 'canceled', 'duplicate'];

/** Fields that the canonical model has no place for, as they are written and read. @internal */
export const CUSTOM_FIELDS = ['dueDate', 'estimate', 'projectId'] as const;

/** Linear's relations, seen from the issue that has them and from the other one. What has no word of ours is left out. */
const RELATIONS = /* @__PURE__ */ new Map<string, readonly [there: LinkType, back: LinkType | undefined]>([
  ['blocks', ['blocks', 'blocked_by']],
  ['related', ['relates_to', 'relates_to']],
  ['duplicate', ['duplicates', undefined]],
]);

/**
 * An issue as Linear sends it in the canonical form.
 *
 * `ref.id` is the UUID, which stays when the issue moves to another team; its key does not. `revision` is null, because
 * Linear takes no precondition.
 *
 * @internal
 */
export function toIssue(context: Reader, wire: WireIssue, raw = false): Issue {
  const labels = sorted(wire.labels.nodes.map(({ name }) => name));
  const { assignee, parent, state } = wire;
  return {
    ref: toRef(context, wire),
    // A title of white space would make the issue none of ours.
    title: wire.title.trim() === '' ? wire.identifier : wire.title,
    body: wire.description || null,
    status: toStatus(context, state),
    statusName: state.name,
    issueType: toIssueType(context, labels, parent),
    priority: toPriority(wire.priority),
    assignees: assignee ? [assignee.id] : [],
    labels,
    parent: parent ? toRef(context, parent) : null,
    links: toLinks(context, wire),
    customFields: toCustomFields(wire),
    createdAt: wire.createdAt,
    updatedAt: wire.updatedAt,
    revision: null,
    visibility: 'public',
    raw: raw ? wire : null,
  };
}

/** Whether something of a team is of the adapter's own. @internal */
export function isOwn({ workspace }: Pick<LinearContext, 'workspace'>, team: WireRef['team']): boolean {
  return team.id === workspace || team.key === workspace;
}

/** An issue of another team is named by that team as the adapter's own is: by id or by key. @internal */
export function toRef(context: Pick<LinearContext, 'workspace'>, { id, identifier, url, team }: WireRef): ExternalRef {
  const { workspace } = context;
  const place = isOwn(context, team) ? workspace : isUuid(workspace) ? team.id : team.key;
  return { system: 'linear', workspace: place, id, key: identifier, url };
}

/** The type of a state decides, and what the host says about its name refines it, as long as it stays open or closed. @internal */
export function toStatus(
  { words }: Pick<Reader, 'words'>,
  { name, type }: { readonly name: string; readonly type: string },
): IssueStatus {
  const byType = STATE_TYPES.get(type) ?? 'todo';
  const byName = words.status.all.length > 0 && words.status.meaningOf(name);
  return byName && isClosing(byName) === isClosing(byType) ? byName : byType;
}

function isClosing(status: IssueStatus): boolean {
  return status === 'done' || status === 'canceled';
}

/** @internal */
export function toIssueType(
  { words: { type } }: Pick<Reader, 'words'>,
  labels: readonly string[],
  parent: unknown,
): IssueType {
  if (type.all.length > 0) {
    for (const label of labels) {
      const found = type.meaningOf(label);
      if (found) return found;
    }
  }
  return parent ? 'subtask' : 'task';
}

/** 0 is none at Linear, and 1 to 4 are urgent to low. */
function toPriority(priority: number): Priority | null {
  return priority >= 1 && priority <= 4 ? ((Math.floor(priority) - 1) as Priority) : null;
}

/** Ours to Linear's, which has one less: the least two are both low. @internal */
export function fromPriority(priority: Priority | null): number {
  return priority === null ? 0 : Math.min(4, priority + 1);
}

/** The relations of an issue, from its side. @internal */
export function toLinks(
  context: Pick<LinearContext, 'workspace'>,
  { relations, inverseRelations }: Pick<WireIssue, 'relations' | 'inverseRelations'>,
): IssueRelation[] {
  const links: IssueRelation[] = [];
  for (const { type, relatedIssue } of relations.nodes) {
    const there = RELATIONS.get(type)?.[0];
    if (there) links.push({ type: there, target: toRef(context, relatedIssue) });
  }
  for (const { type, issue } of inverseRelations.nodes) {
    const back = RELATIONS.get(type)?.[1];
    if (back) links.push({ type: back, target: toRef(context, issue) });
  }
  return links;
}

function toCustomFields({ dueDate, estimate, project, archivedAt }: WireIssue): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (dueDate) found.dueDate = dueDate;
  if (typeof estimate === 'number') found.estimate = estimate;
  if (project) found.projectId = project.id;
  if (archivedAt) found.archivedAt = archivedAt;
  return found;
}

/** Sorted, each once. @internal */
export function sorted(names: string[]): string[] {
  return names.length < 2 ? names : [...new Set(names)].sort(compareUtf8);
}
