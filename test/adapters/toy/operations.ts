import { createToyAdapter } from '../../../examples/adapter-in-250-lines/toy-adapter.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import type { Runtime } from '../../../src/runtime/runtime.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY, createToyServer } from './server.js';

export { CANARY };

export const provider = 'toy';

export function createSubject() {
  const server = createToyServer();
  return {
    server,
    create(runtime: Partial<Runtime> = {}, options: { readonly baseUrl?: string; readonly readOnly?: true } = {}) {
      const toy = { baseUrl: server.url, board: 'main', token: CANARY, ...options };
      return createToyAdapter(toy, createTestRuntime({ fetch: server.handle, ...runtime }));
    },
  };
}

interface Options {
  readonly signal?: AbortSignal;
}

interface Operation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly prepare?: (adapter: TrackerAdapter) => Promise<unknown>;
  readonly run: (adapter: TrackerAdapter, prepared: unknown, options: Options) => Promise<unknown>;
}

async function all<Item>(listing: AsyncIterable<{ readonly items: readonly Item[] }> | undefined): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of listing ?? []) items.push(...page.items);
  return items;
}

const anIssue = async (adapter: TrackerAdapter) =>
  (await adapter.issues.create?.({ title: 'A card', body: 'Text.' }, { clientKey: 'wp-1' }))?.issue.ref.id;
const threeIssues = async (adapter: TrackerAdapter) => {
  for (const title of ['A', 'B', 'C']) await adapter.issues.create?.({ title });
};
const comments = async (adapter: TrackerAdapter) => {
  const id = await anIssue(adapter);
  for (const text of ['One.', 'Two.', 'Three.']) await adapter.comments?.add?.(id ?? '', text, { clientKey: text });
  return id;
};
const text = (value: unknown) => String(value);

export const operations: readonly Operation[] = [
  { name: 'testConnection', kind: 'read', run: (adapter, _, options) => adapter.testConnection(options) },
  {
    name: 'issues.list',
    kind: 'read',
    prepare: threeIssues,
    run: (adapter, _, options) => all(adapter.issues.list({ pageSize: 2 }, options)),
  },
  {
    name: 'issues.ids',
    kind: 'read',
    prepare: threeIssues,
    run: (adapter, _, options) => all(adapter.issues.ids?.({}, options)),
  },
  {
    name: 'issues.get',
    kind: 'read',
    prepare: anIssue,
    run: (adapter, id, options) => adapter.issues.get(text(id), options),
  },
  {
    name: 'issues.findByClientKey',
    kind: 'read',
    prepare: anIssue,
    run: async (adapter, _, options) => adapter.issues.findByClientKey?.('wp-1', options),
  },
  {
    name: 'issues.create',
    kind: 'write',
    run: async (adapter, _, options) => adapter.issues.create?.({ title: 'New' }, { ...options, clientKey: 'wp-2' }),
  },
  {
    name: 'issues.update',
    kind: 'write',
    prepare: anIssue,
    run: async (adapter, id, options) => adapter.issues.update?.(text(id), { title: 'B' }, options),
  },
  {
    name: 'issues.transition',
    kind: 'write',
    prepare: anIssue,
    run: async (adapter, id, options) => adapter.issues.transition?.(text(id), 'done', options),
  },
  {
    name: 'issues.delete',
    kind: 'write',
    prepare: anIssue,
    run: async (adapter, id, options) => adapter.issues.delete?.(text(id), options),
  },
  {
    name: 'comments.list',
    kind: 'read',
    prepare: comments,
    run: (adapter, id, options) => all(adapter.comments?.list(text(id), {}, options)),
  },
  {
    name: 'comments.findByClientKey',
    kind: 'read',
    prepare: comments,
    run: async (adapter, id, options) => adapter.comments?.findByClientKey?.(text(id), 'Two.', options),
  },
  {
    name: 'comments.add',
    kind: 'write',
    prepare: anIssue,
    run: async (adapter, id, options) => adapter.comments?.add?.(text(id), 'Text.', { ...options, clientKey: 'c-1' }),
  },
  ...(['projects', 'users', 'statuses'] as const).map(
    (what): Operation => ({
      name: `directory.${what}`,
      kind: 'read',
      run: (adapter, _, options) => all<unknown>(adapter.directory[what]?.({}, options)),
    }),
  ),
];
