import { fault, type Json, label, user } from './fixtures.js';
import {
  addIssue,
  type FakeIssue,
  OTHER,
  OWN,
  type State,
  toWire,
  toWireComment,
  toWireHook,
  toWireRepository,
} from './server-state.js';

/** A request as a route sees it. */
interface Asked {
  readonly state: State;
  /** What the route's groups hold, decoded. */
  readonly params: readonly string[];
  readonly search: URLSearchParams;
  readonly body: Json;
}

/** An answer; `list` is served page by page. */
export interface Told {
  readonly status?: number;
  readonly body?: unknown;
  readonly list?: readonly unknown[];
  /** What stands around a page of the list. */
  readonly around?: (page: readonly unknown[], total: number) => unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Route = readonly [method: string, path: RegExp, handle: (asked: Asked) => Told];

const NOT_FOUND: Told = { status: 404, body: fault('Not Found', { status: '404' }) };
const FORBIDDEN: Told = { status: 403, body: fault('Resource not accessible by integration') };
const invalidField = (field: string, code = 'invalid', more: Json = {}): Told => ({
  status: 422,
  body: fault('Validation Failed', { errors: [{ resource: 'Issue', field, code, ...more }] }),
});
const sentence = (message: string): Told => ({ status: 422, body: fault(message) });

const REPO = '/repos/([^/]+/[^/]+)';
const route = (method: string, path: string, handle: Route[2]): Route => [method, new RegExp(`^${path}$`), handle];

function issueOf({ state, params: [repository, number] }: Asked): FakeIssue | undefined {
  return state.issues.find((one) => one.repository === repository && one.number === Number(number));
}

const withIssue = (handle: (asked: Asked, one: FakeIssue) => Told) => (asked: Asked) => {
  const one = issueOf(asked);
  return one ? handle(asked, one) : NOT_FOUND;
};

/** Of a newer GitHub only. */
const modern = (handle: Route[2]) => (asked: Asked) => (asked.state.isModern ? handle(asked) : NOT_FOUND);

function write(state: State, one: FakeIssue, body: Json): Told | undefined {
  const { title, body: text, state: next, state_reason: reason, labels, assignees, type } = body;
  const logins = (assignees ?? []) as string[];
  const stranger = logins.find((login) => !state.people.includes(login));
  if (typeof text === 'string' && text.length > 65_536) {
    return invalidField('body', 'custom', { message: 'body is too long (maximum is 65536 characters)' });
  }
  if (state.mayPush && stranger !== undefined) return invalidField('assignees', 'invalid', { value: stranger });
  if (state.mayPush && typeof type === 'string' && !state.types.includes(type)) return invalidField('type');
  if (typeof title === 'string') one.title = title.trim();
  if (text !== undefined) one.body = (text as string | null) || null;
  // The reason counts only when the state changes.
  if (next !== undefined && next !== one.state) {
    one.state = next as FakeIssue['state'];
    one.reason = next === 'open' ? 'reopened' : String(reason ?? 'completed');
  }
  if (!state.mayPush) return undefined;
  if (labels !== undefined) {
    one.labels = (labels as string[]).map((name) => spelt(state, name));
  }
  if (assignees !== undefined) one.assignees = logins;
  if (type !== undefined) one.type = type as string | null;
  return undefined;
}

/** A label as the repository spells it; one that it does not have yet is made. */
function spelt(state: State, name: string): string {
  const known = [...state.labels].find((other) => other.toLowerCase() === name.toLowerCase());
  state.labels.add(known ?? name);
  return known ?? name;
}

const addLabels = ({ state, body }: Asked, one: FakeIssue): Told => {
  // Unlike an edit, which drops them.
  if (!state.mayPush) return FORBIDDEN;
  for (const name of (body.labels as string[]).map((label) => spelt(state, label))) {
    if (!one.labels.includes(name)) one.labels.push(name);
  }
  one.updatedAt = state.tick();
  return { body: one.labels.map((name) => label(name)) };
};

const removeLabel = ({ state, params }: Asked, one: FakeIssue): Told => {
  if (!state.mayPush) return FORBIDDEN;
  const at = one.labels.findIndex((name) => name.toLowerCase() === params[2]?.toLowerCase());
  if (at < 0) return { status: 404, body: fault('Label does not exist', { status: '404' }) };
  one.labels.splice(at, 1);
  one.updatedAt = state.tick();
  return { body: one.labels.map((name) => label(name)) };
};

const listIssues = ({ state, params: [repository], search }: Asked): Told => {
  const sort = search.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const turn = search.get('direction') === 'asc' ? 1 : -1;
  const since = search.get('since') ?? '';
  const wanted = search.get('labels')?.split(',') ?? [];
  const which = search.get('state') ?? 'open';
  const found = state.issues
    .filter((one) => one.repository === repository && (which === 'all' || one.state === which))
    .filter((one) => one.updatedAt >= since && wanted.every((name) => one.labels.includes(name)))
    .filter((one) => !search.has('creator') || one.author === search.get('creator'))
    .sort((a, b) => turn * (a[sort] < b[sort] ? -1 : 1));
  return { list: found.map((one) => toWire(state, one)) };
};

const search = ({ state, search: query }: Asked): Told => {
  const q = query.get('q') ?? '';
  if (!/\bis:(?:issue|pull-request)\b/.test(q)) return sentence("Query must include 'is:issue' or 'is:pull-request'");
  const repository = /repo:(\S+)/.exec(q)?.[1];
  const terms = q.replace(/\S+:\S+/g, ' ').match(/[^\s"()]+/g) ?? [];
  const found = state.issues.filter(({ repository: name, isPull, title, body }) => {
    return name === repository && !isPull && terms.every((term) => `${title} ${body ?? ''}`.includes(term));
  });
  const around = (items: readonly unknown[], total: number) => ({
    total_count: total,
    incomplete_results: false,
    search_type: 'lexical',
    items,
  });
  return { list: found.map((one) => ({ ...toWire(state, one), score: 1 })), around };
};

/** What the id of a body means. */
function byId({ state, body }: Asked, member: string): FakeIssue | undefined {
  return state.issues.find(({ id }) => id === body[member]);
}

const addSubIssue = (asked: Asked, one: FakeIssue): Told => {
  const child = byId(asked, 'sub_issue_id');
  if (!child) return NOT_FOUND;
  if (child.parent === one) return sentence('Issue may not contain duplicate sub-issues');
  if (child.parent && asked.body.replace_parent !== true) return sentence('Sub issue may only have one parent');
  child.parent = one;
  return { status: 201, body: toWire(asked.state, one) };
};

const removeSubIssue = (asked: Asked, one: FakeIssue): Told => {
  const child = byId(asked, 'sub_issue_id');
  if (!child || child.parent !== one) return NOT_FOUND;
  child.parent = undefined;
  return { body: toWire(asked.state, one) };
};

const addBlocker = (asked: Asked, one: FakeIssue): Told => {
  const blocker = byId(asked, 'issue_id');
  if (!blocker) return NOT_FOUND;
  if (one.blockers.has(blocker)) return sentence('Validation failed: Target issue has already been taken');
  one.blockers.add(blocker);
  return { status: 201, body: toWire(asked.state, one) };
};

const removeBlocker = ({ state, params }: Asked, one: FakeIssue): Told => {
  const blocker = [...one.blockers].find(({ id }) => id === Number(params[2]));
  if (!blocker) return NOT_FOUND;
  one.blockers.delete(blocker);
  return { body: toWire(state, one) };
};

const addHook = ({ state, body }: Asked): Told => {
  const { url, content_type } = body.config as { url: string; content_type?: string };
  const taken = { resource: 'Hook', code: 'custom', message: 'Hook already exists on this repository' };
  if ([...state.hooks.values()].some((other) => other.url === url)) {
    return { status: 422, body: fault('Validation Failed', { errors: [taken] }) };
  }
  const events = (body.events as readonly string[] | undefined) ?? ['push'];
  const made = { id: state.nextId() - 2_000_000_000, url, events, contentType: content_type ?? 'form' };
  state.hooks.set(made.id, made);
  return { status: 201, body: toWireHook(made) };
};

const gone = <Value>(from: Map<number, Value>, id: string | undefined): Told =>
  from.delete(Number(id)) ? { status: 204 } : NOT_FOUND;

export const ROUTES: readonly Route[] = [
  route('GET', '/user', ({ state: { account } }) => (account === null ? FORBIDDEN : { body: user(account) })),
  route('GET', '/user/repos', ({ state }) =>
    state.account === null ? FORBIDDEN : { list: [OTHER, OWN].map((name) => toWireRepository(state, name)) },
  ),
  route('GET', '/installation/repositories', ({ state }) =>
    state.account === null
      ? {
          list: [toWireRepository(state, OWN)],
          around: (repositories, total) => ({ total_count: total, repositories }),
        }
      : FORBIDDEN,
  ),
  route('GET', '/search/issues', search),
  route('GET', REPO, ({ state, params: [name = ''] }) =>
    [OWN, OTHER].includes(name) ? { body: toWireRepository(state, name) } : NOT_FOUND,
  ),
  route('GET', `${REPO}/labels`, ({ state }) => ({ list: [...state.labels].map((name) => label(name)) })),
  route('GET', `${REPO}/assignees`, ({ state }) => ({ list: state.people.map((login) => user(login)) })),
  route(
    'GET',
    `${REPO}/issue-types`,
    modern(({ state }) => ({
      body: state.types.map((name, at) => ({ id: 410 + at, node_id: 'IT_kwDN', name, description: null })),
    })),
  ),
  route('GET', `${REPO}/issues`, listIssues),
  route('POST', `${REPO}/issues`, ({ state, params: [repository = ''], body }) => {
    const made = addIssue(state, { repository, title: '' });
    const refusal = write(state, made, body);
    if (refusal) state.issues.pop();
    return refusal ?? { status: 201, body: toWire(state, made) };
  }),
  route(
    'GET',
    `${REPO}/issues/(\\d+)`,
    withIssue(({ state }, one) => ({ body: toWire(state, one) })),
  ),
  route(
    'PATCH',
    `${REPO}/issues/(\\d+)`,
    withIssue(({ state, body }, one) => {
      const refusal = write(state, one, body);
      if (!refusal) one.updatedAt = state.tick();
      return refusal ?? { body: toWire(state, one) };
    }),
  ),
  route('POST', `${REPO}/issues/(\\d+)/labels`, withIssue(addLabels)),
  route('DELETE', `${REPO}/issues/(\\d+)/labels/([^/]+)`, withIssue(removeLabel)),
  route(
    'GET',
    `${REPO}/issues/(\\d+)/comments`,
    withIssue(({ state, search: query }, one) => {
      const since = query.get('since') ?? '';
      const found = [...state.comments.values()].filter((each) => each.issue === one && each.updatedAt >= since);
      return { list: found.map(toWireComment) };
    }),
  ),
  route(
    'POST',
    `${REPO}/issues/(\\d+)/comments`,
    withIssue(({ state, body }, one) => {
      const now = state.tick();
      const made = {
        id: state.nextId(),
        issue: one,
        body: String(body.body),
        author: state.account ?? 'robot[bot]',
        createdAt: now,
        updatedAt: now,
      };
      state.comments.set(made.id, made);
      return { status: 201, body: toWireComment(made) };
    }),
  ),
  route('GET', `${REPO}/issues/comments/(\\d+)`, ({ state, params }) => {
    const found = state.comments.get(Number(params[1]));
    return found ? { body: toWireComment(found) } : NOT_FOUND;
  }),
  route('PATCH', `${REPO}/issues/comments/(\\d+)`, ({ state, params, body }) => {
    const found = state.comments.get(Number(params[1]));
    if (!found) return NOT_FOUND;
    found.body = String(body.body);
    found.updatedAt = state.tick();
    return { body: toWireComment(found) };
  }),
  route('DELETE', `${REPO}/issues/comments/(\\d+)`, ({ state, params }) => gone(state.comments, params[1])),
  route(
    'GET',
    `${REPO}/issues/(\\d+)/sub_issues`,
    modern(
      withIssue(({ state }, one) => {
        return { list: state.issues.filter(({ parent }) => parent === one).map((child) => toWire(state, child)) };
      }),
    ),
  ),
  route(
    'GET',
    `${REPO}/issues/(\\d+)/parent`,
    modern(withIssue(({ state }, { parent }) => (parent ? { body: toWire(state, parent) } : NOT_FOUND))),
  ),
  route('POST', `${REPO}/issues/(\\d+)/sub_issues`, modern(withIssue(addSubIssue))),
  route('DELETE', `${REPO}/issues/(\\d+)/sub_issue`, modern(withIssue(removeSubIssue))),
  route(
    'GET',
    `${REPO}/issues/(\\d+)/dependencies/blocked_by`,
    modern(withIssue(({ state }, one) => ({ list: [...one.blockers].map((blocker) => toWire(state, blocker)) }))),
  ),
  route('POST', `${REPO}/issues/(\\d+)/dependencies/blocked_by`, modern(withIssue(addBlocker))),
  route('DELETE', `${REPO}/issues/(\\d+)/dependencies/blocked_by/(\\d+)`, modern(withIssue(removeBlocker))),
  route(
    'GET',
    `${REPO}/issues/(\\d+)/dependencies/blocking`,
    modern(
      withIssue(({ state }, one) => {
        return { list: state.issues.filter(({ blockers }) => blockers.has(one)).map((other) => toWire(state, other)) };
      }),
    ),
  ),
  route('GET', `${REPO}/hooks`, ({ state }) => ({ list: [...state.hooks.values()].map(toWireHook) })),
  route('POST', `${REPO}/hooks`, addHook),
  route('GET', `${REPO}/hooks/(\\d+)`, ({ state, params }) => {
    const found = state.hooks.get(Number(params[1]));
    return found ? { body: toWireHook(found) } : NOT_FOUND;
  }),
  route('DELETE', `${REPO}/hooks/(\\d+)`, ({ state, params }) => gone(state.hooks, params[1])),
];
