import type { FieldWarning, IssueDraft } from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import { LABELS, toIssueType } from './map.js';
import type { JiraContext } from './options.js';
import { API, type Call, checkSite, collect, invalid, unsupported, walkOffsets } from './request.js';
import { meant } from './statuses.js';
import { type WireField, type WireType, zFieldPage, zTypePage } from './wire.js';

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
 * A draft's or patch's fields in Jira's words, without body, type and status, which need more.
 *
 * @throws InvalidInputError for what cannot be written: a priority that no word stands for, an unknown person.
 * @throws UnsupportedError for a restricted issue, unless the options name a security level.
 *
 * @internal
 */
export async function toFields(context: JiraContext, call: Call, draft: Partial<IssueDraft>): Promise<WireDraft> {
  const { operation } = call;
  const { title, priority, assignees, labels, parent, visibility, customFields = {} } = draft;
  const fields: Record<string, unknown> = { ...customFields };
  const warnings: FieldWarning[] = [];
  for (const name of Object.keys(customFields)) {
    const member = CANONICAL[name];
    if (member) throw invalid(operation, `customFields.${name}`, `is ${member} of an issue, and not to be set here`);
  }
  if (title !== undefined) fields.summary = title;
  if (priority !== undefined)
    fields.priority = priority === null ? null : { name: priorityName(context, priority, operation) };
  if (labels) fields.labels = [...new Set(labels.map(LABELS.encode))];
  let asked = draft;
  if (assignees) {
    const [first, ...others] = await Promise.all(assignees.map((who, at) => accountOf(context, who, at, operation)));
    fields.assignee = first === undefined ? null : { accountId: first };
    asked = { ...draft, assignees: first === undefined ? [] : [first] };
    if (others.length > 0)
      warnings.push({ field: 'assignees', message: 'Jira has one assignee: only the first was set' });
  }
  if (parent) {
    checkSite(context, parent, 'parent', operation);
    fields.parent = { id: parent.id };
  }
  if (visibility) fields.security = securityOf(context, visibility, operation);
  return { fields, asked, warnings };
}

function priorityName({ priorities }: JiraContext, priority: number, operation: string): string {
  const [name] = priorities.wordsFor(priority as never);
  if (name === undefined)
    throw invalid(operation, 'priority', 'no priority of Jira stands for it; name one in priorityMap');
  return name;
}

async function accountOf({ resolveUser }: JiraContext, who: string, at: number, operation: string): Promise<string> {
  const account = resolveUser ? await resolveUser(who) : who;
  if (account === undefined) throw invalid(operation, `assignees[${at}]`, 'is nobody that resolveUser knows');
  return account;
}

function securityOf({ securityLevel }: JiraContext, visibility: Issue['visibility'], operation: string) {
  if (visibility === 'public') return null;
  if (securityLevel === undefined)
    throw unsupported(
      operation,
      'a restricted issue needs a security level: name its id in the options (securityLevel)',
    );
  return { id: securityLevel };
}

/** A body in Jira's form, cut where it is too long. @internal */
export async function toAdf(markdown: string) {
  const { cutAdf } = await import('./richtext.js');
  return cutAdf(markdown, MAX_TEXT);
}

/** @internal */
export const CUT: FieldWarning = { field: 'body', message: `was cut: Jira takes ${MAX_TEXT} characters` };

/**
 * A body in Jira's form, with all that it does not change as it stands in the one before.
 *
 * @throws UnsupportedError when something would be lost that Markdown cannot say.
 *
 * @internal
 */
export async function editedAdf(operation: string, before: unknown, markdown: string) {
  const { adf, isCut } = await toAdf(markdown);
  if (!before) return { adf, isCut };
  const { adfToMarkdown, mergeAdf } = await import('./richtext.js');
  try {
    return { adf: mergeAdf(before, isCut ? (adfToMarkdown(adf) ?? '') : markdown), isCut };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unsupported(operation, `the body cannot be edited without a loss: ${error.message}`);
  }
}

/** The project's type for a kind of work. @internal */
export async function typeFor(context: JiraContext, call: Call, kind: Issue['issueType']): Promise<WireType> {
  const types = await collect(projectTypes(context, call, context.project));
  const fitting = types.filter((type) => toIssueType(context, type) === kind);
  const found = meant(fitting, context.types, kind);
  if (found) return found;
  const names = (fitting.length > 0 ? fitting : types).map(({ name }) => `'${name}'`).join(', ');
  const what =
    fitting.length > 0 ? 'several types of the project stand for it' : 'no type of the project stands for it';
  throw invalid(call.operation, 'issueType', `${what} (${names}): say in typeMap which one is meant`);
}

/** The types that issues of a project can be created with. @internal */
export function projectTypes(context: JiraContext, call: Call, project: string, cursor?: string) {
  return walkOffsets<'issueTypes', WireType, WireType>(context, call, {
    path: typesPath(project),
    schema: zTypePage,
    name: 'issueTypes',
    cursor,
    toItems: (types) => types,
  });
}

/** The fields that an issue of a type is created with. @internal */
export function typeFields(context: JiraContext, call: Call, project: string, type: string) {
  return walkOffsets<'fields', WireField, WireField>(context, call, {
    path: `${typesPath(project)}/${type}`,
    schema: zFieldPage,
    name: 'fields',
    toItems: (fields) => fields,
  });
}

function typesPath(project: string): string {
  return `${API}/issue/createmeta/${encodeURIComponent(project)}/issuetypes`;
}

/** What of a write Jira holds differently, field by field. @internal */
export function differences(asked: Partial<IssueDraft>, issue: Issue, told: readonly FieldWarning[]): FieldWarning[] {
  const plain = (value: unknown) => {
    if (Array.isArray(value)) return JSON.stringify([...new Set(value)].sort());
    return JSON.stringify(typeof value === 'string' ? value.trim() : ((value as { id?: string } | null)?.id ?? value));
  };
  const differs = (field: keyof IssueDraft) =>
    asked[field] !== undefined && plain(asked[field]) !== plain(issue[field]);
  const isTold = (field: string) => told.some((warning) => warning.field === field);
  return COMPARED.filter((field) => differs(field) && !isTold(field)).map((field) => ({
    field,
    message: `Jira has ${plain(issue[field])}`,
  }));
}

const COMPARED = ['title', 'status', 'issueType', 'priority', 'assignees', 'labels', 'parent', 'visibility'] as const;
