import { type AzureDevopsAdapter, createAzureDevopsAdapter } from '../../../src/adapters/azure-devops/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { IssueRelation } from '../../../src/contracts/issue-link.js';
import type { Page } from '../../../src/contracts/page.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { PROJECT } from './fixtures.js';
import { CANARY, createAzureServer } from './server.js';

export { CANARY };

export const provider = 'azure_devops';

/** Searches by POST, and a work item that is only tried. */
export const isRead = (request: Request) =>
  /\/_apis\/wit\/(?:wiql|workitemsbatch)$|validateOnly=true/.test(request.url.replace(/\?(?!.*validateOnly).*$/, ''));

/** Every operation of the adapter, before a server that has what it needs. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** Makes what the operation works on. */
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { signal?: AbortSignal }): Promise<unknown>;
}

/** An adapter and the server that it talks to, with three work items, two of them linked. */
export function createSubject() {
  const server = createAzureServer();
  for (let n = 0; n < 3; n++) server.site.seed();
  const related = (id: number) => ({
    rel: 'System.LinkTypes.Related',
    url: `${server.url}/_apis/wit/workItems/${id}`,
    attributes: { isLocked: false, name: 'Related' },
  });
  server.site.items.get(1)?.relations.push(related(2));
  server.site.items.get(2)?.relations.push(related(1));
  return {
    server,
    create(runtime?: Partial<Runtime>, { baseUrl = server.url, readOnly }: { baseUrl?: string; readOnly?: true } = {}) {
      const options = { project: PROJECT, auth: { personalAccessToken: CANARY }, baseUrl } as const;
      const ports = runtime?.fetch ? runtime : createTestRuntime({ fetch: server.handle, ...runtime });
      return createAzureDevopsAdapter(readOnly ? { ...options, readOnly } : options, ports) as TrackerAdapter;
    },
  };
}

type Run = (adapter: AzureDevopsAdapter, call: { signal?: AbortSignal }, prepared: string) => unknown;

async function settle(found: unknown): Promise<unknown> {
  if (typeof found !== 'object' || found === null || !(Symbol.asyncIterator in found)) return found;
  const items: unknown[] = [];
  for await (const page of found as AsyncIterable<Page<unknown>>) items.push(...page.items);
  return items;
}

const operation = (
  kind: Operation['kind'],
  name: string,
  run: Run,
  prepare?: (adapter: AzureDevopsAdapter) => Promise<string>,
): Operation => ({
  name,
  kind,
  ...(prepare && { prepare: (adapter) => prepare(adapter as AzureDevopsAdapter) }),
  run: async (adapter, prepared, call) =>
    settle(await run(adapter as AzureDevopsAdapter, call, String(prepared ?? ''))),
});

const link = (adapter: AzureDevopsAdapter, type: IssueRelation['type'], id: string): IssueRelation => ({
  type,
  target: { system: 'azure_devops', workspace: adapter.workspace, id, key: `#${id}`, url: null },
});
const HOOK = { url: 'https://host.example/hooks/azure', secret: 'secret-of-the-hook' };
const aComment = async (adapter: AzureDevopsAdapter) =>
  (await adapter.comments.add('1', 'A comment', { clientKey: 'c-0' })).id;
const aHook = async (adapter: AzureDevopsAdapter) => (await adapter.webhooks.register(HOOK)).id;
const aFile = { content: new TextEncoder().encode('log'), name: 'log.txt', type: 'text/plain' };
const someFile = async (adapter: AzureDevopsAdapter) =>
  (await adapter.attachments.add('1', aFile, { clientKey: 'a-0' })).id;
const aBug = async (adapter: AzureDevopsAdapter) =>
  (await adapter.issues.create({ title: 'A bug', issueType: 'bug', body: 'Steps' })).issue.ref.id;

