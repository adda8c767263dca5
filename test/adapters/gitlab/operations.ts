import { createGitlabAdapter, type GitlabAdapter } from '../../../src/adapters/gitlab/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { IssueRelation } from '../../../src/contracts/issue-link.js';
import type { Page } from '../../../src/contracts/page.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { PROJECT } from './fixtures.js';
import { CANARY, createGitlabServer } from './server.js';

export { CANARY };

export const provider = 'gitlab';

/** Every operation of the adapter, before a server that has what it needs. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** Makes what the operation works on. */
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { signal?: AbortSignal }): Promise<unknown>;
}

/** An adapter and the server that it talks to, with three issues, two of them linked, a comment and a hook. */
export function createSubject() {
  const server = createGitlabServer();
  for (let n = 0; n < 3; n++) server.seed();
  server.links.set(1, { source: 1, target: 2, type: 'relates_to' });
  return {
    server,
    create(runtime?: Partial<Runtime>, { baseUrl = server.url, readOnly }: { baseUrl?: string; readOnly?: true } = {}) {
      const options = {
        project: PROJECT,
        token: CANARY,
        baseUrl,
        statusMap: { doing: 'in_progress' },
        iidOf: (clientKey: string) => Number(/^number-(\d+)$/.exec(clientKey)?.[1] ?? Number.NaN) || undefined,
      } as const;
      const ports = runtime?.fetch ? runtime : createTestRuntime({ fetch: server.handle, ...runtime });
      return createGitlabAdapter(readOnly ? { ...options, readOnly } : options, ports) as TrackerAdapter;
    },
  };
}

type Run = (adapter: GitlabAdapter, call: { signal?: AbortSignal }, prepared: string) => unknown;

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
  prepare?: (adapter: GitlabAdapter) => Promise<string>,
): Operation => ({
  name,
  kind,
  ...(prepare && { prepare: (adapter) => prepare(adapter as GitlabAdapter) }),
  run: async (adapter, prepared, call) => settle(await run(adapter as GitlabAdapter, call, String(prepared ?? ''))),
});

const link = (id: string): IssueRelation => ({
  type: 'relates_to',
  target: { system: 'gitlab', workspace: PROJECT, id, key: `#${id}`, url: null },
});
const HOOK = { url: 'https://host.example/hooks/gitlab', secret: 'secret-of-the-hook' };
const aComment = async (adapter: GitlabAdapter) =>
  (await adapter.comments.add('1', 'A comment', { clientKey: 'c-0' })).id;
const aHook = async (adapter: GitlabAdapter) => (await adapter.webhooks.register(HOOK)).id;
const aFile = { content: new TextEncoder().encode('log'), name: 'log.txt', type: 'text/plain' };

export const operations: readonly Operation[] = [
  operation('read', 'testConnection', (adapter, call) => adapter.testConnection(call)),
  operation('read', 'issues.list', (adapter, call) => adapter.issues.list({ pageSize: 2 }, call)),
  operation('read', 'issues.get', (adapter, call) => adapter.issues.get('1', call)),
  operation('read', 'issues.ids', (adapter, call) => adapter.issues.ids({}, call)),
  operation('read', 'issues.search', (adapter, call) => adapter.issues.search({ text: 'wobbles', pageSize: 2 }, call)),
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
  operation('write', 'issues.create of a closed one', (adapter, call) =>
    adapter.issues.create({ title: 'Done', status: 'done' }, { ...call, clientKey: 'i-2' }),
  ),
  operation('write', 'issues.create for few', (adapter, call) =>
    adapter.issues.create({ title: 'Among us', visibility: 'restricted' }, { ...call, clientKey: 'i-3' }),
  ),
  operation('write', 'issues.create under a chosen number', (adapter, call) =>
    adapter.issues.create({ title: 'Chosen' }, { ...call, clientKey: 'number-77' }),
  ),
  operation('write', 'issues.update', (adapter, call) =>
    adapter.issues.update('1', { title: 'Changed', assignees: ['7'] }, call),
  ),
  operation('write', 'issues.update of body and labels', (adapter, call) =>
    adapter.issues.update('1', { body: 'Changed', labels: ['api'] }, call),
  ),
  operation('write', 'issues.update for few', (adapter, call) =>
    adapter.issues.update('1', { body: 'Among us', visibility: 'restricted' }, call),
  ),
  operation('write', 'issues.transition', (adapter, call) => adapter.issues.transition('1', 'done', call)),
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
  operation('write', 'comments.add for few', (adapter, call) =>
    adapter.comments.add('1', 'Among us', { ...call, visibility: 'restricted' }),
  ),
  operation(
    'write',
    'comments.update',
    (adapter, call, id) => adapter.comments.update('1', id, 'Changed', call),
    aComment,
  ),
  operation('write', 'comments.delete', (adapter, call, id) => adapter.comments.delete('1', id, call), aComment),
  operation('read', 'links.list', (adapter, call) => adapter.links.list('1', call)),
  operation('write', 'links.add', (adapter, call) => adapter.links.add('1', link('3'), call)),
  operation('write', 'links.remove', (adapter, call) => adapter.links.remove('1', link('2'), call)),
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
    async (adapter) => (await adapter.attachments.add('1', aFile, { clientKey: 'a-0' })).id,
  ),
  operation('read', 'directory.projects', (adapter, call) => adapter.directory.projects({}, call)),
  operation('read', 'directory.labels', (adapter, call) => adapter.directory.labels({}, call)),
  operation('read', 'directory.users', (adapter, call) => adapter.directory.users({}, call)),
  operation('write', 'webhooks.register', (adapter, call) => adapter.webhooks.register(HOOK, call)),
  operation('write', 'webhooks.unregister', (adapter, call, id) => adapter.webhooks.unregister(id, call), aHook),
  operation('read', 'webhooks.list', (adapter, call) => adapter.webhooks.list(call), aHook),
  operation('read', 'webhooks.health', (adapter, call, id) => adapter.webhooks.health(id, call), aHook),
];
