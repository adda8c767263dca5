import { createLinearAdapter, type LinearAdapter } from '../../../src/adapters/linear/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { IssueRelation } from '../../../src/contracts/issue-link.js';
import type { Page } from '../../../src/contracts/page.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import type { AdapterHarness } from '../../../src/testing/adapters/adapter-case.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { ACCESS_TOKEN, createLinearServer, KIND_HEADER, type LinearServer, tagged } from './server.js';
import { idOf, TEAM, UNKNOWN } from './state.js';

/** A bearer, which is sent with a word before it. */
export { ACCESS_TOKEN as CANARY };

export const provider = 'linear';

export const isRead = (request: Request) => request.headers.get(KIND_HEADER) !== 'write';

/** Every operation of the adapter, before a server that has what it needs. */
export interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** Makes what the operation works on. */
  prepare?(adapter: TrackerAdapter): Promise<unknown>;
  run(adapter: TrackerAdapter, prepared: unknown, options: { signal?: AbortSignal }): Promise<unknown>;
}

/** The issues that are there: the first is related to the second and part of the third. */
export const [ONE, TWO, THREE] = [1, 2, 3].map((nth) => idOf(0x77, nth)) as [string, string, string];

/** An adapter and the server that it talks to, with three issues, two of them linked, and one that is part of another. */
export function createSubject() {
  const server = createLinearServer();
  newest = server;
  for (const id of [ONE, TWO, THREE]) server.seed({ id });
  const first = server.state.issues.get(ONE);
  if (first) Object.assign(first, { parent: THREE, labels: [idOf(0x1a, 1)] });
  server.state.relations.set(idOf(0x4f, 1), { id: idOf(0x4f, 1), issue: ONE, relatedIssue: TWO, type: 'related' });
  return {
    server,
    create(runtime?: Partial<Runtime>, { baseUrl = server.url, readOnly }: { baseUrl?: string; readOnly?: true } = {}) {
      // Files go to an address that Linear names; in the tests it is one of the same server, wherever that is reached.
      server.place.uploadOrigin = new URL(baseUrl).origin;
      const options = {
        team: TEAM,
        auth: { accessToken: ACCESS_TOKEN },
        baseUrl,
        statusMap: { 'In Review': 'in_review' },
      } as const;
      const ports = runtime?.fetch ? runtime : createTestRuntime({ fetch: server.handle, ...runtime });
      const { fetch = server.handle } = ports;
      const tagging = { ...ports, fetch: async (request: Request) => fetch(await tagged(request)) };
      return createLinearAdapter(readOnly ? { ...options, readOnly } : options, tagging) as TrackerAdapter;
    },
  };
}

/** The tracker that was made last, which is that of the case that runs. */
let newest: LinearServer | undefined;

export const harness: Partial<Omit<AdapterHarness, 'adapter' | 'again'>> = {
  unknownId: UNKNOWN,
  backlinks: async (issueId) =>
    [...(newest?.state.attachments.values() ?? [])]
      .filter(({ issue, metadata }) => issue === issueId && metadata.specKitty === 'backlink')
      .map(({ url, title, metadata }) => ({ key: String(metadata.key), url, title })),
};

type Run = (adapter: LinearAdapter, call: { signal?: AbortSignal }, prepared: string) => unknown;

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
  prepare?: (adapter: LinearAdapter) => Promise<string>,
): Operation => ({
  name,
  kind,
  ...(prepare && { prepare: (adapter) => prepare(adapter as LinearAdapter) }),
  run: async (adapter, prepared, call) => settle(await run(adapter as LinearAdapter, call, String(prepared ?? ''))),
});

const link = (type: IssueRelation['type'], id: string): IssueRelation => ({
  type,
  target: { system: 'linear', workspace: TEAM, id, key: null, url: null },
});
const HOOK = { url: 'https://host.example/hooks/linear', secret: 'secret-of-the-hook' };
const BACKLINK = { key: 'wp-1', url: 'https://host.example/wp/1', title: 'WP 1' };
const aComment = async (adapter: LinearAdapter) =>
  (await adapter.comments.add(ONE, 'A comment', { clientKey: 'c-0' })).id;
const aHook = async (adapter: LinearAdapter) => (await adapter.webhooks.register(HOOK)).id;
const aFile = { content: new TextEncoder().encode('log'), name: 'log.txt', type: 'text/plain' };
const aFileThere = async (adapter: LinearAdapter) =>
  (await adapter.attachments.add(ONE, aFile, { clientKey: 'a-0' })).id;
const aBacklink = async (adapter: LinearAdapter) => {
  await adapter.backlinks.upsert(ONE, BACKLINK);
  return 'wp-1';
};

