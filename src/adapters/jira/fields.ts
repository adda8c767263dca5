import type { FieldWarning, IssueDraft } from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../contracts/issue-status.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { Problem } from '../../errors/problem.js';
import { toCause } from '../../errors/redact.js';
import { meant } from './choice.js';
import { collect } from './collect.js';
import { walkTypes } from './issue-types.js';
import { CATEGORIES, LABELS, toIssueType } from './map.js';
import { checkSite, namesOf, unsupported } from './refusals.js';
import { detailsOf, invalid, type Scope } from './request.js';
import type { WireType } from './wire.js';

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

/** What a write never takes and a transition may, and what to do where none did. */
const MOVING: Readonly<Record<string, string>> = {
  resolution: "edit it without 'status'",
  comment: 'use comments.add',
};

/** What Jira says of a field that it knows and does not take here. */
const OFF_SCREEN = /not on the appropriate screen|cannot be set/i;

/** A draft or patch in Jira's words. @internal */
export interface WireDraft {
  readonly fields: Record<string, unknown>;
  /** What was asked for, as far as Jira can hold it. */
  readonly asked: { -readonly [Field in keyof IssueDraft]?: IssueDraft[Field] };
  readonly warnings: FieldWarning[];
}

/**
 * A draft's or patch's fields in Jira's words, without body, type and status, which need more. What cannot be written is
 * refused: a status or priority that no word stands for, an unknown person, a restricted issue without a security level.
 *
 * @param assigned - Who is assigned to the issue already.
 *
 * @internal
 */
export async function toFields(
  scope: Scope,
  draft: Partial<IssueDraft>,
  assigned?: () => Promise<readonly string[]>,
): Promise<WireDraft> {
  const { title, status, priority, assignees, labels, parent, visibility, customFields = {} } = draft;
  const fields: Record<string, unknown> = { ...customFields };
  const warnings: FieldWarning[] = [];
  const own = Object.keys(fields).find((name) => Object.hasOwn(CANONICAL, name));
  if (own) throw invalid(scope, `customFields.${own}`, `is ${CANONICAL[own]} of an issue, and not to be set here`);
  if (status) checkStatus(scope, status);
  // A transition takes these from the custom fields; `untaken` tells where none did.
  for (const name of status ? Object.keys(MOVING).filter((each) => fields[each] !== undefined) : []) {
    delete fields[name];
    const why = 'no transition took it, for want of one or of the field on its screen';
    warnings.push({ field: `customFields.${name}`, message: `not set: ${why}; ${MOVING[name]}` });
  }
  if (title !== undefined) fields.summary = title;
  if (priority !== undefined) {
    const [name] = priority === null ? [] : scope.priorities.wordsFor(priority);
    if (priority !== null && !name) throw invalid(scope, 'priority', 'no priority stands for it; see priorityMap');
    fields.priority = name ? { name } : null;
  }
  if (labels) fields.labels = [...new Set(labels.map(LABELS.encode))];
  if (parent) {
    checkSite(scope, parent, 'parent');
    fields.parent = { id: parent.id };
  }
  if (visibility === 'restricted' && !scope.securityLevel) {
    throw unsupported(scope, 'a restricted issue needs a security level: name its id in the option securityLevel');
  }
  if (visibility) fields.security = visibility === 'public' ? null : { id: scope.securityLevel };
  if (!assignees) return { fields, asked: { ...draft }, warnings };
  const [assignee, ...others] = await accountsOf(scope, assignees, assigned);
  fields.assignee = assignee ? { accountId: assignee } : null;
  if (others.length > 0)
    warnings.push({ field: 'assignees', message: 'Jira has one assignee: only the first was set' });
  return { fields, asked: { ...draft, assignees: assignee ? [assignee] : [] }, warnings };
}

/** Warnings without those of custom fields that a transition took after all. @internal */
export function untaken(warnings: readonly FieldWarning[], used: readonly string[] = []): FieldWarning[] {
  const taken = used.map((name) => `customFields.${name}`);
  return warnings.filter(({ field }) => !taken.includes(field));
}

/** What Jira refused, and the names of those fields of it that the screen does not have. @internal */
export function refusalIn(error: unknown): {
  readonly told: readonly Problem[];
  readonly offScreen: readonly string[];
} {
  const told = (isTrackerError(error, 'rejected') && error.fields) || [];
  return { told, offScreen: told.filter(({ message }) => OFF_SCREEN.test(message)).map(({ path }) => path) };
}

/** Refuses a status that no category and no word of the host's stands for. @internal */
export function checkStatus(scope: Scope, status: IssueStatus): void {
  const { all, meaningOf } = scope.statuses;
  const known = new Set([...Object.values(CATEGORIES), ...all.map(meaningOf)]);
  if (known.has(status)) return;
  const choices = ISSUE_STATUSES.filter((each) => known.has(each)).join(', ');
  throw invalid(scope, 'status', `expected one of ${choices}; for another, name a status of Jira's in statusMap`);
}

/** Who is assigned already passes as he is, so that writing back what was read changes nothing; the host knows the others. */
async function accountsOf(
  scope: Scope,
  people: readonly string[],
  assigned: () => Promise<readonly string[]> = async () => [],
): Promise<readonly string[]> {
  const { resolveUser } = scope;
  if (!resolveUser || people.length === 0) return people;
  const present = await assigned();
  const accountOf = async (who: string, at: number) => {
    const path = `assignees[${at}]`;
    const account = present.includes(who) ? who : await resolved(scope, path, () => resolveUser(who));
    if (!account) throw invalid(scope, path, 'is nobody that resolveUser knows');
    return account;
  };
  return Promise.all(people.map(accountOf));
}

/** What the host's function gives; what it throws may hold anything, and is shown without what looks like a secret. */
async function resolved<Value>(scope: Scope, path: string, resolve: () => Value): Promise<Awaited<Value>> {
  try {
    return await resolve();
  } catch (error) {
    if (isTrackerError(error)) throw error;
    const problems = [{ path, message: "the host's function resolveUser failed" }];
    throw new InvalidInputError(problems, { ...detailsOf(scope), cause: toCause(error) });
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
