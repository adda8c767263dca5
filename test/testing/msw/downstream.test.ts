// What docs/contract-testing.md shows, as a test: the region below is in the page word for word.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
// #region imports
import { BATCH_FIXTURES, trackerHandlers } from '@spec-kitty/tracker/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, expect, test } from 'vitest';

// #endregion

const ENDPOINT = 'https://saas.example/api/v1/events/batch/';

/** Stands for the downstream repository's own code. */
async function sendEvents(events: readonly object[] | undefined): Promise<unknown> {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: gzipSync(JSON.stringify({ events })),
  });
  return response.json();
}

// #region five-lines
const tracker = trackerHandlers();
const server = setupServer(...tracker.handlers);
server.listen({ onUnhandledFrame: 'error' });
afterAll(() => server.close());

test.each(BATCH_FIXTURES.slice(0, 4))('the contract: $title', async ({ request, response }) => {
  expect(await sendEvents(request.events)).toEqual(response.body);
});
// #endregion

const page = readFileSync(new URL('../../../docs/contract-testing.md', import.meta.url), 'utf8');
const source = readFileSync(import.meta.filename, 'utf8');
const region = (name: string) =>
  source.split(`// #region ${name}\n`)[1]?.split('// #endregion')[0]?.trim() ?? 'no such region';

test.each(['imports', 'five-lines'])('the page shows the region %s of this file', (name) => {
  expect(page).toContain(region(name));
});
