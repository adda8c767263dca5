import type { FieldWarning, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { Issue } from '../../contracts/issue.js';
import { fitBody } from './body.js';
import { type GithubCall, invalid, unsupported } from './call.js';
import { readTypes } from './directory.js';
import { placeOf } from './links.js';
import {
  fold,
  isClosedStatus,
  isFreeLabel,
  labelsOf,
  loginsOf,
  meaningOfType,
  toClosedStatus,
  toIssueType,
} from './map.js';
import type { WireIssue } from './wire.js';

const MAX_ASSIGNEES = 10;

/** What GitHub is to be told, and what it cannot be told. */
interface WritePlan {
  /** Members of GitHub's request: only those that change something. */
  readonly fields: Record<string, unknown>;
  readonly warnings: FieldWarning[];
}

/** What an issue is before it is made. */
const BLANK: Pick<WireIssue, 'state' | 'state_reason' | 'labels' | 'assignees' | 'type'> = {
  state: 'open',
  labels: [],
};

/** Refuses what cannot be written, before anything is sent. @internal */
export function refuseAsked(call: GithubCall, asked: IssuePatch): void {
  const { statuses } = call.words;
  if (asked.visibility === 'restricted') {
    throw unsupported(call, 'whoever may read the repository sees all of its issues; nothing can be restricted');
  }
  if (asked.expectedRevision !== undefined) {
    throw unsupported(call, 'GitHub takes no precondition on a write (expectedRevision)');
  }
  const choices = new Set(['todo', 'done', 'canceled', ...statuses.all.map((word) => statuses.meaningOf(word))]);
  if (asked.status !== undefined && !choices.has(asked.status)) {
    const message = `no label of statusMap stands for ${asked.status}; there are ${[...choices].join(', ')}`;
    throw invalid(call, 'status', message);
  }
  if (asked.parent) placeOf(call, asked.parent, 'parent');
}

/** Works out what to tell GitHub so that an issue becomes as it was asked for. @internal */
export async function planWrite(
  call: GithubCall,
  asked: IssuePatch,
  current: WireIssue | undefined,
  marker: string,
): Promise<WritePlan> {
  const { words } = call;
  const before = current ?? BLANK;
  const fields: Record<string, unknown> = {};
  const warnings: FieldWarning[] = [];
  const warn = (field: string, message: string) => warnings.push({ field, message });

  if (asked.title !== undefined) fields.title = asked.title;
  if (asked.body !== undefined || (marker && !current)) {
    const { text, isCut } = await fitBody(asked.body ?? '', marker);
    fields.body = text || (current ? null : undefined);
    if (isCut) warn('body', 'was cut at the 65 536 characters that GitHub takes; a note at its end says so');
  }

  const { status } = asked;
  if (isClosedStatus(status)) {
    if (toClosedStatus(before) !== status) {
      fields.state = 'closed';
      fields.state_reason = status === 'done' ? 'completed' : 'not_planned';
    }
  } else if (status && before.state === 'closed') fields.state = 'open';

  let { priority } = asked;
  if (typeof priority === 'number' && words.priorities.wordsFor(priority).length === 0) {
    warn('priority', `no label of priorityMap stands for ${priority}, and GitHub has no priorities of its own`);
    priority = undefined;
  }
  const had = labelsOf(before);
  const labels = [
    ...(asked.labels ?? had.filter((label) => isFreeLabel(label, words))),
    ...labelsFor(words.statuses, status, had),
    ...labelsFor(words.priorities, priority, had),
  ];
  if (setOf(labels) !== setOf(had)) fields.labels = [...new Map(labels.map((label) => [fold(label), label])).values()];

  if (asked.assignees) {
    const logins: string[] = [];
    for (const who of asked.assignees) {
      const login = await call.resolveUser(who);
      if (login === undefined) warn('assignees', `nobody at GitHub is known for ${who}`);
      else logins.push(login);
    }
    if (logins.length > MAX_ASSIGNEES) warn('assignees', `only the first ${MAX_ASSIGNEES}: GitHub takes no more`);
    const assignees = logins.slice(0, MAX_ASSIGNEES);
    if (setOf(assignees) !== setOf(loginsOf(before))) fields.assignees = assignees;
  }

  const { issueType } = asked;
  if (issueType !== undefined && toIssueType(before.type?.name, labels, words) !== issueType) {
    // GitHub refuses the whole issue for a type that the organisation does not have.
    const fitting = (await readTypes(call)).filter(({ name }) => meaningOfType(name, words) === issueType);
    const type = fitting.find(({ name }) => words.types.meaningOf(name) === issueType) ?? fitting[0];
    if (type !== undefined) fields.type = type.name;
    else if (before.type && toIssueType(undefined, labels, words) === issueType) fields.type = null;
    else warn('issueType', `the repository has no issue type that stands for ${issueType}`);
  }

  for (const name of Object.keys(asked.customFields ?? {})) {
    warn(`customFields.${name}`, 'not written: GitHub issues have no fields of that kind here');
  }
  return { fields, warnings };
}

/** What was asked for and is not so, by what GitHub answered. @internal */
export function missedFields(
  { words }: GithubCall,
  asked: IssuePatch,
  issue: Issue,
  warnings: readonly FieldWarning[],
): FieldWarning[] {
  const { labels } = asked;
  const wanted = { ...asked, ...(labels && { labels: labels.filter((label) => isFreeLabel(label, words)) }) };
  const fields = ['title', 'body', 'status', 'issueType', 'priority', 'assignees', 'labels', 'parent'] as const;
  return fields.flatMap((field) => {
    const isKnown = warnings.some((warning) => warning.field === field);
    if (wanted[field] === undefined || isKnown || textOf(wanted[field]) === textOf(issue[field])) return [];
    const why = 'GitHub drops labels, assignees and types in silence where the token has no right to set them';
    return [{ field, message: `GitHub has not taken it as it was asked for; ${why}` }];
  });
}

/** The labels of a map that an issue is to carry: those it has, or one for what is asked. */
function labelsFor<Meaning>(
  words: Words<Meaning>,
  asked: Meaning | null | undefined,
  had: readonly string[],
): readonly string[] {
  const mapped = had.filter((label) => words.meaningOf(label) !== undefined);
  if (asked === undefined) return mapped;
  const fitting = mapped.filter((label) => words.meaningOf(label) === asked);
  return [...fitting, ...(asked === null ? [] : words.wordsFor(asked))].slice(0, 1);
}

function setOf(names: readonly string[]): string {
  return JSON.stringify([...new Set(names.map(fold))].sort());
}

function textOf(value: string | number | readonly string[] | Issue['parent']): string {
  if (Array.isArray(value)) return setOf(value);
  if (value !== null && typeof value === 'object') {
    const { workspace, id } = value as NonNullable<Issue['parent']>;
    return fold(`${workspace}#${id}`);
  }
  return String(value ?? '')
    .replaceAll('\r\n', '\n')
    .trim();
}
