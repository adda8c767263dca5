import { createRedmineAdapter, type RedmineAdapter } from '../../../src/adapters/redmine/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { IssueRelation } from '../../../src/contracts/issue-link.js';
import type { Page } from '../../../src/contracts/page.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { LABELS_FIELD, PROJECT } from './fixtures.js';
import { CANARY, createRedmineServer } from './server.js';

export { CANARY };

export const provider = 'redmine';

/** Every operation of the adapter, before a server that has what it needs. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** Makes what the operation works on. */
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { signal?: AbortSignal }): Promise<unknown>;
}

/** An adapter and the server that it talks to, with three issues, two of them related; labels are in a custom field. */
export function createSubject() {
  // What is created begins as New, whatever is asked for: then it has to be moved.
  const server = createRedmineServer();
  for (let n = 0; n < 3; n++) server.seed();
  server.relations.set(1, { id: 1, issue_id: 1, issue_to_id: 2, relation_type: 'relates', delay: null });
  return {
    server,
    create(runtime?: Partial<Runtime>, { baseUrl = server.url, readOnly }: { baseUrl?: string; readOnly?: true } = {}) {
      const options = {
        project: PROJECT,
        token: CANARY,
        baseUrl,
        textFormatting: 'textile',
        labels: { customField: LABELS_FIELD },
      } as const;
      const ports = runtime?.fetch ? runtime : createTestRuntime({ fetch: server.handle, ...runtime });
      return createRedmineAdapter(readOnly ? { ...options, readOnly } : options, ports) as TrackerAdapter;
    },
  };
}

type Run = (adapter: RedmineAdapter, call: { signal?: AbortSignal }, prepared: string) => unknown;

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
  prepare?: (adapter: RedmineAdapter) => Promise<string>,
): Operation => ({
  name,
  kind,
  ...(prepare && { prepare: (adapter) => prepare(adapter as RedmineAdapter) }),
  run: async (adapter, prepared, call) => settle(await run(adapter as RedmineAdapter, call, String(prepared ?? ''))),
});

const link = (id: string, type: IssueRelation['type'] = 'relates_to'): IssueRelation => ({
  type,
  target: { system: 'redmine', workspace: PROJECT, id, key: `#${id}`, url: null },
});
const aComment = async (adapter: RedmineAdapter) =>
  (await adapter.comments.add('1', 'A comment', { clientKey: 'c-0' })).id;
const aFile = { content: new TextEncoder().encode('log'), name: 'log.txt', type: 'text/plain' };
const aChild = async (adapter: RedmineAdapter) => {
  await adapter.links.add('1', link('2', 'child_of'));
  return '1';
};

export const operations: readonly Operation[] = [
  operation('read', 'testConnection', (adapter, call) => adapter.testConnection(call)),
  operation('read', 'issues.list', (adapter, call) => adapter.issues.list({ pageSize: 2 }, call)),
  operation('read', 'issues.list of a label', (adapter, call) => adapter.issues.list({ labels: ['suite-one'] }, call)),
  operation('read', 'issues.get', (adapter, call) => adapter.issues.get('1', call)),
  operation('read', 'issues.ids', (adapter, call) => adapter.issues.ids({}, call)),
  operation('read', 'issues.search', (adapter, call) => adapter.issues.search({ text: 'wobbles', pageSize: 2 }, call)),
  operation('read', 'issues.search by filters', (adapter, call) =>
    adapter.issues.search({ native: 'tracker_id=1', pageSize: 2 }, call),
  ),
  operation(
    'read',
    'issues.findByClientKey',
    (adapter, call) => adapter.issues.findByClientKey('i-0', call),
    async (adapter) => (await adapter.issues.create({ title: 'Marked' }, { clientKey: 'i-0' })).issue.ref.id,
  ),
  operation('write', 'issues.create', (adapter, call) =>
    adapter.issues.create(
      { title: 'New', body: '**Body**', status: 'in_progress', labels: ['suite-one'], priority: 1, issueType: 'story' },
      { ...call, clientKey: 'i-1' },
    ),
  ),
  operation('write', 'issues.create of a bare one', (adapter, call) => adapter.issues.create({ title: 'Bare' }, call)),
  operation('write', 'issues.create for few', (adapter, call) =>
    adapter.issues.create({ title: 'Among us', visibility: 'restricted' }, { ...call, clientKey: 'i-3' }),
  ),
  operation('write', 'issues.update', (adapter, call) =>
    adapter.issues.update('1', { title: 'Changed', body: 'Changed', assignees: ['5'] }, call),
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
  operation('write', 'links.add of a parent', (adapter, call) => adapter.links.add('1', link('3', 'child_of'), call)),
  operation('write', 'links.remove', (adapter, call) => adapter.links.remove('1', link('2'), call)),
  operation(
    'write',
    'links.remove of a parent',
    (adapter, call) => adapter.links.remove('1', link('2', 'child_of'), call),
    aChild,
  ),
  operation(
    'read',
    'attachments.list',
    (adapter, call) => adapter.attachments.list('1', call),
    async (adapter) => {
      return (await adapter.attachments.add('1', aFile)).id;
    },
  ),
  operation('write', 'attachments.add', (adapter, call) =>
    adapter.attachments.add('1', { ...aFile, description: 'A log' }, { ...call, clientKey: 'a-1' }),
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
  operation('read', 'directory.statuses', (adapter, call) => adapter.directory.statuses({}, call)),
  operation('read', 'directory.issueTypes', (adapter, call) => adapter.directory.issueTypes({}, call)),
];
