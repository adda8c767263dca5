import { createJiraAdapter, type JiraAdapter } from '../../../src/adapters/jira/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { ExternalRef } from '../../../src/contracts/external-ref.js';
import type { IssueRelation } from '../../../src/contracts/issue-link.js';
import type { Page } from '../../../src/contracts/page.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY, CLOUD_ID, createJiraServer, EMAIL, type JiraServer } from './server.js';

export { CANARY };

export const provider = 'jira';

/** The same for an app, which has webhooks of another kind: by the adapter that operations are handed. */
const APPS = new WeakMap<TrackerAdapter, JiraAdapter>();

function appOf(adapter: TrackerAdapter): JiraAdapter {
  const app = APPS.get(adapter);
  if (!app) throw new Error('an adapter of createSubject has an app beside it');
  return app;
}

/** A fresh server, and adapters that talk to it. */
export function createSubject(): {
  readonly server: JiraServer;
  create(runtime?: Partial<Runtime>, options?: { readonly baseUrl?: string; readonly readOnly?: true }): TrackerAdapter;
} {
  // Apart by more than a step of the clock that Jira compares times by, and older than its index may be behind.
  const server = createJiraServer({ tickMs: 150_000, now: Date.parse('2026-03-09T09:00:00Z') });
  return {
    server,
    create: (runtime = {}, { baseUrl = server.url, readOnly } = {}) => {
      const ports = createTestRuntime({ fetch: server.handle, ...runtime });
      const options = {
        siteUrl: baseUrl,
        project: 'ACME',
        restrictedTo: { type: 'role', identifier: 'Administrators' },
        securityLevel: '10200',
      } as const;
      const auth = { email: EMAIL, apiToken: CANARY };
      const adapter = createJiraAdapter({ ...options, auth, ...(readOnly && { readOnly }) }, ports);
      const appAuth = { accessToken: CANARY, cloudId: CLOUD_ID };
      APPS.set(adapter, createJiraAdapter({ ...options, auth: appAuth, gatewayUrl: baseUrl }, ports));
      return adapter;
    },
  };
}

/** One operation of the adapter, as data. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** What there has to be before; its result is handed to `run`. */
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { readonly signal?: AbortSignal }): Promise<unknown>;
}

interface Made {
  readonly ref: ExternalRef;
  readonly id: string;
}

type Run<Prepared> = (adapter: JiraAdapter, prepared: Prepared, options: { readonly signal?: AbortSignal }) => unknown;

function operation<Prepared>(
  kind: Operation['kind'],
  name: string,
  run: Run<Prepared>,
  prepare?: (adapter: JiraAdapter) => Promise<Prepared>,
): Operation {
  return {
    name,
    kind,
    ...(prepare && { prepare: (adapter) => prepare(adapter as JiraAdapter) }),
    run: async (adapter, prepared, options) => run(adapter as JiraAdapter, prepared as Prepared, options),
  };
}

async function drained<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

const KEY = 'work-package-1';

async function anIssue({ issues }: JiraAdapter): Promise<Made> {
  const { issue } = await issues.create({ title: 'Widget wobbles', body: 'It wobbles.' }, { clientKey: KEY });
  return { ref: issue.ref, id: issue.ref.id };
}

async function aComment(adapter: JiraAdapter): Promise<{ readonly issue: string; readonly id: string }> {
  const { id: issue } = await anIssue(adapter);
  const { id } = await adapter.comments.add(issue, 'Seen.', { clientKey: KEY });
  return { issue, id };
}

async function twoIssues(adapter: JiraAdapter): Promise<{ readonly id: string; readonly relation: IssueRelation }> {
  const { id } = await anIssue(adapter);
  const { issue } = await adapter.issues.create({ title: 'Gadget rattles' });
  return { id, relation: { type: 'blocks', target: issue.ref } };
}

const APP_HOOK = { url: 'https://hooks.acme.example/jira', secret: '' };
const HOOK = { url: 'https://hooks.acme.example/jira', secret: `hook-${CANARY}` };
const BACKLINK = { key: 'wp-1', url: 'https://host.acme.example/wp/1', title: 'WP 1' };

