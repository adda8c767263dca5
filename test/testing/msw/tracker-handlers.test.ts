import { gzipSync } from 'node:zlib';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createEventBatchClient } from '../../../src/publish/event-batch-client.js';
import { createPublishClient } from '../../../src/publish/publish-client.js';
import { buildSnapshot } from '../../../src/snapshot/build-snapshot.js';
import { createMemoryEventQueueStore } from '../../../src/stores/memory/event-queue-store.js';
import { createMemoryReceiptStore } from '../../../src/stores/memory/receipt-store.js';
import { aDigest } from '../../../src/testing/fixtures/a-digest.js';
import { aSnapshotPayload } from '../../../src/testing/fixtures/a-snapshot-payload.js';
import { anEvent } from '../../../src/testing/fixtures/an-event.js';
import { BATCH_FIXTURES, type TrackerHandlersOptions, trackerHandlers } from '../../../src/testing/msw/index.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';

const SAAS = 'https://saas.example';
const SNAPSHOTS = '/api/v1/connectors/trackers/snapshots/';
const BATCH = '/api/v1/events/batch/';
const server = setupServer();

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function fake(options: TrackerHandlersOptions = {}) {
  const tracker = trackerHandlers(options, createTestRuntime());
  server.use(...tracker.handlers);
  return tracker;
}

const publish = (headers: Record<string, string> = {}, url = SAAS + SNAPSHOTS, payload = aSnapshotPayload()) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': aDigest(1), ...headers },
    body: JSON.stringify(payload),
  });

const sendBatch = (events: readonly unknown[], url = SAAS + BATCH) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: gzipSync(JSON.stringify({ events })),
  });

test('the fixtures and the fake fit together without an option', async () => {
  const { received } = fake();
  expect((await publish()).status).toBe(201);
  expect((await sendBatch([anEvent()])).status).toBe(200);
  expect(received.events).toEqual([anEvent()]);
});

