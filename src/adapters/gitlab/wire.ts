import * as z from 'zod/mini';
import { isTimestamp } from '../../contracts/timestamp.js';

// Tables of plain tests instead of zod's own objects: every synchronised issue passes through them, they copy nothing, and
// one table gives the test, the words of a complaint and the type.

/** What is expected, in words, and the test of it. */
type Guard<Value> = readonly [expected: string, accepts: (value: unknown) => value is Value];
type Members = Readonly<Record<string, Guard<unknown>>>;
type Wire<Shape extends Members> = {
  readonly [Name in keyof Shape]: Shape[Name] extends Guard<infer Value> ? Value : never;
};

const text: Guard<string> = ['string', (value): value is string => typeof value === 'string'];
const flag: Guard<boolean> = ['boolean', (value): value is boolean => typeof value === 'boolean'];
const whole: Guard<number> = ['whole number', (value): value is number => Number.isSafeInteger(value)];
const time: Guard<string> = [
  'RFC 3339 time',
  (value): value is string => typeof value === 'string' && isTimestamp(value),
];

const maybe = <Value>([expected, accepts]: Guard<Value>): Guard<Value | null | undefined> => [
  expected,
  (value): value is Value | null | undefined => value === null || value === undefined || accepts(value),
];
const listOf = <Value>([expected, accepts]: Guard<Value>): Guard<readonly Value[]> => [
  `list of ${expected}`,
  (value): value is readonly Value[] => Array.isArray(value) && value.every(accepts),
];
const object = <Shape extends Members>(shape: Shape): Guard<Wire<Shape>> => {
  const members = Object.entries(shape);
  const accepts = (value: unknown): value is Wire<Shape> =>
    isObject(value) && members.every(([name, [, acceptsMember]]) => acceptsMember(value[name]));
  return ['object', accepts];
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Complaints {
  push(complaint: { code: 'custom'; path: PropertyKey[]; message: string; input: undefined }): unknown;
}

function inspect(members: [string, Guard<unknown>][], value: unknown, path: PropertyKey[], complaints: Complaints) {
  const complain = (expected: string, at: PropertyKey[]) =>
    complaints.push({ code: 'custom', path: at, message: `expected ${expected}`, input: undefined });
  if (!isObject(value)) complain('object', path);
  else
    for (const [name, [expected, accepts]] of members) if (!accepts(value[name])) complain(expected, [...path, name]);
}

/** The object as it was sent, with everything that is not read. */
const one = <Shape extends Members>(shape: Shape) => {
  const members = Object.entries(shape);
  return z.custom<Wire<Shape>>().check(({ value, issues }) => inspect(members, value, [], issues));
};

const many = <Shape extends Members>(shape: Shape) => {
  const members = Object.entries(shape);
  return z.custom<Wire<Shape>[]>(Array.isArray, { error: 'expected array', abort: true }).check(({ value, issues }) => {
    for (const [at, item] of value.entries()) inspect(members, item, [at], issues);
  });
};

const person = object({ id: whole });

const issue = {
  iid: whole,
  project_id: whole,
  title: text,
  description: maybe(text),
  // Not guessed at: another word may mean anything.
  state: [
    'one of opened, closed',
    (value): value is 'opened' | 'closed' => value === 'opened' || value === 'closed',
  ] as Guard<'opened' | 'closed'>,
  web_url: text,
  labels: listOf(text),
  assignees: maybe(listOf(person)),
  issue_type: maybe(text),
  confidential: maybe(flag),
  moved_to_id: maybe(whole),
  due_date: maybe(text),
  weight: maybe(whole),
  milestone: maybe(person),
  created_at: time,
  updated_at: time,
};

/** @internal */
export type WireIssue = Wire<typeof issue>;
/** @internal */
export const zWireIssue = /* @__PURE__ */ one(issue);
/** @internal */
export const zWireIssues = /* @__PURE__ */ many(issue);

const note = {
  id: whole,
  body: text,
  author: maybe(person),
  system: maybe(flag),
  internal: maybe(flag),
  // What `internal` was called before 15.5.
  confidential: maybe(flag),
  created_at: time,
  updated_at: time,
};

/** @internal */
export type WireNote = Wire<typeof note>;
/** @internal */
export const zWireNotes = /* @__PURE__ */ many(note);
/** @internal */
export const zWireNote = /* @__PURE__ */ one(note);

/**
 * A note, or what comes in its place (202) when the whole text was taken for commands: then `commands_changes` is there
 * and no `id`.
 *
 * @internal
 */
export const zWireNoteOrCommands = /* @__PURE__ */ (() =>
  z.custom<WireNote>().check(({ value, issues }) => {
    if (isObject(value) && 'commands_changes' in value && !('id' in value)) return;
    for (const found of zWireNote.safeParse(value).error?.issues ?? []) issues.push({ ...found, input: undefined });
  }))();

const linkedIssue = {
  iid: whole,
  project_id: whole,
  issue_link_id: whole,
  link_type: text,
  web_url: text,
  references: maybe(object({ full: maybe(text) })),
};
/** @internal */
export type WireLinkedIssue = Wire<typeof linkedIssue>;
/** @internal */
export const zWireLinkedIssues = /* @__PURE__ */ many(linkedIssue);

/** @internal */
export const zWireUpload = /* @__PURE__ */ one({ url: text, markdown: text });

const hook = { id: whole, url: text, alert_status: maybe(text), signing_token_present: maybe(flag) };
/** @internal */
export type WireHook = Wire<typeof hook>;
/** @internal */
export const zWireHook = /* @__PURE__ */ one(hook);
/** @internal */
export const zWireHooks = /* @__PURE__ */ many(hook);

const access = maybe(object({ access_level: whole }));
const project = {
  id: whole,
  name_with_namespace: maybe(text),
  path_with_namespace: text,
  web_url: maybe(text),
  archived: maybe(flag),
  issues_access_level: maybe(text),
  permissions: maybe(object({ project_access: access, group_access: access })),
};
/** @internal */
export const zWireProject = /* @__PURE__ */ one(project);
/** @internal */
export const zWireProjects = /* @__PURE__ */ many(project);

const user = { id: whole, username: text, name: maybe(text), public_email: maybe(text), is_admin: maybe(flag) };
/** @internal */
export const zWireUser = /* @__PURE__ */ one(user);
/** @internal */
export const zWireUsers = /* @__PURE__ */ many(user);

/** @internal */
export const zWireLabels = /* @__PURE__ */ many({ name: text });

/** @internal */
export const zWireMetadata = /* @__PURE__ */ one({ version: text });
