import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { createMemoryEventStore, createMemorySnapshotStore, type SnapshotPayload } from '../../src/index.js';
import { createIngestHandler } from '../../src/ingest/index.js';
import type { TestRuntime } from '../../src/testing/test-runtime.js';

/** What becomes of a request on its way: lost before the server acts on it, or its answer lost after. */
export type Mishap = 'lost_before' | 'lost_after' | 'unavailable' | undefined;

export interface PublishServer {
  readonly fetch: (request: Request) => Promise<Response>;
  /** The project slugs of the contents applied, in order: what the server's users see. */
  readonly applied: string[];
  /** One entry per request that reached the server. */
  readonly requests: { readonly key: string; readonly authorization: string | null; readonly body: string }[];
  /** Mishaps of the next requests, in order. */
  readonly mishaps: Mishap[];
}

type Handler = (request: Request, applied: string[]) => Promise<Response>;

function server(handler: Handler): PublishServer {
  const applied: string[] = [];
  const requests: PublishServer['requests'] = [];
  const mishaps: Mishap[] = [];
  return {
    applied,
    requests,
    mishaps,
    async fetch(request) {
      const mishap = mishaps.shift();
      if (mishap === 'lost_before') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      const body = await request.clone().text();
      const { headers } = request;
      requests.push({ key: headers.get('idempotency-key') ?? '', authorization: headers.get('authorization'), body });
      if (mishap === 'unavailable') return new Response('<h1>down</h1>', { status: 503 });
      const response = await handler(request, applied);
      if (mishap === 'lost_after') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      return response;
    },
  };
}

/** Our own receiving side: proves with every answer what it has. */
export function provingServer(runtime: TestRuntime): PublishServer & {
  newest(workspace?: string): Promise<SnapshotPayload | undefined>;
} {
  const snapshots = createMemorySnapshotStore();
  const handle = createIngestHandler(
    {
      authenticate: () => ({ id: 'someone', teams: ['team'] }),
      snapshots,
      events: createMemoryEventStore(),
    },
    runtime,
  );
  const made = server(async (request, applied) => {
    const { project_slug: slug } = (await request.clone().json()) as SnapshotPayload;
    const response = (await handle(request)) as Response;
    if (response.status === 201) applied.push(String(slug));
    return response;
  });
  return {
    ...made,
    newest: async (workspace = 'acme.atlassian.net') =>
      (await snapshots.newest({ team: 'team', provider: 'jira', workspace, projectUuid: null }))?.payload,
  };
}

/** A server that honours keys and proves nothing: a known key is answered with a bare replay, whatever came with it. */
export function plainServer(): PublishServer {
  const keys = new Set<string>();
  return server(async (request, applied) => {
    const key = request.headers.get('idempotency-key') ?? '';
    if (keys.has(key)) return Response.json({}, { headers: { 'idempotency-replayed': 'true' } });
    keys.add(key);
    applied.push(String(((await request.json()) as SnapshotPayload).project_slug));
    return Response.json({}, { status: 201 });
  });
}

/** A server that compares contents under a key and names nothing else: 422 without a latest key. */
export function strictServer(): PublishServer {
  const contents = new Map<string, string>();
  return server(async (request, applied) => {
    const key = request.headers.get('idempotency-key') ?? '';
    const body = (await request.json()) as SnapshotPayload;
    const digest = createHash('sha256')
      .update(String(canonicalize(body)))
      .digest('hex');
    const known = contents.get(key);
    if (known === digest) return Response.json({}, { headers: { 'idempotency-replayed': 'true' } });
    if (known !== undefined) {
      return Response.json({ error_code: 'idempotency_key_reused', message: 'm', retryable: false }, { status: 422 });
    }
    contents.set(key, digest);
    applied.push(String(body.project_slug));
    return Response.json({}, { status: 201 });
  });
}
