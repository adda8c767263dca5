import {
  answer,
  flag,
  list,
  maybe,
  number,
  object,
  text,
  time,
  unread,
  type ValueOf,
  whole,
} from '../../contracts/adapter/shape.js';

const numbered = object({ id: whole });
const named = object({ id: whole, name: text });
const status = object({ id: whole, name: text, is_closed: flag });
const relation = object({ id: whole, issue_id: whole, issue_to_id: whole, relation_type: text });
const customValue = object({ id: whole, value: unread });

const issueMembers = {
  id: whole,
  project: named,
  tracker: named,
  status,
  priority: named,
  author: maybe(named),
  assigned_to: maybe(numbered),
  category: maybe(named),
  fixed_version: maybe(numbered),
  parent: maybe(numbered),
  subject: text,
  description: maybe(text),
  start_date: maybe(text),
  due_date: maybe(text),
  done_ratio: maybe(number),
  estimated_hours: maybe(number),
  is_private: flag,
  custom_fields: maybe(list(customValue)),
  created_on: time,
  updated_on: time,
  relations: maybe(list(relation)),
};
const issue = object(issueMembers);

/** @internal */
export type WireIssue = ValueOf<typeof issue>;
/** @internal */
export type WireStatus = ValueOf<typeof status>;
/** @internal */
export type WireNamed = ValueOf<typeof named>;
/** @internal */
export type WireRelation = ValueOf<typeof relation>;

/** How many there are in all, where the list is paged. */
const total = maybe(whole);
/** @internal */
export const zWireIssues = answer(object({ issues: list(issue), total_count: total }));
/** @internal */
export const zWireIssue = answer(object({ issue }));

const journal = object({
  id: whole,
  user: maybe(numbered),
  notes: maybe(text),
  created_on: time,
  // From 6.0 on.
  updated_on: maybe(time),
  private_notes: maybe(flag),
  details: maybe(list(object({ property: text, name: text }))),
});
/** @internal */
export type WireJournal = ValueOf<typeof journal>;

const attachment = object({ id: whole, filename: text, filesize: maybe(whole), content_type: maybe(text) });
/** @internal */
export type WireAttachment = ValueOf<typeof attachment>;

/** An issue with what `include` may name. @internal */
export const zWireIssueWith = answer(
  object({
    issue: object({
      ...issueMembers,
      journals: maybe(list(journal)),
      attachments: maybe(list(attachment)),
      children: maybe(list(numbered)),
      allowed_statuses: maybe(list(status)),
    }),
  }),
);
/** @internal */
export type WireIssueWith = ValueOf<typeof issue> & {
  readonly journals?: readonly WireJournal[] | null | undefined;
  readonly attachments?: readonly WireAttachment[] | null | undefined;
  readonly children?: readonly { readonly id: number }[] | null | undefined;
  readonly allowed_statuses?: readonly WireStatus[] | null | undefined;
};

/** The account that a key belongs to. @internal */
export const zWireAccount = answer(
  object({
    user: object({
      id: whole,
      login: text,
      admin: maybe(flag),
      memberships: maybe(list(object({ project: named, roles: list(named) }))),
    }),
  }),
);

const project = object({
  id: whole,
  name: text,
  identifier: text,
  status: maybe(whole),
  trackers: maybe(list(named)),
  issue_custom_fields: maybe(list(named)),
});
/** @internal */
export type WireProject = ValueOf<typeof project>;
/** @internal */
export const zWireProject = answer(object({ project }));
/** @internal */
export const zWireProjects = answer(object({ projects: list(project), total_count: total }));

/** @internal */
export const zWireStatuses = answer(object({ issue_statuses: list(status) }));
/** @internal */
export const zWirePriorities = answer(
  object({ issue_priorities: list(object({ id: whole, name: text, active: maybe(flag) })) }),
);
/** @internal */
export const zWireCategories = answer(object({ issue_categories: list(named) }));
/** @internal */
export const zWireMembers = answer(object({ memberships: list(object({ user: maybe(named) })), total_count: total }));
/** @internal */
export const zWireTrackers = answer(
  object({ trackers: list(object({ id: whole, name: text, enabled_standard_fields: maybe(list(text)) })) }),
);
/** @internal */
export const zWireCustomFields = answer(
  object({
    custom_fields: list(
      object({
        id: whole,
        name: text,
        customized_type: text,
        is_required: maybe(flag),
        possible_values: maybe(list(object({ value: maybe(text) }))),
        trackers: maybe(list(numbered)),
      }),
    ),
  }),
);
/** @internal */
export const zWireFound = answer(object({ results: list(object({ id: whole })), total_count: total }));
/** @internal */
export const zWireUpload = answer(object({ upload: object({ id: whole, token: text }) }));
/** @internal */
export const zWireRole = answer(object({ role: object({ permissions: list(text) }) }));
