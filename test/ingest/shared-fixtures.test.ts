import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startIngest } from './ingest-server.js';

interface Fixture {
  readonly number: number;
  readonly title: string;
  readonly request: { readonly events: readonly unknown[] };
  readonly response: { readonly status: number; readonly body: unknown };
}

const file = new URL('../../../shared/fixtures/batch-contract.json', import.meta.url);
const present = existsSync(file);
const fixtures: readonly Fixture[] = present ? JSON.parse(readFileSync(file, 'utf8')).fixtures : [];
const AS_PRIIVACY = { Authorization: 'Bearer token-priivacy' };

describe.skipIf(!present)('shared fixtures, answered by our receiving side', () => {
  // Each as a case of its own; the third is a repeat of the first.
  test.each(fixtures)('shared fixture $number: $title', async ({ number, request, response }) => {
    const { sendBatch } = await startIngest({ authorizeProject: () => number !== 5 });
    if (number === 3) await sendBatch(fixtures[0]?.request.events ?? [], AS_PRIIVACY);
    const { status, body } = await sendBatch(request.events, AS_PRIIVACY);
    expect(status).toBe(response.status);
    expect(body).toEqual(response.body);
  });

  test('shared fixtures: all five were used', () => {
    expect(fixtures.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });
});

test.runIf(!present)('shared fixtures are absent: their cases were skipped, ours in test/testing/msw stand in', () => {
  expect(fixtures).toEqual([]);
});
