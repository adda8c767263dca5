import { readFileSync } from 'node:fs';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, expect, test, vi } from 'vitest';
import { trackerHandlers } from '../../src/testing/msw/index.js';

const saas = trackerHandlers({ serverUrl: 'https://saas.example' });
const server = setupServer(...saas.handlers);
server.listen({ onUnhandledFrame: 'error' });
afterAll(() => server.close());

const QUICK_START = readFileSync('examples/quick-start.ts', 'utf8');

test('the README shows the quick start that is run here, in 25 lines', () => {
  const block = /## Quick start\n\n```ts\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1];
  expect(block).toBe(QUICK_START);
  expect(QUICK_START.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
});

test('it pulls every page, publishes, and prints the receipt', async () => {
  const base = 'https://api.github.com/repos/octocat/hello-world';
  const issue = (number: number) => ({
    id: 9000 + number,
    number,
    title: `Issue ${number}`,
    body: null,
    state: 'open',
    state_reason: null,
    html_url: `https://github.com/octocat/hello-world/issues/${number}`,
    repository_url: base,
    labels: [],
    assignees: [],
    created_at: '2026-03-01T00:00:00Z',
    updated_at: '2026-03-02T00:00:00Z',
  });
  server.use(
    http.get(`${base}/issues`, ({ request }) => {
      expect(request.headers.get('authorization')).toBe('Bearer github-token');
      const second = new URL(request.url).searchParams.get('page') === '2';
      if (second) return HttpResponse.json([issue(3)]);
      return HttpResponse.json([issue(1), issue(2)], { headers: { link: `<${base}/issues?page=2>; rel="next"` } });
    }),
  );
  vi.stubEnv('GITHUB_TOKEN', 'github-token');
  vi.stubEnv('SAAS_TOKEN', 'saas-token');
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('../../examples/quick-start.js');
  expect(printed).toHaveBeenCalledExactlyOnceWith('3 issues accepted', expect.stringMatching(/.+/));
  expect(saas.received.snapshots.map(({ payload }) => payload.issues.length)).toEqual([3]);
  printed.mockRestore();
  vi.unstubAllEnvs();
});
