import { createYoutrackAdapter, type YoutrackAdapter } from '../../../src/adapters/youtrack/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { IssueRelation } from '../../../src/contracts/issue-link.js';
import type { Page } from '../../../src/contracts/page.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { BEN, PROJECT } from './fixtures.js';
import { CANARY, createYoutrackServer } from './server.js';

export { CANARY };

export const provider = 'youtrack';
export const harness = { unknownId: '2-987654' };
/** Every write is a POST or a DELETE, and no reading is. */
export const isRead = () => false;

/** Every operation of the adapter, before a server that has what it needs. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** Makes what the operation works on. */
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { signal?: AbortSignal }): Promise<unknown>;
}

/** The ids of the three issues that are there: the first two are linked. */
export const ONE = '2-102';
export const TWO = '2-103';
export const THREE = '2-104';

/** An adapter and the server that it talks to, with three issues, two of them linked, and a tag on the first. */
export function createSubject() {
  const server = createYoutrackServer();
  const tag = server.seedTag('ui');
  for (let n = 0; n < 3; n++) server.seed();
  server.issues.get(ONE)?.tags.push(tag);
  server.links.push({ type: '80-0', source: ONE, target: TWO });
  return {
    server,
    create(runtime?: Partial<Runtime>, { baseUrl = server.url, readOnly }: { baseUrl?: string; readOnly?: true } = {}) {
      const options = { project: PROJECT, token: CANARY, baseUrl, restrictedTo: ['3-7'] } as const;
      const ports = runtime?.fetch ? runtime : createTestRuntime({ fetch: server.handle, ...runtime });
      return createYoutrackAdapter(readOnly ? { ...options, readOnly } : options, ports) as TrackerAdapter;
    },
  };
}

type Run = (adapter: YoutrackAdapter, call: { signal?: AbortSignal }, prepared: string) => unknown;

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
  prepare?: (adapter: YoutrackAdapter) => Promise<string>,
): Operation => ({
  name,
  kind,
  ...(prepare && { prepare: (adapter) => prepare(adapter as YoutrackAdapter) }),
  run: async (adapter, prepared, call) => settle(await run(adapter as YoutrackAdapter, call, String(prepared ?? ''))),
});

const refTo = (adapter: YoutrackAdapter, id: string) => ({
  system: 'youtrack',
  // The adapter's, because it holds the address of the server.
  workspace: adapter.workspace,
  id,
  key: null,
  url: null,
});
const link = (adapter: YoutrackAdapter, id: string, type: IssueRelation['type'] = 'relates_to'): IssueRelation => ({
  type,
  target: refTo(adapter, id),
});
const aComment = async (adapter: YoutrackAdapter) =>
  (await adapter.comments.add(ONE, 'A comment', { clientKey: 'c-0' })).id;
const aFile = { content: new TextEncoder().encode('log'), name: 'log.txt', type: 'text/plain' };

export const operations: readonly Operation[] = [
  operation('read', 'testConnection', (adapter, call) => adapter.testConnection(call)),
  operation('read', 'issues.list', (adapter, call) => adapter.issues.list({ pageSize: 2 }, call)),
  operation('read', 'issues.list since a time, with a label', (adapter, call) =>
    adapter.issues.list({ updatedSince: '2026-03-10T07:00:00Z', labels: ['ui'] }, call),
  ),
  operation('read', 'issues.get', (adapter, call) => adapter.issues.get(ONE, call)),
  operation('read', 'issues.ids', (adapter, call) => adapter.issues.ids({}, call)),
  operation('read', 'issues.search', (adapter, call) => adapter.issues.search({ text: 'wobble', pageSize: 2 }, call)),
  operation(
    'read',
    'issues.findByClientKey',
    (adapter, call) => adapter.issues.findByClientKey('i-0', call),
    async (adapter) => (await adapter.issues.create({ title: 'Marked' }, { clientKey: 'i-0' })).issue.ref.id,
  ),
  operation('write', 'issues.create', (adapter, call) =>
    adapter.issues.create(
      { title: 'New', body: 'Body', status: 'in_progress', labels: ['ui', 'new'] },
      { ...call, clientKey: 'i-1' },
    ),
  ),
  operation('write', 'issues.create of a bare one', (adapter, call) => adapter.issues.create({ title: 'Bare' }, call)),
  operation('write', 'issues.create of a part', (adapter, call) =>
    adapter.issues.create({ title: 'Part', parent: refTo(adapter, TWO) }, { ...call, clientKey: 'i-2' }),
  ),
  operation('write', 'issues.create for few', (adapter, call) =>
    adapter.issues.create({ title: 'Among us', visibility: 'restricted' }, { ...call, clientKey: 'i-3' }),
  ),
  operation('write', 'issues.update', (adapter, call) =>
    adapter.issues.update(ONE, { title: 'Changed', body: 'Changed', assignees: [BEN.id] }, call),
  ),
  operation('write', 'issues.update of labels and parent', (adapter, call) =>
    adapter.issues.update(ONE, { labels: ['api'], parent: refTo(adapter, THREE) }, call),
  ),
  operation('write', 'issues.transition', (adapter, call) => adapter.issues.transition(ONE, 'done', call)),
  operation('write', 'issues.delete', (adapter, call) => adapter.issues.delete(THREE, call)),
  operation('read', 'comments.list', (adapter, call) => adapter.comments.list(ONE, {}, call), aComment),
  operation(
    'read',
    'comments.findByClientKey',
    (adapter, call) => adapter.comments.findByClientKey(ONE, 'c-0', call),
    aComment,
  ),
  operation('write', 'comments.add', (adapter, call) =>
    adapter.comments.add(ONE, 'Text', { ...call, clientKey: 'c-1' }),
  ),
  operation('write', 'comments.add for few', (adapter, call) =>
    adapter.comments.add(ONE, 'Among us', { ...call, visibility: 'restricted' }),
  ),
  operation(
    'write',
    'comments.update',
    (adapter, call, id) => adapter.comments.update(ONE, id, 'Changed', call),
    aComment,
  ),
  operation('write', 'comments.delete', (adapter, call, id) => adapter.comments.delete(ONE, id, call), aComment),
  operation('read', 'links.list', (adapter, call) => adapter.links.list(ONE, call)),
  operation('write', 'links.add', (adapter, call) => adapter.links.add(ONE, link(adapter, THREE, 'blocks'), call)),
  operation('write', 'links.remove', (adapter, call) => adapter.links.remove(ONE, link(adapter, TWO), call)),
  operation(
    'read',
    'attachments.list',
    (adapter, call) => adapter.attachments.list(ONE, call),
    async (adapter) => (await adapter.attachments.add(ONE, aFile)).id,
  ),
  operation('write', 'attachments.add', (adapter, call) =>
    adapter.attachments.add(ONE, aFile, { ...call, clientKey: 'a-1' }),
  ),
  operation('write', 'attachments.add of a stream', (adapter, call) =>
    adapter.attachments.add(ONE, { ...aFile, content: new Blob([aFile.content]).stream() }, call),
  ),
  operation('read', 'directory.projects', (adapter, call) => adapter.directory.projects({}, call)),
  operation('read', 'directory.labels', (adapter, call) => adapter.directory.labels({}, call)),
  operation('read', 'directory.users', (adapter, call) => adapter.directory.users({}, call)),
  operation('read', 'directory.statuses', (adapter, call) => adapter.directory.statuses({}, call)),
  operation('read', 'directory.issueTypes', (adapter, call) => adapter.directory.issueTypes({}, call)),
];
