import * as z from 'zod/mini';
import { zTimestamp } from '../../contracts/timestamp.js';

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
  state: z.string(),
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

/** A page of issues; compiled, because every synchronised issue passes through it. @internal */
export const zWireIssues = /* @__PURE__ */ z.compile(z.array(zWireIssue));

/** The same check, but the outcome is the object as it was sent, with everything we do not read. @internal */
export const zKeptIssue = z.custom<WireIssue>().check((payload) => {
  const { error } = zWireIssue.safeParse(payload.value);
  for (const issue of error?.issues ?? []) payload.issues.push({ ...issue, input: undefined });
});

/** @internal */
export const zKeptIssues = z.array(zKeptIssue);

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