export const operations: readonly Operation[] = [
  operation('read', 'testConnection', (adapter, call) => adapter.testConnection(call)),
  operation('read', 'issues.list', (adapter, call) => adapter.issues.list({ pageSize: 2 }, call)),
  operation('read', 'issues.list of open ones', (adapter, call) => adapter.issues.list({ state: 'open' }, call)),
  operation('read', 'issues.get', (adapter, call) => adapter.issues.get('1', call)),
  operation('read', 'issues.ids', (adapter, call) => adapter.issues.ids({}, call)),
  operation('read', 'issues.search', (adapter, call) => adapter.issues.search({ text: 'wobbles', pageSize: 2 }, call)),
  operation('read', 'issues.search in WIQL', (adapter, call) =>
    adapter.issues.search({ native: "SELECT [System.Id] FROM WorkItems WHERE [System.State] = 'New'" }, call),
  ),
  operation(
    'read',
    'issues.findByClientKey',
    (adapter, call) => adapter.issues.findByClientKey('i-0', call),
    async (adapter) => (await adapter.issues.create({ title: 'Marked' }, { clientKey: 'i-0' })).issue.ref.id,
  ),
  operation('write', 'issues.create', (adapter, call) =>
    adapter.issues.create(
      { title: 'New', body: 'Body', status: 'in_progress', labels: ['ui'] },
      { ...call, clientKey: 'i-1' },
    ),
  ),
  operation('write', 'issues.create of a bare one', (adapter, call) => adapter.issues.create({ title: 'Bare' }, call)),
  operation('write', 'issues.create of a closed bug', (adapter, call) =>
    adapter.issues.create({ title: 'Done', issueType: 'bug', status: 'done' }, { ...call, clientKey: 'i-2' }),
  ),
  operation('write', 'issues.update', (adapter, call) =>
    adapter.issues.update('1', { title: 'Changed', assignees: ['zoe@acme.test'] }, call),
  ),
  operation('write', 'issues.update of body and labels', (adapter, call) =>
    adapter.issues.update('1', { body: 'Changed', labels: ['api'] }, call),
  ),
  operation('write', 'issues.transition', (adapter, call) => adapter.issues.transition('1', 'done', call)),
  operation(
    'write',
    'issues.transition over others',
    (adapter, call, id) => adapter.issues.transition(id, 'done', call),
    aBug,
  ),
  operation('write', 'issues.delete', (adapter, call) => adapter.issues.delete('3', call)),
  operation('read', 'comments.list', (adapter, call) => adapter.comments.list('1', {}, call), aComment),
  operation(
    'read',
    'comments.findByClientKey',
    (adapter, call) => adapter.comments.findByClientKey('1', 'c-0', call),
    aComment,
  ),
  operation('write', 'comments.add', (adapter, call) =>
    adapter.comments.add('1', 'Text', { ...call, clientKey: 'c-1' }),
  ),
  operation(
    'write',
    'comments.update',
    (adapter, call, id) => adapter.comments.update('1', id, 'Changed', call),
    aComment,
  ),
  operation('write', 'comments.delete', (adapter, call, id) => adapter.comments.delete('1', id, call), aComment),
  operation('read', 'links.list', (adapter, call) => adapter.links.list('1', call)),
  operation('write', 'links.add', (adapter, call) => adapter.links.add('1', link(adapter, 'blocks', '3'), call)),
  operation('write', 'links.remove', (adapter, call) =>
    adapter.links.remove('1', link(adapter, 'relates_to', '2'), call),
  ),
  operation('read', 'attachments.list', (adapter, call) => adapter.attachments.list('1', call), someFile),
  operation('write', 'attachments.add', (adapter, call) =>
    adapter.attachments.add('1', aFile, { ...call, clientKey: 'a-1' }),
  ),
  operation('write', 'attachments.add of a stream', (adapter, call) =>
    adapter.attachments.add('1', { ...aFile, content: new Blob([aFile.content]).stream() }, call),
  ),
  operation(
    'read',
    'attachments.findByClientKey',
    (adapter, call) => adapter.attachments.findByClientKey('1', 'a-0', call),
    someFile,
  ),
  operation('write', 'backlinks.upsert', (adapter, call) =>
    adapter.backlinks.upsert('1', { key: 'wp-1', url: 'https://host.example/wp/1', title: 'WP 1' }, call),
  ),
  operation(
    'write',
    'backlinks.remove',
    (adapter, call) => adapter.backlinks.remove('1', 'wp-0', call),
    async (adapter) => {
      await adapter.backlinks.upsert('1', { key: 'wp-0', url: 'https://host.example/wp/0', title: 'WP 0' });
      return '1';
    },
  ),
  operation('read', 'directory.projects', (adapter, call) => adapter.directory.projects({}, call)),
  operation('read', 'directory.labels', (adapter, call) => adapter.directory.labels({}, call)),
  operation('read', 'directory.users', (adapter, call) => adapter.directory.users({}, call)),
  operation('read', 'directory.statuses', (adapter, call) => adapter.directory.statuses({}, call)),
  operation('read', 'directory.issueTypes', (adapter, call) => adapter.directory.issueTypes({}, call)),
  operation('write', 'webhooks.register', (adapter, call) => adapter.webhooks.register(HOOK, call)),
  operation('write', 'webhooks.unregister', (adapter, call, id) => adapter.webhooks.unregister(id, call), aHook),
  operation('read', 'webhooks.list', (adapter, call) => adapter.webhooks.list(call), aHook),
  operation('read', 'webhooks.health', (adapter, call, id) => adapter.webhooks.health(id, call), aHook),
];
