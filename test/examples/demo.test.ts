import { createMemoryCheckpointStore, createMemoryIssueStore, createMemorySnapshotStore } from '@spec-kitty/tracker';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PulledPage, pullIssues } from '../../examples/demo/pull-issues.ts';
import { type DemoOptions, runDemo } from '../../examples/demo/run-demo.ts';
import { serveHandler } from '../../examples/demo/serve-handler.ts';
import type { Issue } from '../../src/contracts/issue.js';
import type { SnapshotStore } from '../../src/stores/snapshot-store.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';

describe('the demo', () => {
  // The emulated tracker reads the clock as well, so nothing here waits for it to go on.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const sleep = async (ms: number) => void vi.setSystemTime(Date.now() + ms);

  async function run({ isTTY = false, ...options }: DemoOptions & { readonly isTTY?: boolean } = {}) {
    const written: string[] = [];
    const paper = { isTTY, write: (text: string) => void written.push(text) };
    const verdict = await runDemo(paper, { runtime: { sleep }, ...options });
    const text = written.join('');
    return { ...verdict, text, broken: verdict.claims.filter(({ holds }) => !holds).map((claim) => claim.text) };
  }

  it('proves every claim and says so in plain lines', async () => {
    const { claims, broken, exitCode, text } = await run();
    expect(broken).toEqual([]);
    expect(exitCode).toBe(0);
    expect(claims).toHaveLength(17);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(text).not.toMatch(/[\x1b\r]/);
    expect(text).toContain('pulled      256 issues in 6 pages');
    expect(text).toContain('1 changed, 8 unchanged ones read again');
    expect(text).toContain('request 2   201 accepted, but the host never saw that: cut');
    expect(text).toContain('All 17 claims hold.');
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('fails, and names what fails, when the server applies a snapshot twice', async () => {
    const { broken, exitCode, text } = await run({ snapshots: forgetful(), isTTY: true });
    expect(exitCode).toBe(1);
    expect(broken).toEqual([
      'A duplicate, under the same key, with the same receipt',
      'The server has stored one snapshot, not two',
      "The server's newest snapshot has the edit",
      'The server stored the snapshot once',
      'The host holds the very receipt whose first answer was lost',
    ]);
    expect(text).toContain('5 of 17 claims do not hold:');
    expect(text).not.toContain('claims hold.');
    // On a terminal the progress line rewrites itself and marks have colours.
    expect(text).toContain('\r\x1b[2K     \x1b[2mpulling');
    expect(text).toContain('\x1b[31m✗\x1b[39m');
  });

  it('fails, and says why, when the story cannot go on', async () => {
    const snapshots: SnapshotStore = {
      ...createMemorySnapshotStore(),
      claim: () => Promise.reject(new Error('disk full')),
    };
    const { exitCode, text } = await run({ snapshots, isTTY: true, colours: false });
    expect(exitCode).toBe(1);
    expect(text).toContain('✗ The run stopped before its end: TransportError: ');
    expect(text).not.toContain('\x1b[3');
    expect(text).not.toContain('disk full');
  });

  /** A store that knows nothing again: every snapshot is new to it. */
  function forgetful(): SnapshotStore {
    const inner = createMemorySnapshotStore();
    let claims = 0;
    let newest: Awaited<ReturnType<SnapshotStore['newest']>>;
    return {
      ...inner,
      claim: async () => ({ state: 'claimed', claimId: `claim-${++claims}` }),
      finish: async (_stream, _claimId, entry) => {
        newest = entry;
        return { state: 'stored', record: entry.record };
      },
      newest: async () => newest,
    };
  }
});

describe('the pull loop', () => {
  const issueAt = (n: number, seconds: number): Issue => {
    const issue = anIssue();
    const updatedAt = new Date(Date.UTC(2026, 2, 10, 9, 0, seconds)).toISOString();
    return { ...issue, ref: { ...issue.ref, id: String(n) }, title: `Issue ${n}`, updatedAt };
  };

  /** A tracker over an array; its cursor is the place in it. */
  function setUp(tracked: Issue[]) {
    const asked: object[] = [];
    const issues = createMemoryIssueStore();
    const checkpoints = createMemoryCheckpointStore();
    const adapter = {
      traits: {
        maxPageSize: 2,
        updatedSinceStepMs: 1000,
        indexLagMs: 4000,
        createIsIdempotent: false,
        bodyFormat: 'markdown',
      },
      issues: {
        async *list(query: { readonly updatedSince?: string; readonly cursor?: string } = {}) {
          asked.push(query);
          const { updatedSince = '', cursor = '0' } = query;
          const found = tracked.filter(({ updatedAt }) => (updatedAt ?? '') >= updatedSince);
          for (let at = Number(cursor); at < found.length; at += 2) {
            yield { items: found.slice(at, at + 2), cursor: at + 2 < found.length ? String(at + 2) : null };
          }
        },
        get: () => Promise.reject(new Error('the pull reads lists only')),
      },
    };
    return { asked, issues, checkpoints, pulling: { adapter, issues, checkpoints, key: 'fake' } };
  }

  async function pull(pulling: Parameters<typeof pullIssues>[0], pages = Infinity): Promise<PulledPage[]> {
    const seen: PulledPage[] = [];
    for await (const page of pullIssues(pulling)) if (seen.push(page) >= pages) break;
    return seen;
  }

  it('goes on at the page where it was interrupted', async () => {
    const tracked = [1, 2, 3, 4, 5].map((n) => issueAt(n, n));
    const { asked, issues, checkpoints, pulling } = setUp(tracked);
    expect(await pull(pulling, 1)).toEqual([{ page: 1, read: 2, changed: 2 }]);
    expect((await checkpoints.get('fake'))?.value).toEqual({ cursor: '2', updatedSince: null });
    expect(await pull(pulling)).toEqual([
      { page: 1, read: 2, changed: 2 },
      { page: 2, read: 1, changed: 1 },
    ]);
    expect(asked).toEqual([{}, { cursor: '2' }]);
    expect((await checkpoints.get('fake'))?.value).toEqual({ cursor: null, updatedSince: tracked[4]?.updatedAt });
    expect((await issues.list()).items).toEqual(tracked);
  });

  it("begins a step and the index's lag before its watermark and tells what it read in vain", async () => {
    const tracked = [1, 2, 30, 33].map((second, at) => issueAt(at, second));
    const { asked, pulling } = setUp(tracked);
    await pull(pulling);
    tracked.push({ ...issueAt(0, 40), title: 'Edited' });
    expect(await pull(pulling)).toEqual([
      { page: 1, read: 2, changed: 0 },
      { page: 2, read: 1, changed: 1 },
    ]);
    expect(asked[1]).toEqual({ updatedSince: '2026-03-10T09:00:28.000Z' });
  });

  it('stops when another pull uses its checkpoint', async () => {
    const { checkpoints, pulling } = setUp([1, 2, 3].map((n) => issueAt(n, n)));
    const run = pullIssues(pulling);
    await run.next();
    const { version = 'absent' } = (await checkpoints.get('fake')) ?? {};
    await checkpoints.put('fake', { cursor: null, updatedSince: null }, version);
    await expect(run.next()).rejects.toThrow('another pull is using the checkpoint fake');
  });
});

describe('the node listener', () => {
  it('hands over method, path, query, headers and body, and gives back status, headers and body', async () => {
    const server = await serveHandler(async (request) => {
      const { method, url, headers } = request;
      const { pathname, search } = new URL(url);
      const seen = { method, pathname, search, team: headers.get('x-team-slug'), body: await request.text() };
      return Response.json(seen, { status: 201, headers: { 'x-answer': 'yes' } });
    });
    const init = { method: 'POST', headers: { 'x-team-slug': 'harbour' }, body: 'é' };
    const response = await fetch(`${server.url}//odd/path?a=1`, init);
    expect([response.status, response.headers.get('x-answer')]).toEqual([201, 'yes']);
    expect(await response.json()).toEqual({
      method: 'POST',
      pathname: '//odd/path',
      search: '?a=1',
      team: 'harbour',
      body: 'é',
    });
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('answers 404 for what is not the handler’s and 500 when the handler fails', async () => {
    const server = await serveHandler(async ({ url }) => {
      if (url.endsWith('/fail')) throw new Error('secret');
      return undefined;
    });
    const answers = await Promise.all(['/other', '/fail'].map((path) => fetch(server.url + path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 500]);
    expect(await answers[1]?.text()).toBe('');
    await server.close();
  });
});
