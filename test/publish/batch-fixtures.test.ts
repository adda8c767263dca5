import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EventEnvelope } from '../../src/contracts/event-envelope.js';
import { createEventBatchClient } from '../../src/publish/event-batch-client.js';
import { createMemoryEventQueueStore } from '../../src/stores/memory/event-queue-store.js';
import { serve } from '../support/serve.js';
import { idsIn } from './batch-bench.js';
import { batchServer } from './batch-server.js';

interface BatchFixture {
  readonly number: number;
  readonly title: string;
  readonly request: { readonly events: readonly EventEnvelope[] };
  readonly response: {
    readonly status: number;
    readonly body: {
      readonly results?: readonly { readonly event_id: string; readonly status: string; readonly error?: string }[];
      readonly details?: readonly { readonly event_id: string; readonly error: string }[];
    };
  };
}

const path = resolve(import.meta.dirname, '../../../shared/fixtures/batch-contract.json');
const isThere = existsSync(path);
const { fixtures } = (isThere ? JSON.parse(readFileSync(path, 'utf8')) : { fixtures: [] }) as {
  fixtures: readonly BatchFixture[];
};

/** What the contract says the client makes of each fixture's answer. */
const CLASSIFIED: Readonly<Record<number, object>> = {
  1: { delivered: 1, duplicates: 0, rejected: 0, requests: 1 },
  2: { delivered: 3, duplicates: 0, rejected: 0, requests: 1 },
  3: { delivered: 0, duplicates: 1, rejected: 0, requests: 1 },
  4: { delivered: 0, duplicates: 0, rejected: 1, requests: 1 },
  5: { delivered: 0, duplicates: 0, rejected: 1, requests: 1 },
};

// Without the folder the last test still stands there, as skipped.
describe.skipIf(!isThere)('the batch client against the contract’s own fixtures', () => {
  test.each(fixtures)('shared fixture $number: $title', async ({ number, request, response }) => {
    const server = batchServer(() => response);
    const listening = await serve(server.handle);
    try {
      const queue = createMemoryEventQueueStore();
      await queue.enqueue(request.events);
      const report = await createEventBatchClient({ serverUrl: listening.url, token: 't0ken', queue }).drain();
      expect(JSON.parse(server.seen[0]?.text ?? '')).toEqual(request);
      expect(report.fault).toBeUndefined();
      expect(report).toMatchObject(CLASSIFIED[number] ?? expect.unreachable());
      const reasons = [...(response.body.results ?? []), ...(response.body.details ?? [])];
      for (const { event_id, error } of reasons) {
        const result = report.results.find(({ eventId }) => eventId === event_id);
        if (error === undefined) continue;
        expect(result).toEqual({ eventId: event_id, outcome: 'rejected', reason: error, category: 'schema_mismatch' });
        expect(await idsIn(queue)).toContain(event_id);
      }
    } finally {
      await listening.close();
    }
  });

  test('shared fixture count: all five are there', () => {
    expect(fixtures.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });
});
