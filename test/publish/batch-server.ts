import { gunzipSync } from 'node:zlib';
import type { EventEnvelope } from '../../src/contracts/event-envelope.js';

/** A batch as a server sees it. */
export interface SeenBatch {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly compressed: Buffer;
  readonly text: string;
  readonly events: readonly EventEnvelope[];
  readonly ids: readonly string[];
}

/** What the server answers: a text body goes out as it is, anything else as JSON, undefined as no body. */
export interface BatchReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BatchServer {
  readonly seen: SeenBatch[];
  readonly handle: (request: Request) => Promise<Response>;
}

/** The server's side of the batch endpoint, fetch-shaped: behind a socket or as a runtime's `fetch`. */
export function batchServer(answer: (batch: SeenBatch, at: number) => BatchReply | Promise<BatchReply>): BatchServer {
  const seen: SeenBatch[] = [];
  return {
    seen,
    handle: async (request) => {
      const compressed = Buffer.from(await request.arrayBuffer());
      const text = gunzipSync(compressed).toString('utf8');
      const events = (JSON.parse(text) as { events: EventEnvelope[] }).events;
      const { pathname: path } = new URL(request.url);
      const ids = events.map((event) => event.event_id);
      const batch = { method: request.method, path, headers: request.headers, compressed, text, events, ids };
      seen.push(batch);
      const { status, body, headers = {} } = await answer(batch, seen.length - 1);
      const isText = typeof body === 'string';
      return new Response(body === undefined ? null : isText ? body : JSON.stringify(body), {
        status,
        headers: { 'content-type': isText ? 'text/html' : 'application/json', ...headers },
      });
    },
  };
}

/** A 200 with one status for every event, or one chosen per id. */
export function answerAll(
  { ids }: Pick<SeenBatch, 'ids'>,
  status: string | ((id: string) => string) = 'success',
): BatchReply {
  const choose = typeof status === 'string' ? () => status : status;
  return { status: 200, body: { results: ids.map((id) => ({ event_id: id, status: choose(id) })) } };
}

/** A server that refuses any batch with one of these in it as a whole, and takes every other. */
export function poisoned(poison: Iterable<string>): BatchServer {
  const bad = new Set(poison);
  return batchServer((batch) =>
    batch.ids.some((id) => bad.has(id))
      ? { status: 400, body: { error: 'Bad request', details: 'the batch is invalid' } }
      : answerAll(batch),
  );
}

export const PROJECT = '550e8400-e29b-41d4-a716-446655440000';

/** The id of the n-th event. */
export function idOf(n: number): string {
  return `01JMBY7K8N${String(n).padStart(16, '0')}`;
}

/** The n-th event; changed as the test needs it, with a note to make it longer. */
export function eventOf(n: number, changes: Partial<EventEnvelope> = {}, note = ''): EventEnvelope {
  return {
    event_id: idOf(n),
    event_type: 'HistoryAdded',
    aggregate_id: 'WP01',
    aggregate_type: 'WorkPackage',
    payload: { wp_id: 'WP01', entry_type: 'note', entry_content: `note ${n}${note}` },
    node_id: 'a1b2c3d4e5f6',
    lamport_clock: n,
    causation_id: null,
    timestamp: '2026-03-10T09:00:00+00:00',
    team_slug: 'priivacy',
    project_uuid: PROJECT,
    project_slug: 'spec-kitty',
    git_branch: 'main',
    head_commit_sha: null,
    repo_slug: null,
    ...changes,
  };
}

/** Events `from` to `to`, both included. */
export function eventsOf(from: number, to: number): EventEnvelope[] {
  return Array.from({ length: to - from + 1 }, (_, at) => eventOf(from + at));
}
