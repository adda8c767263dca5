// The host: its stores, its tracker, its publish client. A real one brings stores over its own database.
import {
  buildSnapshot,
  createMemoryCheckpointStore,
  createMemoryIssueStore,
  createMemoryMappingStore,
  createMemoryReceiptStore,
  createPublishClient,
  createRuntime,
  type Issue,
  type Page,
  type PublishClient,
  type Runtime,
  type Snapshot,
  type TrackerAdapter,
} from '@spec-kitty/tracker';
import type { PullOptions } from './pull-issues.ts';

/** What a host is made from. */
export interface HostOptions {
  /** The tracker. */
  readonly adapter: Pick<TrackerAdapter, 'provider' | 'workspace' | 'traits' | 'issues'>;
  /** The SaaS that snapshots are published to. */
  readonly serverUrl: string;
  /** Its token. Not the tracker's. */
  readonly token: string;
  /** How the host pulls. */
  readonly pull: Pick<PullOptions, 'indexLagMs' | 'pageSize'>;
  /** Ports to use instead of the platform's. */
  readonly runtime: Partial<Runtime>;
}

/** A host that keeps one repository's issues and publishes them. */
export type Host = ReturnType<typeof createHost>;

/** The host's project, in whose name it publishes. */
export const PROJECT = { uuid: '6f1f4c9e-0a52-4d0b-9d8e-5a4a1f6d2c31', slug: 'widgets' };
const DOCTRINE = { mode: 'external_authoritative', fieldOwners: {} } as const;

/** Makes a host. The in-memory stores forget on exit, which is what a demo wants. */
export function createHost({ adapter, serverUrl, token, pull, runtime }: HostOptions) {
  const { now } = createRuntime(runtime);
  const issues = createMemoryIssueStore();
  const mappings = createMemoryMappingStore();
  const checkpoints = createMemoryCheckpointStore();
  const key = `${adapter.provider}:${adapter.workspace}`;
  const client: PublishClient = createPublishClient(
    { serverUrl, token, receipts: createMemoryReceiptStore() },
    runtime,
  );

  const { provider, workspace } = adapter;
  const scope = { system: provider, workspace, limit: 1000 };

  /** What the host has of this tracker. */
  const readStores = async () => ({
    issues: await readAll((from) => issues.list({ ...scope, ...from })),
    mappings: await readAll((from) => mappings.list({ ...scope, ...from })),
    checkpoint: (await checkpoints.get(key))?.value ?? { cursor: null, updatedSince: null },
  });

  return {
    client,
    /** For `pullIssues`. */
    pulling: { adapter, issues, checkpoints, key, ...pull } satisfies PullOptions,
    readStores,
    /** The same as one snapshot. */
    takeSnapshot: async (): Promise<Snapshot> =>
      buildSnapshot({
        provider,
        workspace,
        credentials: {},
        doctrine: DOCTRINE,
        project: PROJECT,
        ...(await readStores()),
      }),
    /** Says that WP01, WP02, ... are these issues. */
    async mapWorkPackages(linked: readonly Issue[]): Promise<void> {
      const madeAt = new Date(now()).toISOString();
      for (const [at, { ref }] of linked.entries()) {
        await mappings.put({
          wpId: `WP${String(at + 1).padStart(2, '0')}`,
          system: ref.system,
          workspace: ref.workspace,
          externalId: ref.id,
          externalKey: ref.key,
          externalUrl: ref.url,
          createdAt: madeAt,
          updatedAt: madeAt,
        });
      }
    },
  };
}

/** A Jira project of the same host, before it has any issue: what it is bound to is all that a snapshot says. */
export function snapshotOfJiraProject(projectKey: string): Snapshot {
  return buildSnapshot({
    provider: 'jira',
    workspace: 'acme.atlassian.net',
    credentials: { project_key: projectKey },
    doctrine: DOCTRINE,
    project: PROJECT,
    issues: [],
    mappings: [],
    checkpoint: { cursor: null, updatedSince: null },
  });
}

async function readAll<Item>(list: (from: { readonly cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await list(cursor === null ? {} : { cursor });
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return all;
}
