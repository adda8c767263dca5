import { expect } from 'vitest';
import {
  type BatchErrorCategory,
  type BatchReport,
  categorizeBatchError,
  createEventBatchClient,
  createMemoryEventQueueStore,
  createMemoryEventStore,
  createMemorySnapshotStore,
  type EventEnvelope,
  failureReport,
  type QueuedEvent,
} from '../../src/index.js';
import { BATCH_PATH, createIngestHandler, type IngestOptions } from '../../src/ingest/index.js';
import { anEvent, aUlid, createTestRuntime } from '../../src/testing/index.js';
import { type FenceChecks, jsonMarked, type TableChecks } from './checks.js';
import { type Page, plain, words } from './markdown.js';

interface Body {
  readonly events: readonly EventEnvelope[];
}

const requestIn = (page: Page) => jsonMarked<Body>(page, 'batch-request').events;

/** Drains a queue of these events against a server that answers as told. */
async function drain(events: readonly EventEnvelope[], answer: (ids: readonly string[]) => Response) {
  const queue = createMemoryEventQueueStore();
  await queue.enqueue(events);
  const bodies: Body[] = [];
  const fetch = async (request: Request) => {
    expect(new URL(request.url).pathname).toBe(BATCH_PATH);
    const text = await new Response(request.body?.pipeThrough(new DecompressionStream('gzip'))).text();
    const body = JSON.parse(text) as Body;
    bodies.push(body);
    return answer(body.events.map(({ event_id }) => event_id));
  };
  const client = createEventBatchClient({ serverUrl: 'https://saas.test', queue }, createTestRuntime({ fetch }));
  const report = await client.drain();
  const left: QueuedEvent[] = [];
  for (const state of ['queued', 'parked'] as const) left.push(...(await queue.list({ state })).items);
  return { report, bodies, left };
}

const outcomes = ({ results }: BatchReport) => results.map(({ outcome }) => outcome);

const success = (ids: readonly string[]) =>
  Response.json({ results: ids.map((event_id) => ({ event_id, status: 'success' })) });

