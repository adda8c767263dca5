import type { FieldWarning, IssueDraft, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../contracts/issue-status.js';
import type { IssueType } from '../../contracts/issue-type.js';
import type { Problem } from '../../errors/problem.js';
import { askHost } from './ask-host.js';
import { renderBody } from './body.js';
import { type GitlabCall, invalid, invalidAt, LABELS } from './context.js';
import { CUSTOM_FIELDS, ISSUE_TYPES, toIssueType } from './map.js';

/** What a draft or a patch comes to. @internal */
export interface PlannedWrite {
  /** Members of the request as they are, without labels and state. */
  readonly fields: Record<string, unknown>;
  /** Labels to put on and to take off, because they say a status, a priority or a type. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** Words that are labels and carry a meaning this write does not touch. */
  readonly kept: readonly Words<unknown>[];
  /** What GitLab has no place for. */
  readonly warnings: FieldWarning[];
}

/**
 * Plans a write, before anything is sent.
 *
 * @param reserved - Characters that will be added to the body.
 * @throws InvalidInputError for a status that nothing stands for, and for people who are not known.
 *
 * @internal
 */
export async function planWrite(
  call: GitlabCall,
  asked: IssueDraft | IssuePatch,
  reserved: number,
): Promise<PlannedWrite> {
  const { words } = call;
  const { title, body, status, issueType, priority, assignees, visibility, parent, customFields = {} } = asked;
  const warnings: FieldWarning[] = [];
  const fields: Record<string, unknown> = {};
  const warn = (field: string, message: string) => warnings.push({ field, message });
  /** The label that each kind of meaning takes, of those this write touches. */
  const labelled = new Map<Words<unknown>, string | undefined>();
  const types = typeLabels(words.type);

  if (title !== undefined) fields.title = title;
  if (body !== undefined) {
    const { text, isCut } = await renderBody(body ?? '', reserved);
    fields.description = text;
    if (isCut) warn('body', 'cut: GitLab takes no longer text');
  }
  if (visibility !== undefined) fields.confidential = visibility === 'restricted';
  if (assignees !== undefined) fields.assignee_ids = await userIds(call, assignees);
  if (status !== undefined) labelled.set(words.status, statusLabel(call, status));
  if (priority !== undefined) {
    const [label] = priority === null ? [] : words.priority.wordsFor(priority);
    if (label || priority === null) labelled.set(words.priority, label);
    else warn('priority', 'GitLab has none, and no label in priorityMap stands for this one');
  }
  if (issueType !== undefined) {
    const word = typeWord(words.type, issueType);
    const isLabel = word !== undefined && !ISSUE_TYPES.has(word);
    if (word === undefined) warn('issueType', 'nothing at GitLab stands for this; name a type or a label in typeMap');
    else labelled.set(types, isLabel ? word : undefined);
    if (!isLabel && word !== undefined) fields.issue_type = word;
  }
  if (parent) warn('parent', "GitLab's REST API has no parent of an issue");
  for (const [name, value] of Object.entries(customFields)) {
    const written = Object.hasOwn(CUSTOM_FIELDS, name) ? (value ?? CUSTOM_FIELDS[name]) : undefined;
    if (written === undefined) warn(`customFields.${name}`, 'cannot be written through this API');
    else fields[name] = written;
  }

  return {
    fields,
    add: [...labelled.values()].flatMap((label) => label ?? []),
    remove: [...labelled].flatMap(([kind, label]) => kind.all.filter((word) => !isSame(word, label))),
    kept: [words.status, words.priority, types].filter((kind) => kind.all.length > 0 && !labelled.has(kind)),
    warnings,
  };
}

/** The labels an issue shall have, when a write names them. @internal */
export function plannedLabels(
  { add, remove, kept }: PlannedWrite,
  asked: readonly string[],
  present: readonly string[],
): string[] {
  const untouched = kept.flatMap((kind) => {
    const speaks = (label: string) => kind.meaningOf(label) !== undefined;
    return asked.some(speaks) ? [] : present.filter(speaks);
  });
  const wanted = [...asked, ...untouched].filter((label) => !remove.some((word) => isSame(word, label)));
  return [...new Set([...wanted, ...add])].map(LABELS.encode);
}

/** The label that a status takes; `undefined` when open or closed says it all. */
function statusLabel(call: GitlabCall, status: IssueStatus): string | undefined {
  const words = call.words.status;
  const [label] = words.wordsFor(status);
  if (label !== undefined || status === 'todo' || status === 'done') return label;
  const isChoice = (each: IssueStatus) => each === 'todo' || each === 'done' || words.wordsFor(each).length > 0;
  const choices = ISSUE_STATUSES.filter(isChoice);
  throw invalid(call, 'status', `no label in statusMap means ${status}; the choices are ${choices.join(', ')}`);
}

/** GitLab's type or the label that means this; without a map only what reads back as the same. */
function typeWord(words: Words<IssueType>, issueType: IssueType): string | undefined {
  const [word] = words.wordsFor(issueType);
  if (word !== undefined) return ISSUE_TYPES.has(word.toLowerCase()) ? word.toLowerCase() : word;
  return ['issue', 'task'].find((type) => toIssueType({ issue_type: type }, [], { type: words }) === issueType);
}

function typeLabels(words: Words<IssueType>): Words<IssueType> {
  const all = words.all.filter((word) => !ISSUE_TYPES.has(word.toLowerCase()));
  return { ...words, all };
}

async function userIds(call: GitlabCall, assignees: readonly string[]): Promise<number[]> {
  const ids = new Set<number>();
  const problems: Problem[] = [];
  for (const [at, who] of assignees.entries()) {
    const path = `assignees[${at}]`;
    const ask = () => call.resolveUser?.(who);
    const id = /^\d+$/.test(who) ? who : await askHost(call, { name: 'resolveUser', path, ask });
    if (id !== undefined && /^[1-9]\d{0,15}$/.test(id)) ids.add(Number(id));
    else problems.push({ path, message: 'is no user id, and resolveUser gives none for it' });
  }
  if (problems.length > 0) throw invalidAt(call, problems);
  return [...ids];
}

function isSame(word: string, label: string | undefined): boolean {
  return word.toLowerCase() === label?.toLowerCase();
}
