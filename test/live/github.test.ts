import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGithubAdapter, type GithubAdapter } from '../../src/adapters/github/index.js';
import type { Page } from '../../src/contracts/page.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';

// The whole life of an issue on a GitHub that others wrote, over a real connection. Its gaps are named in the titles.
const TOKEN = 'emulated-token-of-mona';
const KEY = 'mission-1/WP01';
let emulator: Emulator;
let github: GithubAdapter;

async function allOf<Item>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [TOKEN]: { login: 'mona', scopes: ['repo', 'admin:repo_hook'] } },
      github: { users: [{ login: 'mona' }, { login: 'zoe' }], repos: [{ owner: 'mona', name: 'widgets' }] },
    },
  });
  // The platform's network and a time of our own: writes are a second apart, and nobody has to wait for it.
  const runtime = createTestRuntime({}, Date.now());
  const statusMap = { 'In progress': 'in_progress', 'In review': 'in_review' } as const;
  github = createGithubAdapter(
    { owner: 'mona', repo: 'widgets', token: () => TOKEN, baseUrl: emulator.url, statusMap, priorityMap: { P1: 1 } },
    runtime,
  );
});
afterAll(() => emulator.close());

describe('the life of an issue', () => {
  let id: string;

  it('begins with a key under which it is found', async () => {
    expect(await github.issues.findByClientKey(KEY)).toBeUndefined();
    const { issue, warnings } = await github.issues.create(
      {
        title: 'The widget wobbles',
        body: 'It **wobbles**.\n\n- [ ] tighten the screw',
        status: 'in_progress',
        priority: 1,
        labels: ['ui', 'needs triage'],
        assignees: ['zoe'],
      },
      { clientKey: KEY },
    );
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({
      title: 'The widget wobbles',
      body: 'It **wobbles**.\n\n- [ ] tighten the screw',
      status: 'in_progress',
      priority: 1,
      labels: ['needs triage', 'ui'],
      assignees: ['zoe'],
    });
    ({ id } = issue.ref);
    expect(await github.issues.findByClientKey(KEY)).toEqual(issue.ref);
    expect(await github.issues.get(id)).toEqual(issue);
  });

  it('changes, and is still found', async () => {
    const { issue, warnings } = await github.issues.update(id, {
      title: 'The widget rattles',
      body: 'Less.',
      labels: ['docs'],
      assignees: ['mona', 'zoe'],
    });
    expect(warnings).toEqual([]);
    expect(issue).toMatchObject({
      title: 'The widget rattles',
      body: 'Less.',
      labels: ['docs'],
      assignees: ['mona', 'zoe'],
      status: 'in_progress',
      priority: 1,
    });
    expect((await github.issues.findByClientKey(KEY))?.id).toBe(id);
  });

  it.each(['in_review', 'canceled', 'done', 'todo', 'in_progress'] as const)('moves to %s', async (status) => {
    const { issue, warnings } = await github.issues.transition(id, status);
    expect([issue.status, issue.labels, warnings]).toEqual([status, ['docs'], []]);
  });

  it('is talked about', async () => {
    const added = await github.comments.add(id, 'Mine too', { clientKey: 'comment-1' });
    expect(added).toMatchObject({ body: 'Mine too', author: 'mona', visibility: 'public' });
    expect(await github.comments.findByClientKey(id, 'comment-1')).toEqual(added);
    const changed = await github.comments.update(id, added.id, 'Not mine');
    expect(changed).toMatchObject({ id: added.id, body: 'Not mine' });
    await github.comments.add(id, 'Another');
    expect((await allOf(github.comments.list(id))).map(({ body }) => body)).toEqual(['Not mine', 'Another']);
    expect((await github.comments.findByClientKey(id, 'comment-1'))?.body).toBe('Not mine');
    await github.comments.delete(id, added.id);
    await github.comments.delete(id, added.id);
    expect((await allOf(github.comments.list(id))).map(({ body }) => body)).toEqual(['Another']);
  });

  it('is listed, counted and found by its words', async () => {
    await github.issues.create({ title: 'Another one' });
    expect((await allOf(github.issues.list({ labels: ['docs'] }))).map(({ ref }) => ref.id)).toEqual([id]);
    expect((await allOf(github.issues.ids())).sort()).toEqual([id, '2']);
    expect((await allOf(github.issues.search({ text: 'rattles' }))).map(({ ref }) => ref.id)).toEqual([id]);
  });

  it('ends closed', async () => {
    const { issue } = await github.issues.transition(id, 'done');
    expect(issue).toMatchObject({ status: 'done', statusName: 'completed' });
    expect((await allOf(github.issues.list({ state: 'closed' }))).map(({ ref }) => ref.id)).toEqual([id]);
  });
});

describe('around it', () => {
  it('are repositories, labels and statuses', async () => {
    expect((await allOf(github.directory.projects())).map((project) => project.id)).toEqual(['mona/widgets']);
    expect(await allOf(github.directory.labels())).toEqual(expect.arrayContaining(['docs', 'In progress', 'P1', 'ui']));
    expect((await allOf(github.directory.statuses())).map(({ name }) => name)).toContain('In review');
  });

  it('are webhooks', async () => {
    const made = await github.webhooks.register({ url: 'https://host.example/github', secret: 'hunter2-hunter2' });
    expect(await github.webhooks.list()).toEqual([made]);
    await github.webhooks.unregister(made.id);
    expect(await github.webhooks.list()).toEqual([]);
  });

  it('are no issue types: emulate has no GET /repos/{owner}/{repo}/issue-types, as a repository without any', async () => {
    expect(await allOf(github.directory.issueTypes())).toEqual([]);
    const { issue, warnings } = await github.issues.create({ title: 'A bug', issueType: 'bug' });
    expect([issue.issueType, warnings.map(({ field }) => field)]).toEqual(['task', ['issueType']]);
  });

  it('are no links: emulate has neither sub_issues nor dependencies, as an older Enterprise Server', async () => {
    expect(await github.links.list('1')).toEqual([]);
    const { ref: target } = await github.issues.get('2');
    for (const type of ['blocks', 'child_of'] as const) {
      await expect(github.links.add('1', { type, target })).rejects.toMatchObject({ code: 'unsupported' });
    }
    const { warnings } = await github.issues.create({ title: 'Part', parent: target });
    expect(warnings.map(({ field }) => field)).toEqual(['parent']);
  });

  it('are no people: emulate has no GET /repos/{owner}/{repo}/assignees', async () => {
    await expect(allOf(github.directory.users())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are no limits that an answer told, or those it told', () => {
    for (const { remaining } of github.limits().limits) expect(remaining).toBeGreaterThan(0);
  });
});