async function ask(events: readonly unknown[], options: Partial<IngestOptions> = {}): Promise<unknown> {
  const handle = createIngestHandler({
    authenticate: () => ({ id: 'someone', teams: ['acme'] }),
    snapshots: createMemorySnapshotStore(),
    events: createMemoryEventStore(),
    ...options,
  });
  const answer = await handle(
    new Request(`https://saas.test${BATCH_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    }),
  );
  return answer?.json();
}

/** What the third column of the statuses promises of the queue. */
const LEAVES: readonly (readonly [RegExp, object[]])[] = [
  [/^lets it go$/, []],
  [/^keeps it as it is$/, [{ state: 'queued', attempts: 0 }]],
  [/^keeps it and raises its count/, [{ state: 'queued', attempts: 1 }]],
  [/^parks it/, [{ state: 'parked' }]],
];

// A category that is added to the union does not compile until it stands here.
const CATEGORIES = {
  schema_mismatch: true,
  auth_expired: true,
  permission: true,
  oversized: true,
  throttled: true,
  server_error: true,
  unknown: true,
} as const satisfies Record<BatchErrorCategory, true>;

export const batchTables: TableChecks = {
  'result-statuses': async ({ rows }) => {
    for (const [status = '', outcome = '', queue = ''] of rows) {
      const result = { status: status === 'any other' ? 'mislaid' : plain(status) };
      const { report, left } = await drain([anEvent()], ([event_id]) =>
        Response.json({ results: status === 'no result' ? [] : [{ event_id, ...result }] }),
      );
      expect(outcomes(report), status).toEqual([plain(outcome)]);
      const expected = LEAVES.find(([words]) => words.test(queue))?.[1];
      expect(left, status).toMatchObject(expected ?? expect.unreachable(queue));
      expect(left.length, status).toBe(expected?.length);
    }
  },
  'categories-by-status': ({ rows }, page) => {
    for (const [statuses = '', category = ''] of rows) {
      const [from = 0, to = from] = statuses.split(' to ').map(Number);
      for (let status = from; status <= to; status++) {
        expect(categorizeBatchError('invalid token, internal', status)).toBe(plain(category));
      }
    }
    const named = page.tables.flatMap((table) =>
      table.comment.startsWith('checked: categories-') ? table.rows.flat().map(plain) : [],
    );
    const known = Object.keys(CATEGORIES).filter((category) => category !== 'unknown');
    expect(named).toEqual(expect.arrayContaining(known));
  },
  'categories-by-word': ({ rows }) => {
    const lines = rows.map(([category = '', list = '']) => [plain(category), words(list)] as const);
    for (const [at, [category, list]] of lines.entries()) {
      for (const word of list) {
        expect(categorizeBatchError(`It said ${word.toUpperCase()}.`)).toBe(category);
        for (const later of lines.slice(at).flatMap(([, others]) => others)) {
          expect(categorizeBatchError(`${later} ${word}`), 'the first line wins').toBe(category);
        }
      }
    }
    expect(categorizeBatchError('nothing that is listed')).toBe('unknown');
  },
};

export const batchFences: FenceChecks = {
  'batch-request': async (_, page) => {
    const events = requestIn(page);
    const { bodies } = await drain(events, success);
    expect(bodies).toEqual([{ events }]);
  },
  'batch-results': async ({ text }, page) => {
    const body: unknown = JSON.parse(text);
    expect(await ask(requestIn(page))).toEqual(body);
    const { report } = await drain(requestIn(page), () => Response.json(body));
    expect(outcomes(report)).toEqual(['delivered', 'rejected']);
  },
  'refusal-list': async ({ text }, page) => {
    const body: unknown = JSON.parse(text);
    expect(await ask(requestIn(page), { authorizeProject: () => false })).toEqual(body);
    await expectFirstBlamed(body, requestIn(page));
  },
  'refusal-text-list': ({ text }, page) => expectFirstBlamed(JSON.parse(text), requestIn(page)),
  'refusal-text': async ({ text }, page) => {
    const body: unknown = JSON.parse(text);
    expect(await ask(Array.from({ length: 1200 }, () => anEvent()))).toEqual(body);
    const [good, bad] = requestIn(page).map(({ event_id }) => event_id);
    const { report, bodies } = await drain(requestIn(page), (ids) =>
      ids.includes(bad ?? '') ? Response.json(body, { status: 400 }) : success(ids),
    );
    expect(bodies.map(({ events }) => events.map(({ event_id }) => event_id))).toEqual([[good, bad], [good], [bad]]);
    expect(outcomes(report)).toEqual(['delivered', 'rejected']);
    // Refused everything: nobody is blamed.
    const { report: all, left } = await drain(requestIn(page), () => Response.json(body, { status: 400 }));
    expect([all.rejected, all.parked, all.fault?.code]).toEqual([0, 0, 'rejected']);
    expect(left.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['queued', 0],
      ['queued', 0],
    ]);
  },
  'failure-report': async ({ text }, page) => {
    const shown = JSON.parse(text) as { generated_at: string };
    const answered = jsonMarked<object>(page, 'batch-results');
    const { report } = await drain(requestIn(page), () => Response.json(answered));
    expect(failureReport(report, shown.generated_at)).toEqual(shown);
  },
};

/** The first event is rejected, the second goes out again without it. */
async function expectFirstBlamed(body: unknown, events: readonly EventEnvelope[]): Promise<void> {
  const [blamed, other] = [events[0]?.event_id, { ...anEvent(), event_id: aUlid(7) }];
  const { report, bodies } = await drain([...events.slice(0, 1), other], (ids) =>
    ids.includes(blamed ?? '') ? Response.json(body, { status: 400 }) : success(ids),
  );
  expect(outcomes(report)).toEqual(['rejected', 'delivered']);
  expect(bodies.at(-1)?.events).toEqual([other]);
}