export const operations: readonly Operation[] = [
  operation('read', 'testConnection', (adapter, call) => adapter.testConnection(call)),
  operation('read', 'issues.list', (adapter, call) => adapter.issues.list({ pageSize: 2 }, call)),
  operation('read', 'issues.get', (adapter, call) => adapter.issues.get(ONE, call)),
  operation('read', 'issues.ids', (adapter, call) => adapter.issues.ids({}, call)),
  operation('read', 'issues.search', (adapter, call) => adapter.issues.search({ text: 'wobble', pageSize: 2 }, call)),
  operation('read', 'issues.search by a filter', (adapter, call) =>
    adapter.issues.search({ native: '{"priority":{"eq":2}}' }, call),
  ),
  operation(
    'read',
    'issues.findByClientKey',
    (adapter, call) => adapter.issues.findByClientKey('i-0', call),
    async (adapter) => (await adapter.issues.create({ title: 'Keyed' }, { clientKey: 'i-0' })).issue.ref.id,
  ),
  operation('write', 'issues.create', (adapter, call) =>
    adapter.issues.create(
      { title: 'New', body: 'Body', status: 'in_review', labels: ['suite-one'], assignees: ['zoe@acme.test'] },
      { ...call, clientKey: 'i-1' },
    ),
  ),
  operation('write', 'issues.create of a bare one', (adapter, call) => adapter.issues.create({ title: 'Bare' }, call)),
  operation('write', 'issues.create of a part', (adapter, call) =>
    adapter.issues.create({ title: 'Part', parent: link('child_of', TWO).target }, { ...call, clientKey: 'i-2' }),
  ),
  operation('write', 'issues.update', (adapter, call) =>
    adapter.issues.update(ONE, { title: 'Changed', labels: ['suite-two'] }, call),
  ),
  operation('write', 'issues.transition', (adapter, call) => adapter.issues.transition(ONE, 'done', call)),
  operation('write', 'issues.delete', (adapter, call) => adapter.issues.delete(TWO, call)),
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
  operation('write', 'comments.add without a key', (adapter, call) => adapter.comments.add(ONE, 'Text', call)),
  operation(
    'write',
    'comments.update',
    (adapter, call, id) => adapter.comments.update(ONE, id, 'Changed', call),
    aComment,
  ),
  operation('write', 'comments.delete', (adapter, call, id) => adapter.comments.delete(ONE, id, call), aComment),
  operation('read', 'links.list', (adapter, call) => adapter.links.list(ONE, call)),
  operation('write', 'links.add', (adapter, call) => adapter.links.add(ONE, link('blocks', THREE), call)),
  operation('write', 'links.add of a part', (adapter, call) => adapter.links.add(ONE, link('parent_of', TWO), call)),
  operation('write', 'links.remove', (adapter, call) => adapter.links.remove(ONE, link('relates_to', TWO), call)),
  operation('write', 'links.remove of a part', (adapter, call) =>
    adapter.links.remove(ONE, link('child_of', THREE), call),
  ),
  operation('write', 'attachments.add', (adapter, call) =>
    adapter.attachments.add(ONE, aFile, { ...call, clientKey: 'a-1' }),
  ),
  operation('write', 'attachments.add of a stream', (adapter, call) =>
    adapter.attachments.add(ONE, { ...aFile, content: new Blob([aFile.content]).stream() }, call),
  ),
  operation('read', 'attachments.list', (adapter, call) => adapter.attachments.list(ONE, call), aFileThere),
  operation(
    'read',
    'attachments.findByClientKey',
    (adapter, call) => adapter.attachments.findByClientKey(ONE, 'a-0', call),
    aFileThere,
  ),
  operation('write', 'backlinks.upsert', (adapter, call) => adapter.backlinks.upsert(ONE, BACKLINK, call)),
  operation('write', 'backlinks.remove', (adapter, call, key) => adapter.backlinks.remove(ONE, key, call), aBacklink),
  operation('read', 'directory.projects', (adapter, call) => adapter.directory.projects({}, call)),
  operation('read', 'directory.labels', (adapter, call) => adapter.directory.labels({}, call)),
  operation('read', 'directory.users', (adapter, call) => adapter.directory.users({}, call)),
  operation('read', 'directory.statuses', (adapter, call) => adapter.directory.statuses({}, call)),
  operation('write', 'webhooks.register', (adapter, call) => adapter.webhooks.register(HOOK, call)),
  operation('write', 'webhooks.unregister', (adapter, call, id) => adapter.webhooks.unregister(id, call), aHook),
  operation('write', 'webhooks.renew', (adapter, call, id) => adapter.webhooks.renew(id, call), aHook),
  operation('read', 'webhooks.list', (adapter, call) => adapter.webhooks.list(call), aHook),
  operation('read', 'webhooks.health', (adapter, call, id) => adapter.webhooks.health(id, call), aHook),
];
