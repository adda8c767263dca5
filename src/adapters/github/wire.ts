import * as z from 'zod/mini';
import { isTimestamp, zTimestamp } from '../../contracts/timestamp.js';

const zText = z.nullish(z.string());

/**
 * What is read of an issue, of the list or alone. Pull requests have the same shape and `pull_request` beside it.
 * GitHub's own description allows a label to be a plain text and makes `assignees` optional; the singular `assignee`
 * is gone from API version 2026-03-10 on.
 *
 * @internal
 */
export const zWireIssue = z.object({
  number: z.int(),
  title: z.string(),
  body: zText,
  // Not guessed at: another word may mean anything.
  state: z.enum(['open', 'closed']),
  state_reason: zText,
  html_url: z.string(),
  repository_url: zText,
  parent_issue_url: zText,
  labels: z.array(z.union([z.string(), z.object({ name: zText })])),
  assignees: z.nullish(z.array(z.nullable(z.object({ login: z.string() })))),
  type: z.nullish(z.object({ name: z.string() })),
  pull_request: z.optional(z.unknown()),
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
const isLabel = (label: unknown) => isText(label) || (isObject(label) && isTextOrNone(label.name));
const isAssignee = (user: unknown) => user === null || (isObject(user) && isText(user.login));

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @internal */
export function isPlainlyAnIssue(wire: unknown): boolean {
  return (
    isObject(wire) &&
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
    wire.assignees.every(isAssignee) &&
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
export const zSentIssues = z.array(zSentIssue);

/** @internal */
export const zWireRepository = z.object({
  full_name: z.string(),
  private: z.optional(z.boolean()),
  archived: z.optional(z.boolean()),
  has_issues: z.optional(z.boolean()),
  permissions: z.optional(z.object({ pull: z.optional(z.boolean()) })),
});

/** @internal */
export const zWireUser = z.object({ login: z.string() });

/** The body of an error. Whatever part of it is odd is read as absent, so that an error never hides behind its own text. @internal */
export const zWireFault = z.object({
  message: z.catch(z.string(), ''),
  errors: z.catch(
    z.array(z.union([z.string(), z.object({ resource: zText, field: zText, code: zText, message: zText })])),
    [],
  ),
});
