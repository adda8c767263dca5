import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { SnapshotPayload } from '../../src/contracts/snapshot-payload.js';
import { createIngestHandler, type IngestOptions, type Principal } from '../../src/ingest/index.js';
import type { EventStore } from '../../src/stores/event-store.js';
import { createMemoryEventStore } from '../../src/stores/memory/event-store.js';
import { createMemorySnapshotStore } from '../../src/stores/memory/snapshot-store.js';
import type { SnapshotStore } from '../../src/stores/snapshot-store.js';
import { aDigest } from '../../src/testing/fixtures/a-digest.js';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { serve } from '../support/serve.js';

export const SNAPSHOTS = '/api/v1/connectors/trackers/snapshots/';
export const BATCH = '/api/v1/events/batch/';

/** Who is behind which token. */
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  'token-harbour': { id: 'ann', teams: ['harbour'] },
  'token-payments': { id: 'bob', teams: ['payments'] },
  'token-both': { id: 'eve', teams: ['harbour', 'payments'] },
  'token-none': { id: 'nil', teams: [] },
  'token-priivacy': { id: 'pri', teams: ['priivacy'] },
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked into freely by assertions
  readonly body: any;
}

interface LogEntry {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

type Send = (path: string, body: BodyInit | null, headers?: Record<string, string>, method?: string) => Promise<Answer>;

/** A handler with its stores, clock and log, and a way to reach it: over loopback, or straight. */
function createIngest(options: Partial<IngestOptions>) {
  const log: LogEntry[] = [];
  const error = (message: string, fields?: Readonly<Record<string, unknown>>) => void log.push({ message, fields });
  const runtime = createTestRuntime({ logger: { debug() {}, info() {}, warn() {}, error } });
  const snapshots: SnapshotStore = options.snapshots ?? createMemorySnapshotStore();
  const events: EventStore = options.events ?? createMemoryEventStore();
  const handler = createIngestHandler(
    {
      authenticate: ({ headers }) => PRINCIPALS[(headers.get('authorization') ?? '').replace('Bearer ', '')],
      ...options,
      snapshots,
      events,
    },
    runtime,
  );
  return { log, runtime, snapshots, events, handler };
}

function requestsOver(send: Send) {
  return {
    send,
    /** A snapshot as a client publishes it; the default sender is of team `identity`. */
    publish: (payload: SnapshotPayload, key: string, headers: Record<string, string> = {}) =>
      send(SNAPSHOTS, JSON.stringify(payload), { 'Idempotency-Key': key, ...headers }),
    /** A batch as a client sends it: compressed. */
    sendBatch: (events: readonly unknown[], headers: Record<string, string> = {}) =>
      send(BATCH, gzipSync(JSON.stringify({ events })), { 'Content-Encoding': 'gzip', ...headers }),
  };
}

const DEFAULT_HEADERS = { Authorization: 'Bearer token-harbour', 'Content-Type': 'application/json' };

export async function startIngest(options: Partial<IngestOptions> = {}) {
  const ingest = createIngest(options);
  const server = await serve(ingest.handler);
  onTestFinished(server.close);
  return {
    ...ingest,
    url: server.url,
    ...requestsOver(async (path, body, headers, method = 'POST') => {
      const response = await fetch(server.url + path, { method, headers: { ...DEFAULT_HEADERS, ...headers }, body });
      return toAnswer(response);
    }),
  };
}

/** The same without a network, where the number of requests counts. */
export function callIngest(options: Partial<IngestOptions> = {}) {
  const ingest = createIngest(options);
  return {
    ...ingest,
    ...requestsOver(async (path, body, headers, method = 'POST') => {
      const init = { method, headers: { ...DEFAULT_HEADERS, ...headers }, body };
      const response = await ingest.handler(new Request(`https://saas.example${path}`, init));
      if (response === undefined) throw new Error('the handler said that this path is not its own');
      return toAnswer(response);
    }),
  };
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** Snapshots that differ in one title. */
export function aSnapshotTitled(title: string): SnapshotPayload {
  const payload = aSnapshotPayload();
  return { ...payload, issues: payload.issues.map((issue) => ({ ...issue, title })) };
}

/** A key; the same for the same number. */
export const aKey = aDigest;

/** Something to wait for that the test opens. */
export function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
