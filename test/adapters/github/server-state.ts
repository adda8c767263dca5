import { comment, hook, issue, type Json, label, pullRequest, repository, user } from './fixtures.js';

/** The two repositories of the fake: the adapter's own, and one of the same owner. */
export const OWN = 'acme/widgets';
export const OTHER = 'acme/plans';

/** An issue or pull request as the fake keeps it. */
export interface FakeIssue {
  readonly repository: string;
  readonly number: number;
  readonly id: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  reason: string | null;
  labels: string[];
  assignees: string[];
  type: string | null;
  parent: FakeIssue | undefined;
  readonly blockers: Set<FakeIssue>;
  readonly author: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly isPull: boolean;
}

export interface FakeComment {
  readonly id: number;
  readonly issue: FakeIssue;
  body: string;
  readonly author: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface FakeHook {
  readonly id: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly contentType: string;
}

/** What a test may want otherwise. */
export interface GithubServerOptions {
  /** Whether the token may push; without, GitHub drops labels, assignees and types. Default true. */
  readonly mayPush?: boolean;
  /** Whose token it is; null for an installation's. Default `mona`. */
  readonly account?: string | null;
  /** Whether there are sub-issues, dependencies and issue types, which older Enterprise Servers lack. Default true. */
  readonly isModern?: boolean;
  /** Issue types of the organisation. Default GitHub's own. */
  readonly types?: readonly string[];
}

/** All that the fake knows. */
export interface State extends Required<GithubServerOptions> {
  readonly issues: FakeIssue[];
  readonly comments: Map<number, FakeComment>;
  readonly hooks: Map<number, FakeHook>;
  readonly labels: Set<string>;
  readonly people: readonly string[];
  /** The time of GitHub's clock, a second later each time it is looked at. */
  tick(): string;
  nextId(): number;
}

const START = Date.UTC(2026, 2, 10, 9);

export function createState(options: GithubServerOptions = {}): State {
  let seconds = 0;
  let id = 3_000_000_000; // beyond 32 bits, as GitHub's are
  return {
    mayPush: true,
    account: 'mona',
    isModern: true,
    types: ['Task', 'Bug', 'Feature'],
    ...options,
    issues: [],
    comments: new Map(),
    hooks: new Map(),
    labels: new Set(['bug', 'ui', 'needs triage']),
    people: ['mona', 'zoe', 'adam'],
    tick: () => `${new Date(START + ++seconds * 1000).toISOString().slice(0, 19)}Z`,
    nextId: () => ++id,
  };
}

export function addIssue(state: State, fields: Partial<FakeIssue> & { readonly title: string }): FakeIssue {
  const { repository: name = OWN } = fields;
  const now = state.tick();
  const made: FakeIssue = {
    repository: name,
    number: state.issues.filter((other) => other.repository === name).length + 1,
    id: state.nextId(),
    body: null,
    state: 'open',
    reason: null,
    labels: [],
    assignees: [],
    type: null,
    parent: undefined,
    blockers: new Set(),
    author: state.account ?? 'robot[bot]',
    createdAt: now,
    updatedAt: now,
    isPull: false,
    ...fields,
  };
  state.issues.push(made);
  return made;
}

/** An issue in GitHub's own shape. */
export function toWire(state: State, one: FakeIssue): Json {
  const { number, parent, repository: name } = one;
  const children = state.issues.filter((other) => other.parent === one);
  const blocking = state.issues.filter(({ blockers }) => blockers.has(one));
  const done = children.filter((child) => child.state === 'closed').length;
  const shape = one.isPull ? pullRequest(number) : issue(number, {}, name);
  const modern = {
    type: one.type && { id: 410, node_id: 'IT_kwDN', name: one.type, description: null, is_enabled: true },
    sub_issues_summary: { total: children.length, completed: done, percent_completed: 0 },
    issue_dependencies_summary: {
      blocked_by: one.blockers.size,
      total_blocked_by: one.blockers.size,
      blocking: blocking.length,
      total_blocking: blocking.length,
    },
    parent_issue_url: parent ? `https://api.github.com/repos/${parent.repository}/issues/${parent.number}` : null,
  };
  const { type: _type, sub_issues_summary: _sub, issue_dependencies_summary: _dependencies, ...rest } = shape;
  return {
    ...rest,
    ...(state.isModern ? modern : {}),
    id: one.id,
    title: one.title,
    body: one.body,
    state: one.state,
    state_reason: one.reason,
    user: user(one.author),
    labels: one.labels.map((name) => label(name)),
    assignee: one.assignees[0] === undefined ? null : user(one.assignees[0]),
    assignees: one.assignees.map((login) => user(login)),
    comments: [...state.comments.values()].filter((each) => each.issue === one).length,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
  };
}

export function toWireComment({ id, issue: of, body, author, createdAt, updatedAt }: FakeComment): Json {
  return comment(id, { body, user: user(author), created_at: createdAt, updated_at: updatedAt }, of.number);
}

export function toWireHook({ id, url, events, contentType }: FakeHook): Json {
  const config = { url, content_type: contentType, insecure_ssl: '0', secret: '********' };
  return hook(id, { events, config });
}

export function toWireRepository(state: State, name: string): Json {
  const short = name.replace(/^.*\//, '');
  const permissions = { admin: state.mayPush, maintain: false, push: state.mayPush, triage: state.mayPush, pull: true };
  return repository({ full_name: name, name: short, html_url: `https://github.com/${name}`, permissions });
}
