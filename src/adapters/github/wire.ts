import * as z from 'zod/mini';
import { zListOf } from '../../contracts/list-of.js';
import { zFlag } from '../../contracts/number.js';
import { zOneOf } from '../../contracts/one-of.js';
import { isTimestamp, zTimestamp } from '../../contracts/timestamp.js';

// zod's own lists, unions and whole numbers weigh more than the plain tests that the contracts bring along.
const zString = z.string();
const zText = z.optional(z.nullable(zString));
const zWhole = z.custom<number>(Number.isSafeInteger, { error: 'expected int' });
const zNothingRead = z.optional(z.unknown());

/** An account, or null where it was deleted. */
interface WireAccount {
  readonly login: string;
}
type WireLabel = string | { readonly name?: string | null };

const zAccount = z.custom<WireAccount | null>(isAccount);

/**
 * What is read of an issue, of the list or alone. Pull requests have the same shape and `pull_request` beside it.
 * GitHub's own description allows a label to be a plain text and makes `assignees` optional; the singular `assignee`
 * is gone from API version 2026-03-10 on.
 *
 * @internal
 */
export const zWireIssue = z.object({
  // What a path takes is the number; what a link takes is the id.
  id: zWhole,
  number: zWhole,
  title: zString,
  body: zText,
  // Not guessed at: another word may mean anything.
  state: zOneOf(['open', 'closed']),
  state_reason: zText,
  html_url: zString,
  repository_url: zText,
  parent_issue_url: zText,
  labels: zListOf(z.custom<WireLabel>(isLabel)),
  assignees: z.optional(z.nullable(zListOf(zAccount))),
  type: z.optional(z.nullable(z.object({ name: zString }))),
  pull_request: zNothingRead,
  sub_issues_summary: zNothingRead,
  issue_dependencies_summary: zNothingRead,
  created_at: zTimestamp,
  updated_at: zTimestamp,
});

/** @internal */
export type WireIssue = z.output<typeof zWireIssue>;

// Plain tests in front of the schema, because every synchronised issue passes through them: where they say yes, so does
// the schema, ten times as slowly; where they say no, it is asked, and it also knows why.
const isText = (value: unknown) => typeof value === 'string';
const isTime = (value: unknown) => typeof value === 'string' && isTimestamp(value);
const isTextOrNone = (value: unknown) => value === null || value === undefined || isText(value);

function isLabel(label: unknown): boolean {
  return isText(label) || (isObject(label) && isTextOrNone(label.name));
}

function isAccount(user: unknown): boolean {
  return user === null || (isObject(user) && isText(user.login));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @internal */
export function isPlainlyAnIssue(wire: unknown): boolean {
  return (
    isObject(wire) &&
    Number.isSafeInteger(wire.id) &&
    Number.isSafeInteger(wire.number) &&
    isText(wire.title) &&
    isTextOrNone(wire.body) &&
    (wire.state === 'open' || wire.state === 'closed') &&
    isTextOrNone(wire.state_reason) &&
    isText(wire.html_url) &&
    isTextOrNone(wire.repository_url) &&
    isTextOrNone(wire.parent_issue_url) &&
    Array.isArray(wire.labels) &&
    wire.labels.every(isLabel) &&
    Array.isArray(wire.assignees) &&
    wire.assignees.every(isAccount) &&
    (wire.type === null || wire.type === undefined || (isObject(wire.type) && isText(wire.type.name))) &&
    isTime(wire.created_at) &&
    isTime(wire.updated_at)
  );
}

/** An issue as it was sent, with everything that is not read. @internal */
export const zSentIssue = z.custom<WireIssue>().check((payload) => {
  if (isPlainlyAnIssue(payload.value)) return;
  const { error } = zWireIssue.safeParse(payload.value);
  for (const issue of error?.issues ?? []) payload.issues.push({ ...issue, input: undefined });
});

/** @internal */
export const zSentIssues = zListOf(zSentIssue);

/** @internal */
export const zWireFoundIssues = z.object({ total_count: zWhole, incomplete_results: zFlag, items: zSentIssues });

/** @internal */
export type WireFoundIssues = z.output<typeof zWireFoundIssues>;

/** @internal */
export const zWireComment = z.object({
  id: zWhole,
  body: zText,
  user: z.optional(zAccount),
  issue_url: zText,
  created_at: zTimestamp,
  updated_at: zTimestamp,
});

/** @internal */
export type WireComment = z.output<typeof zWireComment>;

/** @internal */
export const zWireComments = zListOf(zWireComment);

/** @internal */
export const zWireRepository = z.object({
  full_name: zString,
  html_url: zText,
  private: z.optional(zFlag),
  archived: z.optional(zFlag),
  has_issues: z.optional(zFlag),
  permissions: z.optional(z.object({ pull: z.optional(zFlag), triage: z.optional(zFlag), push: z.optional(zFlag) })),
});

/** @internal */
export type WireRepository = z.output<typeof zWireRepository>;

/** @internal */
export const zWireRepositories = zListOf(zWireRepository);

/** What an installation's token gets in place of a plain list. @internal */
export const zWireInstalled = z.object({ repositories: zWireRepositories });

/** @internal */
export const zWireUser = z.object({ login: zString });

/** @internal */
export const zWireUsers = zListOf(zWireUser);

/** @internal */
export const zWireLabels = zListOf(z.object({ name: zString }));

/** @internal */
export const zWireTypes = zListOf(z.object({ id: zWhole, name: zString, is_enabled: z.optional(zFlag) }));

/** @internal */
export const zWireHook = z.object({ id: zWhole, active: zFlag, config: z.object({ url: zText }) });

/** @internal */
export type WireHook = z.output<typeof zWireHook>;

/** @internal */
export const zWireHooks = zListOf(zWireHook);

/** One complaint in the body of an error; empty where GitHub says nothing. */
interface WireComplaint {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/**
 * The body of an error. Whatever part of it is odd is read as absent, so that an error never hides behind its own text.
 *
 * @internal
 */
export function readFault(body: unknown): { readonly message: string; readonly errors: readonly WireComplaint[] } {
  const textOf = (owner: unknown, member: keyof WireComplaint) => {
    const text = isObject(owner) ? owner[member] : undefined;
    return typeof text === 'string' ? text : '';
  };
  const errors: unknown = isObject(body) ? body.errors : undefined;
  return {
    message: textOf(body, 'message'),
    errors: (Array.isArray(errors) ? errors : []).map((error: unknown) => ({
      field: textOf(error, 'field'),
      code: textOf(error, 'code'),
      message: typeof error === 'string' ? error : textOf(error, 'message'),
    })),
  };
}
