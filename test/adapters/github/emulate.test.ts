import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGithubAdapter, type GithubAdapter } from '../../../src/adapters/github/index.js';
import type { ListIssuesQuery } from '../../../src/contracts/adapter/issue-query.js';
import type { Issue } from '../../../src/contracts/issue.js';
import { issueSchema } from '../../../src/contracts/issue.js';

// A stateful GitHub API that others wrote: it disagrees with us where we misread GitHub, as no stub of ours would.
const TOKEN = 'emulated-token-of-mona';
let emulator: Emulator;
let github: GithubAdapter;

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(emulator.url + path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Record<string, unknown>;
}

async function listed(query?: ListIssuesQuery): Promise<{ issues: Issue[]; pages: number }> {
  const issues: Issue[] = [];
  let pages = 0;
  for await (const { items } of github.issues.list(query)) {
    issues.push(...items);
    pages++;
  }
  return { issues, pages };
}

const numbers = (issues: readonly Issue[]) => issues.map(({ ref }) => Number(ref.id)).sort((a, b) => a - b);

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [TOKEN]: { login: 'mona', scopes: ['repo'] } },
      github: { users: [{ login: 'mona' }, { login: 'zoe' }], repos: [{ owner: 'mona', name: 'widgets' }] },
    },
  });
  github = createGithubAdapter({ owner: 'mona', repo: 'widgets', token: () => TOKEN, baseUrl: emulator.url });
  for (let number = 1; number <= 25; number++) {
    await call('POST', '/repos/mona/widgets/issues', {
      title: `Widget ${number}`,
      body: `Number ${number}`,
      labels: [...(number % 5 === 0 ? ['Bug', 'needs triage'] : []), 'all'],
      assignees: number === 3 ? ['zoe', 'mona'] : [],
    });
  }
  await call('PATCH', '/repos/mona/widgets/issues/7', { state: 'closed', state_reason: 'not_planned' });
  await call('PATCH', '/repos/mona/widgets/issues/8', { state: 'closed', state_reason: 'completed' });
});
afterAll(() => emulator.close());

describe('an emulated GitHub', () => {
  it('knows the account and the repository', async () => {
    expect(await github.testConnection()).toEqual({
      account: 'mona',
      workspace: 'mona/widgets',
      missingPermissions: [],
      warnings: [],
    });
  });

  it('is listed whole, page by page, in canonical form, least recently changed first', async () => {
    const { issues, pages } = await listed({ pageSize: 4 });
    // Pages by number, and all changes within a second or two: seven pages, and those that are asked for again.
    expect(pages).toBeGreaterThanOrEqual(7);
    expect(numbers(issues)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
    for (const issue of issues) expect(issueSchema['~standard'].validate(issue)).not.toHaveProperty('issues');
    const times = issues.map(({ updatedAt }) => updatedAt ?? '');
    expect(times).toEqual([...times].sort());
    const byId = (id: string) => issues.find(({ ref }) => ref.id === id);
    expect(byId('7')).toMatchObject({ status: 'canceled', statusName: 'not_planned' });
    expect(byId('8')).toMatchObject({ status: 'done', statusName: 'completed' });
    expect(byId('3')).toMatchObject({ assignees: ['mona', 'zoe'], body: 'Number 3', status: 'todo' });
    expect(byId('5')).toMatchObject({ issueType: 'bug', labels: ['Bug', 'all', 'needs triage'] });
  });

  it('goes on from a cursor, with a new adapter', async () => {
    const { value } = await github.issues.list({ pageSize: 10 }).next();
    github = createGithubAdapter({ owner: 'mona', repo: 'widgets', token: TOKEN, baseUrl: emulator.url });
    const rest = await listed({ pageSize: 10, ...(value?.cursor ? { cursor: value.cursor } : {}) });
    expect(rest.pages).toBeGreaterThanOrEqual(2);
    // Pages by number: what shares a second with the end of the first page is read again.
    expect(new Set(numbers([...(value?.items ?? []), ...rest.issues])).size).toBe(25);
  });

  it('filters by labels and state', async () => {
    expect(numbers((await listed({ labels: ['all', 'needs triage'] })).issues)).toEqual([5, 10, 15, 20, 25]);
    expect(numbers((await listed({ state: 'closed' })).issues)).toEqual([7, 8]);
    expect(numbers((await listed({ state: 'open' })).issues)).toHaveLength(23);
  });

  it('gives what changed since, and nothing when nothing did', async () => {
    const before = await github.issues.get('12');
    const at = Date.parse(before.updatedAt ?? '');
    const all = await listed({ updatedSince: new Date(at).toISOString() });
    expect(numbers(all.issues)).toContain(12);
    expect((await listed({ updatedSince: new Date(at + 3_600_000).toISOString() })).issues).toEqual([]);
  });

  it('gives one issue, with its edits', async () => {
    await call('PATCH', '/repos/mona/widgets/issues/9', { title: 'Widget 9 \u{1f600}', body: null });
    expect(await github.issues.get('9')).toMatchObject({
      ref: { id: '9', key: '#9', workspace: 'mona/widgets', url: `${emulator.url}/mona/widgets/issues/9` },
      title: 'Widget 9 \u{1f600}',
    });
  });

  it('has no such issue, and no such repository', async () => {
    await expect(github.issues.get('404')).rejects.toMatchObject({ code: 'not_found' });
    const elsewhere = createGithubAdapter({ owner: 'mona', repo: 'nothing', token: TOKEN, baseUrl: emulator.url });
    await expect(elsewhere.testConnection()).rejects.toMatchObject({ code: 'not_found' });
    await expect(elsewhere.issues.list().next()).rejects.toMatchObject({ code: 'not_found' });
  });
});
