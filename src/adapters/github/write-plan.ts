import type { FieldWarning, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
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

/** What a write comes to. @internal */
export interface WritePlan {
  /** What to tell GitHub: only what changes something. */
  readonly fields: Record<string, unknown>;
  /** What the issue should then look like. */
  readonly wanted: { -readonly [Field in keyof IssuePatch]: IssuePatch[Field] | undefined };
  /** What cannot be told. */
  readonly warnings: FieldWarning[];
}

/** What an issue is before it is made. */
const BLANK: Partial<WireIssue> & Pick<WireIssue, 'labels' | 'state'> = { labels: [], state: 'open' };

/** Refuses what cannot be written, before anything is sent. @internal */
export function refuseAsked(call: GithubCall, { expectedRevision, parent, status, visibility }: IssuePatch): void {
  const { statuses } = call.words;
  if (visibility === 'restricted') {
    throw unsupported(call, 'whoever may read the repository sees all of its issues; none can be restricted');
  }
  if (expectedRevision !== undefined) throw unsupported(call, 'GitHub takes no precondition (expectedRevision)');
  const choices = new Set(['todo', 'done', 'canceled', ...statuses.all.map(statuses.meaningOf)]);
  if (status && !choices.has(status)) {
    throw invalid(call, 'status', `no label of statusMap stands for ${status}; there are ${[...choices].join(', ')}`);
  }
  if (parent) placeOf(call, parent, 'parent');
}

/** Works out what to tell GitHub so that an issue becomes as it was asked for. @internal */
export async function planWrite(
  call: GithubCall,
  asked: IssuePatch,
  current: WireIssue | undefined,
  marker: string,
): Promise<WritePlan> {
  const { words } = call;
  const { title, body, status, issueType } = asked;
  const before = current ?? BLANK;
  const fields: Record<string, unknown> = {};
  const wanted: WritePlan['wanted'] = { ...asked };
  const warnings: FieldWarning[] = [];
  const warn = (field: string, message: string) => warnings.push({ field, message });

  if (title !== undefined && title !== before.title) fields.title = title;
  if (body !== undefined || marker) {
    const { text, isCut } = await fitBody(body ?? '', marker);
    if (text !== (before.body ?? '') && (body !== undefined || !current)) fields.body = text || null;
    if (isCut) {
      wanted.body = undefined;
      warn('body', 'cut at the 65 536 characters that GitHub takes; a note at its end says so');
    }
  }

  if (status && toClosedStatus(before) !== (isClosedStatus(status) ? status : undefined)) {
    fields.state = isClosedStatus(status) ? 'closed' : 'open';
    if (isClosedStatus(status)) fields.state_reason = status === 'done' ? 'completed' : 'not_planned';
  }

  if (typeof asked.priority === 'number' && words.priorities.wordsFor(asked.priority).length === 0) {
    wanted.priority = undefined;
    warn('priority', `no label of priorityMap stands for ${asked.priority}`);
  }
  const had = labelsOf(before);
  const labels = [
    ...(asked.labels ?? had.filter((label) => isFreeLabel(label, words))),
    ...labelsFor(words.statuses, status, had),
    ...labelsFor(words.priorities, wanted.priority, had),
  ];
  if (setOf(labels) !== setOf(had)) fields.labels = [...new Map(labels.map((label) => [fold(label), label])).values()];
  wanted.labels = asked.labels?.filter((label) => isFreeLabel(label, words));

  if (asked.assignees) {
    const logins: string[] = [];
    for (const who of asked.assignees) {
      const login = await call.resolveUser(who);
      if (login === undefined) warn('assignees', `nobody at GitHub is known for ${who}`);
      else if (logins.push(login) > MAX_ASSIGNEES) warn('assignees', `${logins.pop()} is one more than GitHub takes`);
    }
    wanted.assignees = logins;
    if (setOf(logins) !== setOf(loginsOf(before))) fields.assignees = logins;
  }

  if (issueType && toIssueType(before.type?.name, labels, words) !== issueType) {
    // GitHub refuses the whole issue for a type that the organisation does not have.
    const fitting = (await readTypes(call)).filter(({ name }) => meaningOfType(name, words) === issueType);
    const type = fitting.find(({ name }) => words.types.meaningOf(name)) ?? fitting[0];
    if (type) fields.type = type.name;
    else if (toIssueType(undefined, labels, words) === issueType) fields.type = null;
    else {
      wanted.issueType = undefined;
      warn('issueType', `the repository has no issue type that stands for ${issueType}`);
    }
  }

  for (const name of Object.keys(asked.customFields ?? {})) {
    warn(`customFields.${name}`, 'not written: GitHub issues have no such field');
  }
  return { fields, wanted, warnings };
}

/** All warnings of a write: what GitHub was not told, and what it was told and has not taken. @internal */
export function warningsOf({ wanted, warnings }: WritePlan, issue: Issue): FieldWarning[] {
  const fields = ['title', 'body', 'status', 'issueType', 'priority', 'assignees', 'labels', 'parent'] as const;
  const missed = fields.filter((field) => {
    return wanted[field] !== undefined && textOf(wanted[field]) !== textOf(issue[field]);
  });
  const message = 'not taken as asked: GitHub drops what the token has no right to set, in silence';
  return [...warnings, ...missed.map((field) => ({ field, message }))];
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

function textOf(value: string | number | readonly string[] | ExternalRef | null | undefined): string {
  if (Array.isArray(value)) return setOf(value);
  const { workspace, id } = Object(value) as Partial<ExternalRef>;
  return id
    ? fold(`${workspace}#${id}`)
    : String(value ?? '')
        .replaceAll('\r\n', '\n')
        .trim();
}
