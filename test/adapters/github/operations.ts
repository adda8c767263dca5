import { createGithubAdapter, type GithubAdapter } from '../../../src/adapters/github/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { ExternalRef } from '../../../src/contracts/external-ref.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY } from './fixtures.js';
import { createGithubServer, type GithubServer } from './server.js';
import { OTHER, OWN } from './server-state.js';

export { CANARY } from './fixtures.js';

/** Every operation of the adapter as data, for a matrix of faults. */
export const provider = 'github';

const STATUSES = { 'In progress': 'in_progress' } as const;

export interface Subject {
  readonly server: GithubServer;
  create(runtime?: Partial<Runtime>, options?: { readonly baseUrl?: string; readonly readOnly?: true }): TrackerAdapter;
}

export function createSubject(): Subject {
  const server = createGithubServer();
  return {
    server,
    create: (runtime, options) => {
      const ports = { ...createTestRuntime({ fetch: server.handle }), ...runtime };
      return createGithubAdapter(
        { owner: 'acme', repo: 'widgets', token: CANARY, baseUrl: server.url, statusMap: STATUSES, ...options },
        ports,
      );
    },
  };
}

type Prepared = { readonly id: string; readonly key: string };

export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { readonly signal?: AbortSignal }): Promise<unknown>;
}

const ref = (id: string, workspace = OWN): ExternalRef => ({
  system: 'github',
  workspace,
  id,
  key: `#${id}`,
  url: null,
});
const blocks = { type: 'blocks', target: ref('1') } as const;

