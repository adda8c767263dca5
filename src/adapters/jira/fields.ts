import type { FieldWarning, IssueDraft } from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../contracts/issue-status.js';
import { meant } from './choice.js';
import { collect } from './collect.js';
import { walkTypes } from './issue-types.js';
import { CATEGORIES, LABELS, toIssueType } from './map.js';
import { checkSite, namesOf, unsupported } from './refusals.js';
import { invalid, type Scope } from './request.js';
import type { WireType } from './wire.js';

/** The characters that Jira takes in a text, counted in its own form. */
const MAX_TEXT = 32_767;

/** Jira's names of the fields that the canonical model has words for. @internal */
export const CANONICAL: Readonly<Record<string, string>> = {
  summary: 'title',
  description: 'body',
  status: 'status',
  issuetype: 'issueType',
  priority: 'priority',
  assignee: 'assignees',
  labels: 'labels',
  parent: 'parent',
  security: 'visibility',
  project: 'ref',
};

/** A draft or patch in Jira's words. @internal */
export interface WireDraft {
  readonly fields: Record<string, unknown>;
  /** What was asked for, as far as Jira can hold it. */
  readonly asked: Partial<IssueDraft>;
  readonly warnings: FieldWarning[];
}

/**
 * A draft's or patch's fields in Jira's words, without body, type and status, which need more. What cannot be written is
 * refused: a status or priority that no word stands for, an unknown person, a restricted issue without a security level.
 *
 * @internal
 */
export async function toFields(scope: Scope, draft: Partial<IssueDraft>): Promise<WireDraft> {
  const { title, status, priority, assignees, labels, parent, visibility, customFields = {} } = draft;
  const fields: Record<string, unknown> = { ...customFields };
  const warnings: FieldWarning[] = [];
  const own = Object.keys(fields).find((name) => Object.hasOwn(CANONICAL, name));
  if (own) throw invalid(scope, `customFields.${own}`, `is ${CANONICAL[own]} of an issue, and not to be set here`);
  if (status) checkStatus(scope, status);
  if (title !== undefined) fields.summary = title;
  if (priority !== undefined) {
    const [name] = priority === null ? [] : scope.priorities.wordsFor(priority);
    if (priority !== null && !name) throw invalid(scope, 'priority', 'no priority stands for it; see priorityMap');
    fields.priority = name ? { name } : null;
  }
  if (labels) fields.labels = [...new Set(labels.map(LABELS.encode))];
  const people = assignees && (await Promise.all(assignees.map((who, at) => accountOf(scope, who, at))));
  const assignee = people?.slice(0, 1);
  if (assignee) fields.assignee = assignee[0] ? { accountId: assignee[0] } : null;
  if (people?.[1]) warnings.push({ field: 'assignees', message: 'Jira has one assignee: only the first was set' });
  if (parent) {
    checkSite(scope, parent, 'parent');
    fields.parent = { id: parent.id };
  }
  if (visibility === 'restricted' && !scope.securityLevel) {
    throw unsupported(scope, 'a restricted issue needs a security level: name its id in the option securityLevel');
  }
  if (visibility) fields.security = visibility === 'public' ? null : { id: scope.securityLevel };
  return { fields, asked: assignee ? { ...draft, assignees: assignee } : draft, warnings };
}

/** Refuses a status that no category and no word of the host's stands for. @internal */
export function checkStatus(scope: Scope, status: IssueStatus): void {
  const { all, meaningOf } = scope.statuses;
  const known = new Set([...Object.values(CATEGORIES), ...all.map(meaningOf)]);
  if (known.has(status)) return;
  const choices = ISSUE_STATUSES.filter((each) => known.has(each)).join(', ');
  throw invalid(scope, 'status', `expected one of ${choices}; for another, name a status of Jira's in statusMap`);
}

async function accountOf(scope: Scope, who: string, at: number): Promise<string> {
  const account = scope.resolveUser ? await scope.resolveUser(who) : who;
  if (!account) throw invalid(scope, `assignees[${at}]`, 'is nobody that resolveUser knows');
  return account;
}

/** A body in Jira's form, cut where it is too long. @internal */
export async function toAdf(markdown: string) {
  return (await import('./richtext.js')).cutAdf(markdown, MAX_TEXT);
}

/** @internal */
export const CUT: FieldWarning = { field: 'body', message: `was cut: Jira takes ${MAX_TEXT} characters` };

/** A body in Jira's form, with all that it does not change as it stands in the one before. @internal */
export async function editedAdf(scope: Scope, before: unknown, markdown: string) {
  const { adf, isCut } = await toAdf(markdown);
  if (!before) return { adf, isCut };
  const { adfToMarkdown, mergeAdf } = await import('./richtext.js');
  try {
    return { adf: mergeAdf(before, isCut ? (adfToMarkdown(adf) ?? '') : markdown), isCut };
  } catch (error) {
    if (error instanceof RangeError) throw unsupported(scope, `the edit would lose something: ${error.message}`);
    throw error;
  }
}

/** The project's type for a kind of work. @internal */
export async function typeFor(scope: Scope, kind: Issue['issueType']): Promise<WireType> {
  const types = await collect(walkTypes(scope, {}, (found) => found));
  const fitting = types.filter((type) => toIssueType(scope, type) === kind);
  const found = meant(fitting, scope.types, kind);
  if (found) return found;
  const names = namesOf(fitting.length > 0 ? fitting : types);
  throw invalid(scope, 'issueType', `no type stands for it, or several; say in typeMap which of ${names} does`);
}

/** What of a write Jira holds differently, field by field. @internal */
export function differences(asked: Partial<IssueDraft>, issue: Issue, told: readonly FieldWarning[]): FieldWarning[] {
  const plain = (value: unknown) => {
    if (Array.isArray(value)) return JSON.stringify([...new Set(value)].sort());
    return JSON.stringify(typeof value === 'string' ? value.trim() : ((value as { id?: string } | null)?.id ?? value));
  };
  return COMPARED.filter((field) => {
    const isTold = told.some((warning) => warning.field === field);
    return !isTold && asked[field] !== undefined && plain(asked[field]) !== plain(issue[field]);
  }).map((field) => ({ field, message: `Jira has ${plain(issue[field])}` }));
}

const COMPARED = ['title', 'status', 'issueType', 'priority', 'assignees', 'labels', 'parent', 'visibility'] as const;
