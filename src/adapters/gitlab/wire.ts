import {
  answer,
  flag,
  list,
  maybe,
  object,
  oneOf,
  text,
  time,
  type ValueOf,
  whole,
} from '../../contracts/adapter/shape.js';

const person = object({ id: whole });

const issue = object({
  iid: whole,
  project_id: whole,
  title: text,
  description: maybe(text),
  // Not guessed at: another word may mean anything.
  state: oneOf('opened', 'closed'),
  web_url: text,
  labels: list(text),
  assignees: maybe(list(person)),
  issue_type: maybe(text),
  confidential: maybe(flag),
  moved_to_id: maybe(whole),
  due_date: maybe(text),
  weight: maybe(whole),
  milestone: maybe(person),
  created_at: time,
  updated_at: time,
});

/** @internal */
export type WireIssue = ValueOf<typeof issue>;
/** @internal */
export const zWireIssue = answer(issue);
/** @internal */
export const zWireIssues = answer(list(issue));

const note = object({
  id: whole,
  body: text,
  author: maybe(person),
  system: maybe(flag),
  internal: maybe(flag),
  // What `internal` was called before 15.5.
  confidential: maybe(flag),
  created_at: time,
  updated_at: time,
});

/** @internal */
export type WireNote = ValueOf<typeof note>;
/** @internal */
export const zWireNotes = answer(list(note));
/** @internal */
export const zWireNote = answer(note);

const isOfCommands = (value: { readonly commands_changes?: unknown; readonly id?: unknown }) =>
  value.commands_changes !== undefined && value.id === undefined;

/**
 * A note, or what comes in its place (202) when the whole text was taken for commands: then `commands_changes` is there
 * and no `id`.
 *
 * @internal
 */
export const zWireNoteOrCommands = answer<WireNote>(
  (value, complain): value is WireNote => isOfCommands(Object(value)) || note(value, complain),
);

const linkedIssue = object({
  iid: whole,
  project_id: whole,
  issue_link_id: whole,
  // Not guessed at either.
  link_type: oneOf('relates_to', 'blocks', 'is_blocked_by'),
  web_url: text,
  references: maybe(object({ full: maybe(text) })),
});
/** @internal */
export type WireLinkedIssue = ValueOf<typeof linkedIssue>;
/** @internal */
export const zWireLinkedIssues = answer(list(linkedIssue));

/** @internal */
export const zWireUpload = answer(object({ url: text, markdown: text }));

const hook = object({ id: whole, url: text, alert_status: maybe(text), signing_token_present: maybe(flag) });
/** @internal */
export type WireHook = ValueOf<typeof hook>;
/** @internal */
export const zWireHook = answer(hook);
/** @internal */
export const zWireHooks = answer(list(hook));

const access = maybe(object({ access_level: whole }));
const project = object({
  id: whole,
  name_with_namespace: maybe(text),
  path_with_namespace: text,
  web_url: maybe(text),
  archived: maybe(flag),
  issues_access_level: maybe(text),
  permissions: maybe(object({ project_access: access, group_access: access })),
});
/** @internal */
export const zWireProject = answer(project);
/** @internal */
export const zWireProjects = answer(list(project));

const user = object({ id: whole, username: text, name: maybe(text), public_email: maybe(text), is_admin: maybe(flag) });
/** @internal */
export const zWireUser = answer(user);
/** @internal */
export const zWireUsers = answer(list(user));

/** What holds a thing, an issue or a project: anything with an id. @internal */
export const zWireHolder = answer(object({ id: whole }));

/** A token about itself. @internal */
export const zWireToken = answer(object({ scopes: list(text) }));

/** @internal */
export const zWireLabels = answer(list(object({ name: text })));

/** @internal */
export const zWireMetadata = answer(object({ version: text }));
