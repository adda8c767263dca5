import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { addIssue, type State } from './server-state.js';
import { faultOf, scene } from './subject.js';

const marked = (key: string) => `Body\n\n<!-- spec-kitty:${clientMarker(key).slice(3)} -->`;
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => `${new Date(Date.UTC(2026, 2, 10, 9) - days * DAY_MS).toISOString().slice(0, 19)}Z`;

describe('an issue under a client key', () => {
  it('is found after it was made, and after it was changed', async () => {
    const { github } = scene();
    const { issue } = await github.issues.create({ title: 'Mine' }, { clientKey: 'WP 01 | ü' });
    expect(await github.issues.findByClientKey('WP 01 | ü')).toEqual(issue.ref);
    await github.issues.update(issue.ref.id, { title: 'Still mine', body: 'Other text', status: 'done' });
    expect(await github.issues.findByClientKey('WP 01 | ü')).toEqual(issue.ref);
    expect(await github.issues.findByClientKey('WP 02')).toBeUndefined();
  });

  it('is looked for among the newest of the account, not in the search', async () => {
    const { github, server, sent } = scene();
    addIssue(server.state, { title: 'A copy of somebody’s', body: marked('WP01'), author: 'zoe' });
    expect(await github.issues.findByClientKey('WP01')).toBeUndefined();
    const url = new URL(server.requests.at(-1)?.url ?? '');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      state: 'all',
      sort: 'created',
      direction: 'desc',
      creator: 'mona',
      since: '2026-02-08T09:00:00Z',
      per_page: '100',
    });
    expect(sent()).toEqual(['GET /user', 'GET /issues']);
  });

  it('is looked for among all by an installation, whose token is nobody’s', async () => {
    const { github, server } = scene({}, { account: null });
    const { issue } = await github.issues.create({ title: 'Mine' }, { clientKey: 'WP01' });
    expect(await github.issues.findByClientKey('WP01')).toEqual(issue.ref);
    expect(new URL(server.requests.at(-1)?.url ?? '').searchParams.has('creator')).toBe(false);
  });

  it('is looked for over pages, until what was made before the window', async () => {
    const { github, server, sent } = scene();
    const old = (days: number, body: string | null = null) =>
      addIssue(server.state, { title: 'x', body, createdAt: daysAgo(days), updatedAt: daysAgo(1) });
    for (let at = 0; at < 250; at++) old(20);
    expect(await github.issues.findByClientKey('WP01')).toBeUndefined();
    expect(sent()).toHaveLength(7); // the user, and three pages, twice
    const one = old(25, marked('WP01'));
    expect((await github.issues.findByClientKey('WP01'))?.id).toBe(String(one.number));
    sent();
    // Changed yesterday, and made so long ago that nobody still waits for an answer.
    for (let at = 0; at < 250; at++) old(40);
    expect(await github.issues.findByClientKey('WP02')).toBeUndefined();
    expect(sent()).toHaveLength(7);
  });
});

describe('under a client key, while others are deleted,', () => {
  const staged = (count: number, onRead: (nth: number, state: State) => void) => {
    let nth = 0;
    const arranged = scene({}, {}, ({ url }) => {
      if (url.includes('/comments?')) onRead(++nth, arranged.server.state);
    });
    const { state } = arranged.server;
    const [issue] = state.issues;
    if (!issue) throw new Error('no issue');
    for (let at = 1; at <= count; at++) {
      const now = state.tick();
      const body = at === 101 ? marked('C01') : `${at}`;
      const id = state.nextId();
      state.comments.set(id, { id, issue, body, author: 'mona', createdAt: now, updatedAt: now });
    }
    return arranged;
  };
  const deleteFirst = ({ comments }: State) => comments.delete([...comments.keys()][0] ?? 0);

  it('a comment is found that moved to a page that was read', async () => {
    const { github } = staged(101, (nth, state) => nth === 2 && deleteFirst(state));
    expect((await github.comments.findByClientKey('1', 'C01'))?.body).toBe('Body');
  });

  it('a comment is looked for until a walk has all that the one before had', async () => {
    const { github, sent } = staged(150, (nth, state) => nth === 2 && deleteFirst(state));
    expect(await github.comments.findByClientKey('1', 'C02')).toBeUndefined();
    expect(sent()).toHaveLength(6);
  });

  it('nothing is told as not found of a list that never holds still', async () => {
    const { github } = staged(150, (nth, state) => nth % 2 === 0 && deleteFirst(state));
    expect(await faultOf(github.comments.findByClientKey('1', 'C02'))).toMatchObject({
      code: 'contract',
      retryable: true,
      message: expect.stringContaining('deleted meanwhile'),
    });
  });
});

it.each(['', ' \n', undefined, null, 7])(
  'a client key of %j is refused, and not taken for one not found',
  async (key) => {
    const { github, sent } = scene();
    const { issues, comments } = github;
    for (const act of [issues.findByClientKey(key as string), comments.findByClientKey('1', key as string)]) {
      expect(await faultOf(act)).toMatchObject({ code: 'invalid_input', problems: [{ path: 'clientKey' }] });
    }
    expect(sent()).toEqual([]);
  },
);