/** Every operation of the adapter; what stands in brackets says what is special about it. */
export const operations: readonly Operation[] = [
  operation('read', 'testConnection', (jira, _, options) => jira.testConnection(options)),
  operation('read', 'issues.list', (jira, _, options) => drained(jira.issues.list({}, options)), anIssue),
  operation<Made>('read', 'issues.get', (jira, { id }, options) => jira.issues.get(id, options), anIssue),
  operation('read', 'issues.ids', (jira, _, options) => drained(jira.issues.ids({}, options)), anIssue),
  operation(
    'read',
    'issues.search',
    (jira, _, options) => drained(jira.issues.search({ text: 'wobbles' }, options)),
    anIssue,
  ),
  operation('read', 'issues.findByClientKey', (jira, _, options) => jira.issues.findByClientKey(KEY, options), anIssue),
  operation('write', 'issues.create', (jira, _, options) =>
    jira.issues.create(
      { title: 'Widget wobbles', body: 'It wobbles.', labels: ['ui'] },
      { ...options, clientKey: KEY },
    ),
  ),
  operation<Made>(
    'write',
    'issues.create (restricted, below another, moved)',
    (jira, { ref: parent }, options) => {
      const draft = { title: 'Gadget rattles', parent, status: 'done', visibility: 'restricted' } as const;
      return jira.issues.create(draft, { ...options, clientKey: `${KEY}-below` });
    },
    anIssue,
  ),
  operation<Made>(
    'write',
    'issues.update (body)',
    (jira, { id }, options) => jira.issues.update(id, { body: 'It *rattles*.' }, options),
    anIssue,
  ),
  operation<Made>(
    'write',
    'issues.update (fields and status)',
    (jira, { id }, options) => jira.issues.update(id, { title: 'Widget rattles', status: 'in_progress' }, options),
    anIssue,
  ),
  operation<Made>(
    'write',
    'issues.update',
    (jira, { id }, options) => jira.issues.update(id, { title: 'Widget rattles', labels: ['ui'] }, options),
    anIssue,
  ),
  operation<Made>(
    'write',
    'issues.transition',
    (jira, { id }, options) => jira.issues.transition(id, 'done', options),
    anIssue,
  ),
  operation<Made>('write', 'issues.delete', (jira, { id }, options) => jira.issues.delete(id, options), anIssue),
  operation<{ issue: string }>(
    'read',
    'comments.list',
    (jira, { issue }, options) => drained(jira.comments.list(issue, {}, options)),
    aComment,
  ),
  operation<Made>(
    'write',
    'comments.add',
    (jira, { id }, options) => jira.comments.add(id, 'Seen.', { ...options, clientKey: KEY, visibility: 'restricted' }),
    anIssue,
  ),
  operation<{ issue: string; id: string }>(
    'write',
    'comments.update',
    (jira, { issue, id }, options) => jira.comments.update(issue, id, 'Seen again.', options),
    aComment,
  ),
  operation<{ issue: string; id: string }>(
    'write',
    'comments.delete',
    (jira, { issue, id }, options) => jira.comments.delete(issue, id, options),
    aComment,
  ),
  operation<{ issue: string }>(
    'read',
    'comments.findByClientKey',
    (jira, { issue }, options) => jira.comments.findByClientKey(issue, KEY, options),
    aComment,
  ),
  operation<Made>('read', 'links.list', (jira, { id }, options) => jira.links.list(id, options), anIssue),
  operation<{ id: string; relation: IssueRelation }>(
    'write',
    'links.add',
    (jira, { id, relation }, options) => jira.links.add(id, relation, options),
    twoIssues,
  ),
  operation<{ id: string; relation: IssueRelation }>(
    'write',
    'links.remove',
    (jira, { id, relation }, options) => jira.links.remove(id, relation, options),
    async (jira) => {
      const made = await twoIssues(jira);
      await jira.links.add(made.id, made.relation);
      return made;
    },
  ),
  operation<Made>('read', 'attachments.list', (jira, { id }, options) => jira.attachments.list(id, options), anIssue),
  operation<Made>(
    'write',
    'attachments.add',
    (jira, { id }, options) => {
      const content = new TextEncoder().encode('log');
      return jira.attachments.add(
        id,
        { content, name: 'build.log', type: 'text/plain' },
        { ...options, clientKey: KEY },
      );
    },
    anIssue,
  ),
  operation<Made>(
    'write',
    'backlinks.upsert',
    (jira, { id }, options) => jira.backlinks.upsert(id, BACKLINK, options),
    anIssue,
  ),
  operation<Made>(
    'write',
    'backlinks.remove',
    (jira, { id }, options) => jira.backlinks.remove(id, BACKLINK.key, options),
    async (jira) => {
      const made = await anIssue(jira);
      await jira.backlinks.upsert(made.id, BACKLINK);
      return made;
    },
  ),
  operation('read', 'directory.projects', (jira, _, options) => drained(jira.directory.projects({}, options))),
  operation('read', 'directory.labels', (jira, _, options) => drained(jira.directory.labels({}, options))),
  operation('read', 'directory.users', (jira, _, options) => drained(jira.directory.users({}, options))),
  operation('read', 'directory.statuses', (jira, _, options) => drained(jira.directory.statuses({}, options))),
  operation('read', 'directory.issueTypes', (jira, _, options) => drained(jira.directory.issueTypes({}, options))),
  operation('write', 'webhooks.register', (jira, _, options) => jira.webhooks.register(HOOK, options)),
  operation('read', 'webhooks.list', (jira, _, options) => jira.webhooks.list(options)),
  operation<{ id: string }>(
    'write',
    'webhooks.unregister',
    (jira, { id }, options) => jira.webhooks.unregister(id, options),
    (jira) => jira.webhooks.register(HOOK),
  ),
  operation<{ id: string }>(
    'write',
    'webhooks.renew',
    (jira, { id }, options) => jira.webhooks.renew(id, options),
    (jira) => jira.webhooks.register(HOOK),
  ),
  operation('write', 'webhooks.register (app)', (jira, _, options) => appOf(jira).webhooks.register(APP_HOOK, options)),
  operation<{ id: string }>(
    'read',
    'webhooks.list (app)',
    (jira, _, options) => appOf(jira).webhooks.list(options),
    (jira) => appOf(jira).webhooks.register(APP_HOOK),
  ),
  operation<{ id: string }>(
    'write',
    'webhooks.renew (app)',
    (jira, { id }, options) => appOf(jira).webhooks.renew(id, options),
    (jira) => appOf(jira).webhooks.register(APP_HOOK),
  ),
  operation<{ id: string }>(
    'write',
    'webhooks.unregister (app)',
    (jira, { id }, options) => appOf(jira).webhooks.unregister(id, options),
    (jira) => appOf(jira).webhooks.register(APP_HOOK),
  ),
];
