import * as z from 'zod/mini';
import { zListOf } from '../../contracts/list-of.js';
import { isTimestamp } from '../../contracts/timestamp.js';

/**
 * What a member of GitHub's answer has to be. Plain tests, because every synchronised issue passes through them: zod's own
 * objects, lists and unions copy, take ten times as long, and weigh more than all of this.
 */
interface Rule<Value> {
  readonly accepts: (value: unknown) => boolean;
  readonly expected: string;
  /** Never there: carries the type. */
  readonly value?: Value;
}
type ValueOf<Known> = Known extends Rule<infer Value> ? Value : never;
type Members = Readonly<Record<string, Rule<unknown>>>;
type Wire<Known extends Members> = { readonly [Name in keyof Known]: ValueOf<Known[Name]> };

const rule = <Value>(expected: string, accepts: Rule<Value>['accepts']): Rule<Value> => ({ accepts, expected });
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = rule<string>('string', (value) => typeof value === 'string');
const whole = rule<number>('int', Number.isSafeInteger);
const flag = rule<boolean>('boolean', (value) => typeof value === 'boolean');
const time = rule<string>('an RFC 3339 time', (value) => typeof value === 'string' && isTimestamp(value));
const anything = rule<unknown>('', () => true);
// Not guessed at: another word may mean anything.
const state = rule<'open' | 'closed'>('one of open, closed', (value) => value === 'open' || value === 'closed');

function maybe<Value>({ accepts, expected }: Rule<Value>) {
  return rule<Value | null | undefined>(expected, (value) => value === null || value === undefined || accepts(value));
}

function many<Value>({ accepts }: Rule<Value>) {
  return rule<readonly Value[]>('array', (value) => Array.isArray(value) && value.every(accepts));
}

function having<Known extends Members>(members: Known) {
  const rules = Object.entries(members);
  return rule<Wire<Known>>(
    'object',
    (value) => isObject(value) && rules.every(([name, one]) => one.accepts(value[name])),
  );
}

/** The schema of an object, as it was sent: with everything that is not read. Names the members that are wrong. */
function shapeOf<Known extends Members>(members: Known) {
  const rules = Object.entries(members);
  return z.custom<Wire<Known>>().check(({ value, issues }) => {
    const sent: Readonly<Record<string, unknown>> = Object(value);
    for (const [name, { accepts, expected }] of rules) {
      const message = `expected ${expected}`;
      if (!accepts(sent[name])) issues.push({ code: 'custom', path: [name], message, input: undefined });
    }
  });
}

const maybeText = maybe(text);
const account = having({ login: text });
const label = rule<string | { readonly name?: string | null }>(
  'label',
  (value) => typeof value === 'string' || (isObject(value) && maybeText.accepts(value.name)),
);

/**
 * What is read of an issue, of the list or alone. Pull requests have the same shape and `pull_request` beside it.
 * GitHub's own description allows a label to be a plain text and makes `assignees` optional; the singular `assignee`
 * is gone from API version 2026-03-10 on.
 *
 * @internal
 */
export const WIRE_ISSUE = {
  // What a path takes is the number; what a link takes is the id.
  id: whole,
  number: whole,
  title: text,
  body: maybeText,
  state,
  state_reason: maybeText,
  html_url: text,
  repository_url: maybeText,
  parent_issue_url: maybeText,
  labels: many(label),
  assignees: maybe(many(maybe(account))),
  type: maybe(having({ name: text })),
  pull_request: anything,
  sub_issues_summary: anything,
  issue_dependencies_summary: anything,
  created_at: time,
  updated_at: time,
};

/** @internal */
export type WireIssue = Wire<typeof WIRE_ISSUE>;

/** @internal */
export const zWireIssue = shapeOf(WIRE_ISSUE);

/** @internal */
export const zWireIssues = zListOf(zWireIssue);

/** @internal */
export const zWireFoundIssues = shapeOf({
  total_count: whole,
  incomplete_results: flag,
  items: many(having(WIRE_ISSUE)),
});

/** @internal */
export type WireFoundIssues = z.output<typeof zWireFoundIssues>;

const COMMENT = {
  id: whole,
  body: maybeText,
  user: maybe(account),
  issue_url: maybeText,
  created_at: time,
  updated_at: time,
};

/** @internal */
export type WireComment = Wire<typeof COMMENT>;

/** @internal */
export const zWireComment = shapeOf(COMMENT);

/** @internal */
export const zWireComments = zListOf(zWireComment);

const maybeFlag = maybe(flag);
const REPOSITORY = {
  full_name: text,
  html_url: maybeText,
  private: maybeFlag,
  archived: maybeFlag,
  has_issues: maybeFlag,
  permissions: maybe(having({ pull: maybeFlag, triage: maybeFlag, push: maybeFlag })),
};

/** @internal */
export type WireRepository = Wire<typeof REPOSITORY>;

/** @internal */
export const zWireRepository = shapeOf(REPOSITORY);

/** @internal */
export const zWireRepositories = zListOf(zWireRepository);

/** What an installation's token gets in place of a plain list. @internal */
export const zWireInstalled = shapeOf({ repositories: many(having(REPOSITORY)) });

/** @internal */
export const zWireUser = shapeOf({ login: text });

/** @internal */
export const zWireUsers = zListOf(zWireUser);

/** @internal */
export const zWireLabels = zListOf(shapeOf({ name: text }));

/** @internal */
export const zWireTypes = zListOf(shapeOf({ id: whole, name: text, is_enabled: maybeFlag }));

const HOOK = { id: whole, active: flag, config: having({ url: maybeText }) };

/** @internal */
export type WireHook = Wire<typeof HOOK>;

/** @internal */
export const zWireHook = shapeOf(HOOK);

/** @internal */
export const zWireHooks = zListOf(zWireHook);

/**
 * The body of an error. Whatever part of it is odd is read as absent, so that an error never hides behind its own text.
 *
 * @internal
 */
export function readFault(body: unknown) {
  const textIn = (owner: unknown, member: string) => {
    const found = isObject(owner) ? owner[member] : '';
    return typeof found === 'string' ? found : '';
  };
  const errors: unknown = isObject(body) ? body.errors : undefined;
  return {
    message: textIn(body, 'message'),
    errors: (Array.isArray(errors) ? errors : []).map((error: unknown) => ({
      field: textIn(error, 'field'),
      what: typeof error === 'string' ? error : textIn(error, 'message') || textIn(error, 'code'),
    })),
  };
}
