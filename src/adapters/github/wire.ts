import {
  answer,
  leaf,
  list,
  maybe,
  object,
  oneOf,
  text,
  time,
  unread,
  type ValueOf,
  whole,
} from '../../contracts/adapter/shape.js';

const account = object({ login: text });
const maybeText = maybe(text);
const label = leaf<string | { readonly name?: string | null }>(
  'label',
  (value) => typeof value === 'string' || labelObject(value),
);
const labelObject = object({ name: maybeText });

/**
 * What is read of an issue, of the list or alone. Pull requests have the same shape and `pull_request` beside it.
 * GitHub's own description allows a label to be a plain text and makes `assignees` optional; the singular `assignee`
 * is gone from API version 2026-03-10 on.
 *
 * @internal
 */
export const ISSUE_MEMBERS = {
  // What a path takes is the number; what a link takes is the id.
  id: whole,
  number: whole,
  title: text,
  body: maybeText,
  // Not guessed at: another word may mean anything.
  state: oneOf('open', 'closed'),
  state_reason: maybeText,
  html_url: text,
  repository_url: maybeText,
  parent_issue_url: maybeText,
  labels: list(label),
  assignees: maybe(list(maybe(account))),
  type: maybe(object({ name: text })),
  pull_request: unread,
  sub_issues_summary: unread,
  issue_dependencies_summary: unread,
  created_at: time,
  updated_at: time,
};
/** @internal */
export const wireIssue = object(ISSUE_MEMBERS);

/** @internal */
export type WireIssue = ValueOf<typeof wireIssue>;

/** @internal */
export const zWireIssue = answer(wireIssue);

/** @internal */
export const zWireIssues = answer(list(wireIssue));

/** Of a repository, its name as it is now. @internal */
export const zWireRepository = answer(object({ full_name: text }));

/**
 * The body of an error. Whatever part of it is odd is read as absent, so that an error never hides behind its own text.
 *
 * @internal
 */
export function readFault(body: unknown) {
  const textIn = (owner: unknown, member: string) => {
    const found: unknown = Object(owner)[member];
    return typeof found === 'string' ? found : '';
  };
  const { errors } = Object(body) as { readonly errors?: unknown };
  return {
    message: textIn(body, 'message'),
    errors: (Array.isArray(errors) ? errors : []).map((error: unknown) => ({
      field: textIn(error, 'field'),
      what: typeof error === 'string' ? error : textIn(error, 'message') || textIn(error, 'code'),
    })),
  };
}
