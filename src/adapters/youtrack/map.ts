import type { IssueComment } from '../../contracts/adapter/comments-group.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue, Visibility } from '../../contracts/issue.js';
import type { IssueRelation } from '../../contracts/issue-link.js';
import { unmarkBody } from '../../digest/client-marker.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import type { YoutrackContext } from './context.js';
import { idsOf, nameOf, plainValue, rolesOf } from './fields.js';
import type { WireComment, WireIssue, WireLink, WireLinkedIssue } from './wire.js';
import { statusOf } from './words.js';

type Place = Pick<YoutrackContext, 'instance' | 'own' | 'project' | 'server' | 'workspace'>;
type Reader = Place & Pick<YoutrackContext, 'fieldNames' | 'words'>;

/**
 * An issue as YouTrack sends it in the canonical form.
 *
 * `ref.id` is the database's id: it stays when the issue is moved to another project, which gives it another key.
 * `revision` is null, because YouTrack takes no precondition on a write.
 *
 * @internal
 */
export function toIssue(context: Reader, wire: WireIssue, raw = false): Issue {
  const { words } = context;
  const roles = rolesOf(wire.customFields, context.fieldNames);
  const { state, type, priority, assignee } = roles;
  const stateName = nameOf(state?.value);
  const links = toRelations(context, wire.links).map(({ relation }) => relation);
  const customFields: Record<string, unknown> = {};
  for (const field of wire.customFields) {
    if (field === state || field === type || field === priority || field === assignee) continue;
    const value = plainValue(field, field.value);
    if (value !== undefined) customFields[field.name] = value;
  }
  return {
    ref: toRef(context, wire),
    // One of white space that a workflow let pass would make the issue none of ours.
    title: wire.summary?.trim() ? wire.summary : wire.idReadable,
    body: unmarkBody(wire.description || null).body,
    status: statusOf(words, stateName, wire.resolved !== null),
    statusName: stateName ?? null,
    issueType: words.type.meaningOf(nameOf(type?.value)) ?? 'task',
    priority: words.priority.meaningOf(nameOf(priority?.value)) ?? null,
    assignees: sorted(idsOf(assignee?.value)),
    labels: sorted(wire.tags.map(({ name }) => name)),
    parent: links.find((link) => link.type === 'child_of')?.target ?? null,
    links,
    customFields,
    createdAt: toTime(wire.created),
    updatedAt: toTime(wire.updated),
    revision: null,
    visibility: toVisibility(wire),
    raw: raw ? wire : null,
  };
}

/** @internal */
export function toRef(context: Place, { id, idReadable, project }: WireLinkedIssue): ExternalRef {
  const { instance, server, workspace } = context;
  const shortName = project?.shortName ?? idReadable.replace(/-\d+$/, '');
  return {
    system: 'youtrack',
    workspace: isNamed(context, { id: project?.id ?? '', shortName }) ? workspace : `${instance}/${shortName}`,
    id,
    key: idReadable,
    url: `${server}/issue/${encodeURIComponent(idReadable)}`,
  };
}

/** Whether a project is the one that the options name. @internal */
export function isNamed(
  { own, project }: Pick<Place, 'own' | 'project'>,
  { id, shortName }: { readonly id: string; readonly shortName: string },
): boolean {
  return id === (own.id ?? project) || shortName.toLowerCase() === project.toLowerCase();
}

/** A link with what it is removed by. @internal */
export interface LinkedIssue {
  readonly relation: IssueRelation;
  readonly linkId: string;
}

/** The links whose phrases are known, each read from the issue that has them. @internal */
export function toRelations(context: Reader, links: readonly WireLink[]): LinkedIssue[] {
  return links.flatMap(({ id, direction, linkType, issues }) => {
    const phrase = direction === 'INWARD' ? linkType?.targetToSource : linkType?.sourceToTarget;
    const type = context.words.link.meaningOf(phrase);
    if (type === undefined) return [];
    return issues.map((target) => ({ relation: { type, target: toRef(context, target) }, linkId: id }));
  });
}

/** @internal */
export function toComment({ id, text, author, created, updated, ...rest }: WireComment): IssueComment {
  return {
    id,
    body: unmarkBody(text ?? null).body ?? '',
    author: author?.id ?? null,
    createdAt: toTime(created),
    updatedAt: toTime(updated ?? created),
    visibility: toVisibility(rest),
  };
}

/** Whatever is not plainly for all is for few. */
function toVisibility({ visibility }: Pick<WireIssue, 'visibility'>): Visibility {
  return (visibility?.$type ?? 'UnlimitedVisibility') === 'UnlimitedVisibility' ? 'public' : 'restricted';
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** @internal */
export function sorted(names: readonly string[]): string[] {
  return names.length < 2 ? [...names] : [...new Set(names)].sort(compareUtf8);
}
