import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refuse, STATUS_OF_CODE, toRefusalResponse } from '../../src/ingest/refusal.js';

test('docs/contract-testing.md lists every error code with its status, and no other', () => {
  const page = readFileSync(new URL('../../docs/contract-testing.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (\d{3}) \| `([a-z_]+)` \|/gm)].map(([, status, code]) => [code, Number(status)]);
  expect(Object.fromEntries(rows)).toEqual(STATUS_OF_CODE);
  expect(rows).toHaveLength(Object.keys(STATUS_OF_CODE).length);
});

test.each([
  [0, '1'],
  [1, '1'],
  [1000, '1'],
  [1001, '2'],
])('a wait of %d ms is %s s in header and body', async (retryAfterMs, seconds) => {
  const response = toRefusalResponse(refuse('snapshot_in_progress', 'busy', { retryAfterMs }));
  expect(response.headers.get('retry-after')).toBe(seconds);
  expect(await response.json()).toMatchObject({ retry_after_seconds: Number(seconds), retryable: true });
});
