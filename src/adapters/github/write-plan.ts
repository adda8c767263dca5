import type { FieldWarning, IssuePatch } from '../../contracts/adapter/issue-write.js';
import type { Words } from '../../contracts/adapter/word-map.js';
import type { ExternalRef } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { IssueType } from '../../contracts/issue-type.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { toCause } from '../../errors/redact.js';
import { fitBody } from './body.js';
import { detailsOf, type GithubCall, invalid, unsupported } from './call.js';
import { readTypes } from './directory.js';
import {
  fold,
  freeLabels,
  isClosedStatus,
  labelsOf,
  loginsOf,
  meaningOfType,
  toClosedStatus,
  toIssueType,
} from './map.js';
import type { GithubWords } from './options.js';
import type { WireIssue } from './wire.js';
import { placeOf } from './write-links.js';

const MAX_ASSIGNEES = 10;

/** What a write comes to. @internal */
export interface WritePlan {
  /** What to tell GitHub: only what changes something. */
  readonly fields: Record<string, unknown>;
  /** Labels to add, where the others stay whatever they are. */
  readonly added: readonly string[];
  /** Labels to take away, likewise. */
  readonly removed: readonly string[];
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
  const { labels, added, removed } = planLabels(words, wanted, labelsOf(before));
  // One by one only where nobody has asked for all of them.
  const isWhole = !current || asked.labels !== undefined;
  if (isWhole && added.length + removed.length > 0) fields.labels = labels;
  if (asked.labels) {
    wanted.labels = freeLabels(asked.labels, words);
    for (const label of without(asked.labels, labels)) {
      warn('labels', `'${label}' was left out: it stands for a status or a priority, which says whether it is there`);
    }
  }

  if (asked.assignees) {
    const assigned = loginsOf(before);
    const logins = await loginsFor(call, asked.assignees, assigned);
    for (const login of logins.splice(MAX_ASSIGNEES)) warn('assignees', `${login} is one more than GitHub takes`);
    wanted.assignees = logins;
    if (setOf(logins) !== setOf(assigned)) fields.assignees = logins;
  }

  if (issueType && toIssueType(before.type?.name, labels, words) !== issueType) {
    const type = await typeFor(call, issueType, labels);
    if (type !== undefined) fields.type = type;
    else {
      wanted.issueType = undefined;
      warn('issueType', `the repository has no issue type that stands for ${issueType}`);
    }
  }

  for (const name of Object.keys(asked.customFields ?? {})) {
    warn(`customFields.${name}`, 'not written: GitHub issues have no such field');
  }
  return { fields, added: isWhole ? [] : added, removed: isWhole ? [] : removed, wanted, warnings };
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

/** The labels that an issue is to carry, once each, and what that changes. */
function planLabels(words: GithubWords, asked: WritePlan['wanted'], had: readonly string[]) {
  const labels = [
    ...freeLabels(asked.labels ?? had, words),
    ...labelsFor(words.statuses, asked.status, had),
    ...labelsFor(words.priorities, asked.priority, had),
  ];
  return { labels: distinct(labels), added: without(labels, had), removed: without(had, labels) };
}

/** Who is assigned passes as he is; everybody else has to be known. */
async function loginsFor(call: GithubCall, asked: readonly string[], assigned: readonly string[]): Promise<string[]> {
  const logins: string[] = [];
  for (const [at, who] of asked.entries()) {
    const known = assigned.find((one) => fold(one) === fold(who));
    logins.push(known ?? (await resolved(call, who, `assignees[${at}]`)));
  }
  return distinct(logins);
}

/** The login that the host's function gives. What it fails with may hold anything, and is kept as a summary. */
async function resolved(call: GithubCall, who: string, path: string): Promise<string> {
  let login: unknown;
  try {
    login = await call.resolveUser(who);
  } catch (error) {
    if (isTrackerError(error)) throw error;
    call.signal?.throwIfAborted();
    throw new InvalidInputError([{ path, message: 'resolveUser failed' }], {
      ...detailsOf(call),
      cause: toCause(error),
    });
  }
  if (typeof login === 'string' && login.trim() !== '') return login;
  throw invalid(call, path, 'resolveUser knows nobody at GitHub for this');
}

/** The name of the issue type to set, null for none; undefined where GitHub would refuse the whole issue for it. */
async function typeFor(
  call: GithubCall,
  asked: IssueType,
  labels: readonly string[],
): Promise<string | null | undefined> {
  const { words } = call;
  const fitting = (await readTypes(call)).filter(({ name }) => meaningOfType(name, words) === asked);
  const type = fitting.find(({ name }) => words.types.meaningOf(name)) ?? fitting[0];
  return type?.name ?? (toIssueType(undefined, labels, words) === asked ? null : undefined);
}

/** Names once each, as they were spelt last. */
function distinct(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [fold(name), name])).values()];
}

/** The labels that are not among others. */
function without(labels: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(fold));
  return labels.filter((label) => !known.has(fold(label)));
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
