// What the story plays on: a tracker, a server behind a proxy that can fail, and a host between them.
import {
  createMemoryEventStore,
  createRuntime,
  type Runtime,
  type SnapshotPayload,
  type SnapshotStore,
} from '@spec-kitty/tracker';
import { createGithubAdapter, type GithubAdapter } from '@spec-kitty/tracker/adapters/github';
import { createIngestHandler } from '@spec-kitty/tracker/ingest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { createHost, type Host } from './host.ts';
import { type HttpServer, serveHandler } from './serve-handler.ts';
import { REPOSITORY, startTracker, type Tracker } from './tracker.ts';
import { type WatchedSnapshots, watchSnapshots } from './watch-snapshots.ts';

/** Everything that runs. */
export interface Stage {
  readonly tracker: Tracker;
  readonly adapter: GithubAdapter;
  readonly host: Host;
  /** Between the host and the server. */
  readonly proxy: FaultProxy;
  readonly server: HttpServer;
  /** The server's store, watched. */
  readonly received: WatchedSnapshots;
  /** The newest snapshot that the server has of a payload's stream. */
  newestOf(payload: SnapshotPayload): ReturnType<SnapshotStore['newest']>;
  readonly sleep: Runtime['sleep'];
}

/** Something that runs and has to be stopped. */
export interface Running {
  close(): Promise<void>;
}

/** Whoever has this token publishes for the team. */
const SERVER_TOKEN = 'demo-server-token';
const TEAM = 'harbour';

/** Starts everything. What has started is in `running` even when a later part does not. */
export async function setStage(
  snapshots: SnapshotStore,
  runtime: Partial<Runtime>,
  running: Running[],
): Promise<Stage> {
  const started = <Part extends Running>(part: Part): Part => {
    running.push(part);
    return part;
  };
  const tracker = started(await startTracker());
  const received = watchSnapshots(snapshots);
  const ingest = createIngestHandler(
    {
      authenticate: ({ headers }) =>
        headers.get('authorization') === `Bearer ${SERVER_TOKEN}` ? { id: 'the host', teams: [TEAM] } : undefined,
      snapshots: received,
      events: createMemoryEventStore(),
    },
    runtime,
  );
  const server = started(await serveHandler(ingest));
  const proxy = started(await startFaultProxy(server.url));
  const adapter = createGithubAdapter({ ...REPOSITORY, baseUrl: tracker.url, token: tracker.token }, runtime);
  const host = createHost({
    adapter,
    serverUrl: proxy.url,
    token: SERVER_TOKEN,
    // This tracker shows a change at once. For github.com leave `indexLagMs` out: the adapter knows better.
    pull: { pageSize: 50, indexLagMs: 0 },
    runtime,
  });
  return {
    tracker,
    adapter,
    host,
    proxy,
    server,
    received,
    newestOf: ({ provider, workspace, project_uuid: projectUuid }) =>
      received.newest({ team: TEAM, provider, workspace, projectUuid }),
    sleep: createRuntime(runtime).sleep,
  };
}