describe('the fake is the contract', () => {
  test.each(BATCH_FIXTURES)('own fixture $number: $title', async ({ number, request, response }) => {
    const tracker = fake({ authorizeProject: () => number !== 5 });
    if (number === 3) await sendBatch(request.events);
    const answer = await sendBatch(request.events);
    expect(answer.status).toBe(response.status);
    expect(await answer.json()).toEqual(response.body);
    expect(tracker.received.events).toEqual(number < 4 ? request.events : []);
  });

  test('a snapshot is stored once, its repeat is a duplicate, another content under its key is refused', async () => {
    const { received } = fake();
    expect((await publish()).status).toBe(201);
    const again = await publish();
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    const reused = await publish({}, SAAS + SNAPSHOTS, aSnapshotPayload({ project_slug: 'other' }));
    expect([reused.status, (await reused.json()).error_code]).toEqual([422, 'idempotency_key_reused']);
    expect(received.snapshots).toEqual([{ team: 'harbour', idempotencyKey: aDigest(1), payload: aSnapshotPayload() }]);
    expect(received.requests.map(({ path, status }) => [path, status])).toEqual([
      [SNAPSHOTS, 201],
      [SNAPSHOTS, 200],
      [SNAPSHOTS, 422],
    ]);
  });

  test('equal contents at the same moment are received once', async () => {
    const { received } = fake();
    const answers = await Promise.all([1, 2, 3, 4].map((at) => publish({ 'Idempotency-Key': aDigest(at) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(received.snapshots).toHaveLength(1);
  });

  test('what the contract refuses is refused', async () => {
    fake();
    expect((await publish({ 'Idempotency-Key': '' })).status).toBe(400);
    expect((await publish({ 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await publish({ 'X-Team-Slug': 'others' })).status).toBe(403);
    expect((await fetch(SAAS + SNAPSHOTS)).status).toBe(405);
  });

  test('teams and a token, when asked for', async () => {
    const { received } = fake({ teams: ['harbour', 'payments'], token: 'right' });
    expect((await publish()).status).toBe(401);
    expect((await publish({ Authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await publish({ Authorization: 'Bearer right' })).status).toBe(400);
    expect((await publish({ Authorization: 'Bearer right', 'X-Team-Slug': 'payments' })).status).toBe(201);
    expect(received.snapshots.map(({ team }) => team)).toEqual(['payments']);
    expect(received.requests.at(-1)?.headers.get('x-team-slug')).toBe('payments');
    expect(JSON.stringify(received.requests.map(({ headers }) => [...headers]))).not.toContain('right');
  });

  test('limits are passed on, and options are checked', async () => {
    fake({ maxEvents: 1, teams: ['harbour'] });
    expect((await sendBatch([anEvent(), anEvent()])).status).toBe(400);
    expect(() => trackerHandlers({ maxEvent: 1 } as TrackerHandlersOptions)).toThrow(/maxEvent/);
  });
});

describe('which server it stands for', () => {
  test.each([
    ['any, with any prefix', {}, `https://other.example/app/v2${SNAPSHOTS}`],
    ['the one named', { serverUrl: 'https://saas.example/app/' }, `https://saas.example/app${SNAPSHOTS}`],
    ['one on a port', { serverUrl: 'http://127.0.0.1:8123' }, `http://127.0.0.1:8123${SNAPSHOTS}`],
  ])('%s', async (_, options, url) => {
    fake(options);
    expect((await publish({}, url)).status).toBe(201);
  });

  test('not another one, and not the path without its slash', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    fake({ serverUrl: SAAS });
    await expect(publish({}, `https://other.example${SNAPSHOTS}`)).rejects.toThrow();
    await expect(publish({}, SAAS + SNAPSHOTS.slice(0, -1))).rejects.toThrow();
  });
});

describe('faults on request', () => {
  test('one status for one request, in the order asked for', async () => {
    const tracker = fake();
    tracker.failNext(503);
    tracker.failNext(429, { retryAfterSeconds: 7 });
    const first = await publish();
    expect([first.status, (await first.json()).retryable]).toEqual([503, true]);
    const second = await publish();
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '7']);
    expect(tracker.received.snapshots).toEqual([]);
    expect((await publish()).status).toBe(201);
  });

  test('a lost answer: stored all the same, so that the repeat is a duplicate', async () => {
    const tracker = fake();
    tracker.failNext('network', { applied: true });
    await expect(publish()).rejects.toThrow();
    expect(tracker.received.snapshots).toHaveLength(1);
    expect((await publish()).status).toBe(200);
    expect(tracker.received.requests.map(({ status }) => status)).toEqual([undefined, 200]);
  });

  test.each([200, 302, 600, 503.5, Number.NaN])('%d is no fault', (status) => {
    expect(() => trackerHandlers().failNext(status)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  test('reset forgets everything', async () => {
    const tracker = fake({ teams: ['harbour'] });
    await publish();
    await sendBatch([anEvent()]);
    tracker.failNext(500);
    tracker.reset();
    expect(tracker.received).toEqual({ snapshots: [], events: [], requests: [] });
    expect((await publish()).status).toBe(201);
    expect((await (await sendBatch([anEvent()])).json()).results[0].status).toBe('success');
  });
});

describe('our own clients against it', () => {
  const snapshot = (title: string) => {
    const { provider, workspace, project_uuid: uuid, project_slug: slug } = aSnapshotPayload();
    return buildSnapshot({
      provider,
      workspace,
      credentials: { project_key: title },
      doctrine: { mode: 'external_authoritative', fieldOwners: {} },
      project: { uuid, slug },
      issues: [],
      mappings: [],
      checkpoint: { cursor: null, updatedSince: null },
    });
  };

  test('a publish whose answer was lost, after a 503, arrives once', async () => {
    const tracker = fake();
    tracker.failNext(503);
    tracker.failNext('network', { applied: true });
    const client = createPublishClient({ serverUrl: SAAS, receipts: createMemoryReceiptStore() }, createTestRuntime());
    const result = await client.publish(snapshot('ACME'));
    expect(result).toMatchObject({ status: 'duplicate', receipt: { latest: true } });
    expect(tracker.received.snapshots).toHaveLength(1);
    expect(tracker.received.requests).toHaveLength(3);
    expect(await client.publish(snapshot('BETA'))).toMatchObject({ status: 'accepted' });
    expect(await client.publish(snapshot('ACME'))).toMatchObject({ status: 'accepted' });
    expect(tracker.received.snapshots.map(({ payload }) => payload.external_resource_id)).toEqual([
      'ACME',
      'BETA',
      'ACME',
    ]);
  });

  test('a batch is delivered, repeated and rejected as its results say', async () => {
    const tracker = fake();
    const client = createEventBatchClient(
      { serverUrl: SAAS, queue: createMemoryEventQueueStore() },
      createTestRuntime(),
    );
    const events = BATCH_FIXTURES[1]?.request.events ?? [];
    tracker.failNext('network', { applied: true });
    const report = await client.send(events);
    expect(report.fault).toBeUndefined();
    expect(tracker.received.events).toEqual(events);
  });
});