async function drained<Item>(pages: AsyncGenerator<Item, void, void>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

type Run = (github: GithubAdapter, prepared: Prepared, call: { readonly signal?: AbortSignal }) => Promise<unknown>;

/** An operation, and what it needs to be there. The full adapter has every method of these. */
function operation(
  name: string,
  kind: Operation['kind'],
  run: Run,
  prepare?: (github: GithubAdapter) => Promise<Prepared>,
): Operation {
  return {
    name,
    kind,
    ...(prepare && { prepare: (adapter: TrackerAdapter) => prepare(adapter as GithubAdapter) }),
    run: (adapter, prepared, call) => run(adapter as GithubAdapter, prepared as Prepared, call),
  };
}

const anIssue = async (github: GithubAdapter): Promise<Prepared> => {
  const { issue } = await github.issues.create({ title: 'It wobbles', body: 'A lot.' }, { clientKey: 'prepared' });
  return { id: issue.ref.id, key: 'prepared' };
};
const aDoneIssue = async (github: GithubAdapter): Promise<Prepared> => {
  const prepared = await anIssue(github);
  await github.issues.transition(prepared.id, 'done');
  return prepared;
};
const anIssueInProgress = async (github: GithubAdapter): Promise<Prepared> => {
  const prepared = await anIssue(github);
  await github.issues.transition(prepared.id, 'in_progress');
  return prepared;
};
const aComment = async (github: GithubAdapter): Promise<Prepared> => {
  const { id } = await github.comments.add('1', 'Mine too', { clientKey: 'prepared' });
  return { id, key: 'prepared' };
};
const aLink = async (github: GithubAdapter): Promise<Prepared> => {
  const prepared = await anIssue(github);
  await github.links.add(prepared.id, blocks);
  return prepared;
};
const aHook = async (github: GithubAdapter): Promise<Prepared> => {
  const { id } = await github.webhooks.register({
    url: 'https://host.example/github',
    secret: 'canary-secret-of-a-hook',
  });
  return { id, key: '' };
};

/** Those that send nothing. */
const unsent: readonly Operation[] = [
  operation('limits', 'read', async (github) => github.limits()),
  operation('directory.statuses', 'read', (github, _, call) => drained(github.directory.statuses({}, call))),
  operation('body.render', 'read', (github) => github.body.render('It **wobbles**, see #1.')),
  operation('body.activeNodes', 'read', (github) => github.body.activeNodes('It **wobbles**, see #1.')),
];

/** Those that ask GitHub. */
export const asking: readonly Operation[] = [
  operation('testConnection', 'read', (github, _, call) => github.testConnection(call)),
  operation('issues.list', 'read', (github, _, call) => drained(github.issues.list({}, call))),
  operation('issues.ids', 'read', (github, _, call) => drained(github.issues.ids({}, call))),
  operation('issues.get', 'read', (github, _, { signal }) => github.issues.get('1', signal ? { signal } : {})),
  operation('issues.search', 'read', (github, _, call) => drained(github.issues.search({ text: 'wobbles' }, call))),
  operation(
    'issues.findByClientKey',
    'read',
    (github, { key }, call) => github.issues.findByClientKey(key, call),
    anIssue,
  ),
  operation('issues.create', 'write', (github, _, call) => {
    const draft = { title: 'It creaks', body: 'Too.', labels: ['ui'], assignees: ['zoe'], issueType: 'bug' } as const;
    return github.issues.create(draft, { ...call, clientKey: 'once' });
  }),
  operation('issues.create with a status, a parent and labels', 'write', (github, _, call) => {
    const draft = { title: 'Done already', status: 'done', parent: ref('1'), labels: ['ui', 'docs'] } as const;
    return github.issues.create(draft, { ...call, clientKey: 'once' });
  }),
  operation(
    'issues.update',
    'write',
    (github, { id }, call) => github.issues.update(id, { title: 'It rattles', labels: ['ui'] }, call),
    anIssue,
  ),
  operation(
    'issues.update of the body',
    'write',
    (github, { id }, call) => github.issues.update(id, { body: 'Less.' }, call),
    anIssue,
  ),
  operation(
    'issues.update of the title, the status and the parent',
    'write',
    (github, { id }, call) => {
      return github.issues.update(id, { title: 'It rattles', status: 'in_progress', parent: ref('1') }, call);
    },
    anIssue,
  ),
  operation(
    'issues.update of the parent',
    'write',
    (github, { id }, call) => github.issues.update(id, { parent: ref('1', OTHER) }, call),
    anIssue,
  ),
  operation(
    'issues.transition',
    'write',
    (github, { id }, call) => github.issues.transition(id, 'canceled', call),
    anIssue,
  ),
  operation(
    'issues.transition to another reason',
    'write',
    (github, { id }, call) => github.issues.transition(id, 'canceled', call),
    aDoneIssue,
  ),
  operation(
    'issues.transition to a label',
    'write',
    (github, { id }, call) => github.issues.transition(id, 'in_progress', call),
    anIssue,
  ),
  operation(
    'issues.transition from a label',
    'write',
    (github, { id }, call) => github.issues.transition(id, 'todo', call),
    anIssueInProgress,
  ),
  operation('comments.list', 'read', (github, _, call) => drained(github.comments.list('1', {}, call)), aComment),
  operation(
    'comments.findByClientKey',
    'read',
    (github, { key }, call) => github.comments.findByClientKey('1', key, call),
    aComment,
  ),
  operation('comments.add', 'write', (github, _, call) => {
    return github.comments.add('1', 'And mine', { ...call, clientKey: 'once' });
  }),
  operation(
    'comments.update',
    'write',
    (github, { id }, call) => github.comments.update('1', id, 'Not mine', call),
    aComment,
  ),
  operation('comments.delete', 'write', (github, { id }, call) => github.comments.delete('1', id, call), aComment),
  operation('links.list', 'read', (github, { id }, call) => github.links.list(id, call), aLink),
  operation('links.add', 'write', (github, { id }, call) => github.links.add(id, blocks, call), anIssue),
  operation('links.remove', 'write', (github, { id }, call) => github.links.remove(id, blocks, call), aLink),
  operation('directory.projects', 'read', (github, _, call) => drained(github.directory.projects({}, call))),
  operation('directory.labels', 'read', (github, _, call) => drained(github.directory.labels({}, call))),
  operation('directory.users', 'read', (github, _, call) => drained(github.directory.users({}, call))),
  operation('directory.issueTypes', 'read', (github, _, call) => drained(github.directory.issueTypes({}, call))),
  operation('webhooks.register', 'write', (github, _, call) => {
    return github.webhooks.register({ url: 'https://host.example/github', secret: 'canary-secret-of-a-hook' }, call);
  }),
  operation('webhooks.list', 'read', (github, _, call) => github.webhooks.list(call), aHook),
  operation('webhooks.unregister', 'write', (github, { id }, call) => github.webhooks.unregister(id, call), aHook),
];

export const operations: readonly Operation[] = [...asking, ...unsent];
