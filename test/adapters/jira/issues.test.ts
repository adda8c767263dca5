import { describe, expect, it } from 'vitest';
import type { ListIssuesQuery } from '../../../src/contracts/adapter/issue-query.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { json } from './server.js';
import { adf, DONE, putIssue, timeIn } from './site.js';
import { bodiesTo, faultOf, itemsOf, pagesOf, subject } from './subject.js';

const idsOf = (issues: readonly { ref: { id: string } }[]) => issues.map(({ ref }) => ref.id);

describe('listing', () => {
  it('asks for the project, least recently changed first, by milliseconds and with explicit fields', async () => {
    const { jira, server } = subject();
    await pagesOf(
      jira.issues.list({ updatedSince: '2026-03-10T14:30:42.5+05:30', labels: ['b c', 'a"'], state: 'open' }),
    );
    const [body] = await bodiesTo(server, /search/);
    // One minute more than was asked for, from its beginning.
    expect(Date.parse('2026-03-10T08:59:00Z')).toBe(1_773_133_140_000);
    expect(body).toEqual({
      jql: 'project = "ACME" AND updated >= 1773133140000 AND statusCategory != Done AND labels = "a\\"" AND labels = "b%20c" ORDER BY updated ASC, key ASC',
      fields: [
        'summary',
        'description',
        'status',
        'issuetype',
        'priority',
        'resolution',
        'assignee',
        'labels',
        'parent',
        'issuelinks',
        'security',
        'created',
        'updated',
      ],
      maxResults: 100,
    });
  });

  it('asks for everything when nothing is said, and for the fields that the options name', async () => {
    const { jira, server } = subject({ customFields: ['customfield_10016', 'duedate'] });
    await pagesOf(jira.issues.list());
    await pagesOf(jira.issues.list({ raw: true, state: 'closed', pageSize: 7 }));
    const [first, second] = await bodiesTo(server, /search/);
    expect(first).toMatchObject({ jql: 'project = "ACME" ORDER BY updated ASC, key ASC' });
    expect(String(first?.fields)).toMatch(/,customfield_10016,duedate$/);
    expect(second).toEqual({
      jql: 'project = "ACME" AND statusCategory = Done ORDER BY updated ASC, key ASC',
      fields: ['*all'],
      maxResults: 7,
    });
  });

  it('keeps its promise of "at or after", whatever the zone of the account', async () => {
    for (const zone of ['+0000', '+0530', '-1100', '+1400']) {
      const { jira, site } = subject({}, { zone });
      const start = site.now;
      for (const ms of [-60_000, -1, 0, 1, 60_000]) putIssue(site, {}, { updated: start + ms });
      const found = await itemsOf(jira.issues.list({ updatedSince: new Date(start).toISOString() }));
      expect(found.map(({ updatedAt }) => updatedAt)).toEqual([
        '2026-03-10T09:00:00.000Z',
        '2026-03-10T09:00:00.001Z',
        '2026-03-10T09:01:00.000Z',
      ]);
    }
  });

  it('filters by labels and state', async () => {
    const { jira, site } = subject();
    const [a, b, c] = [
      putIssue(site, { labels: ['ui', 'needs%20triage'] }),
      putIssue(site, { labels: ['ui'], status: DONE.id }),
      putIssue(site, { labels: ['needs%20triage'] }),
    ];
    const found = async (query: ListIssuesQuery) => idsOf(await itemsOf(jira.issues.list(query)));
    expect(await found({ labels: ['ui'] })).toEqual([a.id, b.id]);
    expect(await found({ labels: ['ui', 'needs triage'] })).toEqual([a.id]);
    expect(await found({ state: 'open' })).toEqual([a.id, c.id]);
    expect(await found({ state: 'closed' })).toEqual([b.id]);
    expect(await found({ labels: ['" OR project = BETA OR labels = "'] })).toEqual([]);
  });

  it('follows the tokens, with the same query each time, and goes on from any cursor to the same end', async () => {
    const { jira, site, server } = subject({}, { pageLimit: 3 });
    for (let at = 0; at < 10; at++) putIssue(site);
    const query: ListIssuesQuery = { pageSize: 4, updatedSince: '2026-01-01T00:00:00Z' };
    const whole = await pagesOf(jira.issues.list(query));
    expect(whole.map(({ items }) => items.length)).toEqual([3, 3, 3, 1]);
    const sent = await bodiesTo(server, /search/);
    expect(new Set(sent.map(({ nextPageToken: _, ...rest }) => JSON.stringify(rest))).size).toBe(1);
    for (const [at, { cursor }] of whole.entries()) {
      if (cursor === null) continue;
      const rest = await itemsOf(jira.issues.list({ ...query, cursor }));
      expect(idsOf(rest)).toEqual(idsOf(whole.slice(at + 1).flatMap(({ items }) => items)));
    }
  });

  describe('by an index that lags behind what it shows', () => {
    const HOUR = 3_600_000;
    const staged = (count: number) => {
      const { jira, site, server, runtime } = subject();
      const start = runtime.now() - count * HOUR;
      const issues = Array.from({ length: count }, (_, at) => putIssue(site, {}, { updated: start + at * HOUR }));
      const change = (at: number, updated: number) =>
        Object.assign(issues[at] as object, { updated, indexedUpdate: start + at * HOUR });
      const listed = async () => idsOf(await itemsOf(jira.issues.list())).sort();
      return { issues, ids: idsOf(issues.map((ref) => ({ ref }))).sort(), change, listed, now: runtime.now(), server };
    };

    it('passes nothing over behind a page whose last issue has just changed', async () => {
      const { ids, change, listed, now } = staged(300);
      for (const [at, ageMs] of [
        [99, 0],
        [198, 300_000],
      ] as const)
        change(at, now - ageMs);
      expect(await listed()).toEqual(ids);
    });

    it('passes nothing over where all of a page has just changed', async () => {
      const { ids, change, listed, now } = staged(300);
      for (let at = 100; at < 200; at++) change(at, now - at);
      expect(await listed()).toEqual(ids);
    });

    it('goes by the token where the order is not that of the times, however old they are', async () => {
      const { ids, change, listed, now } = staged(300);
      for (const at of [97, 99]) change(at, now - 10 * HOUR);
      expect(await listed()).toEqual(ids);
    });

    it('gives what the index catches up with meanwhile, and nothing twice', async () => {
      const { ids, issues, change, listed, now, server } = staged(300);
      change(99, now);
      server.intercept(() => {
        if (server.requests.length === 3) delete issues[99]?.indexedUpdate;
        return undefined;
      });
      expect(await listed()).toEqual(ids);
    });
  });

  it('refuses the cursor of another query, and a damaged one, before anything is sent', async () => {
    const { jira, site, server } = subject();
    for (let at = 0; at < 3; at++) putIssue(site);
    const query: ListIssuesQuery = { labels: [], pageSize: 1 };
    const { value } = await jira.issues.list(query).next();
    const cursor = value?.cursor ?? '';
    expect(cursor).not.toBe('');
    server.requests.length = 0;
    const others: ListIssuesQuery[] = [
      { ...query, cursor: cursor.slice(0, -4) },
      { ...query, cursor, pageSize: 2 },
      { ...query, cursor, labels: ['a'] },
      { ...query, cursor, state: 'open' },
      { ...query, cursor, raw: true },
      { ...query, cursor, updatedSince: '2026-01-02T00:00:00Z' },
    ];
    for (const other of others) {
      expect(await faultOf(jira.issues.list(other))).toMatchObject({
        code: 'invalid_input',
        problems: [{ path: 'cursor' }],
      });
    }
    expect(await faultOf(jira.issues.ids({ cursor }))).toMatchObject({ code: 'invalid_input' });
    expect(server.requests).toHaveLength(0);
  });

  it('finds out a token that comes back, and a last page that says it is none', async () => {
    const { jira, server } = subject();
    server.intercept(() => json({ issues: [], nextPageToken: 'again', isLast: false }));
    expect(await faultOf(itemsOf(jira.issues.list()))).toMatchObject({
      code: 'contract',
      message: expect.stringContaining('read already'),
    });
    expect(server.requests).toHaveLength(2);
    server.intercept(() => json({ issues: [], isLast: false }));
    expect(await faultOf(itemsOf(jira.issues.list()))).toMatchObject({
      code: 'contract',
      problems: [{ path: 'nextPageToken' }],
    });
  });

  it('finds out pages that stay empty', async () => {
    const { jira, server } = subject();
    server.intercept(() => json({ issues: [], nextPageToken: `t${server.requests.length}` }));
    expect(await faultOf(itemsOf(jira.issues.list()))).toMatchObject({
      code: 'contract',
      message: expect.stringContaining('empty'),
    });
    expect(server.requests.length).toBeLessThan(1100);
  });

  it('passes an empty page on, and ends with the last one even if it carries a token', async () => {
    const { jira, server } = subject();
    server.intercept(() =>
      server.requests.length === 1
        ? json({ issues: [], nextPageToken: 'more' })
        : json({ issues: [], nextPageToken: 'odd', isLast: true }),
    );
    expect((await pagesOf(jira.issues.list())).map(({ cursor }) => cursor === null)).toEqual([false, true]);
  });

  it.each([
    [{ updatedSince: 'yesterday' }, ['updatedSince']],
    [{ pageSize: 101 }, ['pageSize']],
    [{ labels: ['ok', ' '] }, ['labels[1]']],
    [{ state: 'done', limit: 5 }, ['state', 'limit']],
  ])('refuses %j at %j', async (query, paths) => {
    const { jira, server } = subject();
    const fault = await faultOf(jira.issues.list(query as never));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: paths.map((path) => ({ path })) });
    expect(server.requests).toHaveLength(0);
  });

  it('names what is wrong with an issue, and never takes it for an empty page', async () => {
    const { jira, server } = subject();
    const good = { id: '1', key: 'ACME-1', fields: {} };
    server.intercept(() => json({ issues: [good] }));
    expect(await faultOf(itemsOf(jira.issues.list()))).toMatchObject({
      code: 'contract',
      problems: ['summary', 'status', 'issuetype', 'created', 'updated'].map((name) => ({
        path: `issues[0].fields.${name}`,
      })),
    });
    for (const body of [{}, { issues: null }, { issues: [{ key: 'ACME-1' }] }, []]) {
      server.intercept(() => json(body));
      expect(await faultOf(itemsOf(jira.issues.list()))).toMatchObject({ code: 'contract' });
    }
  });
});

describe('ids', () => {
  it('come in large pages, by key', async () => {
    const { jira, site, server } = subject();
    const ids = Array.from({ length: 120 }, () => putIssue(site).id);
    expect(await pagesOf(jira.issues.ids())).toEqual([{ items: ids, cursor: null }]);
    expect(await bodiesTo(server, /search/)).toEqual([
      { jql: 'project = "ACME" ORDER BY key ASC', fields: ['id'], maxResults: 5000 },
    ]);
  });
});

describe('one issue', () => {
  it('is read by its id or key, and a moved one carries its new key', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site, { oldKey: 'OLD-7' }, { key: 'BETA-3' });
    const issue = await jira.issues.get('OLD-7');
    expect(issue.ref).toEqual({
      system: 'jira',
      workspace: 'acme.atlassian.net',
      id,
      key: 'BETA-3',
      url: 'https://acme.atlassian.net/browse/BETA-3',
    });
    expect(await jira.issues.get(id)).toEqual(issue);
    expect(server.calls()).toEqual(['GET /issue/OLD-7', `GET /issue/${id}`]);
  });

  it('keeps what Jira sent, when asked', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site, { customfield_10016: 5 });
    expect((await jira.issues.get(id)).raw).toBe(null);
    expect((await jira.issues.get(id, { raw: true })).raw).toMatchObject({
      id,
      fields: { customfield_10016: 5, comment: { total: 0 } },
    });
  });

  it('is not to be found', async () => {
    expect(await faultOf(subject().jira.issues.get('99'))).toMatchObject({
      code: 'not_found',
      context: { httpStatus: 404 },
    });
  });

  it.each(['', '..', '10/../20', '12?fields=x', 'ACME', 'a b-1', '%31'])('is not asked for by %j', async (id) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.get(id))).toMatchObject({ code: 'invalid_input', problems: [{ path: 'id' }] });
    expect(server.requests).toHaveLength(0);
  });
});

describe('finding by client key', () => {
  it('finds the oldest issue with the label of the key, once the index has it', async () => {
    const { jira, site, server } = subject({}, { isIndexing: false });
    const { issue } = await jira.issues.create({ title: 'One' }, { clientKey: 'wp-1' });
    expect(await jira.issues.findByClientKey('wp-1')).toBe(undefined);
    for (const stored of site.issues.values()) stored.isIndexed = true;
    expect(await jira.issues.findByClientKey('wp-1')).toEqual(issue.ref);
    putIssue(site, { labels: [clientMarker('wp-1')] });
    expect(await jira.issues.findByClientKey('wp-1')).toEqual(issue.ref);
    expect(await jira.issues.findByClientKey('wp-2')).toBe(undefined);
    const asked = server.requests.length;
    for (const key of ['', ' ', undefined])
      expect(await faultOf(jira.issues.findByClientKey(key as string))).toMatchObject({
        code: 'invalid_input',
        problems: [{ path: 'clientKey' }],
      });
    expect(server.requests).toHaveLength(asked);
  });
});

describe('searching', () => {
  it('finds words, and takes none of them for an operator', async () => {
    const { jira, site, server } = subject();
    const plain = putIssue(site, { summary: 'C++ "parser" is (not) fast?', description: adf('It is slow.') });
    putIssue(site, { summary: 'Another' });
    const found = async (text: string) => idsOf(await itemsOf(jira.issues.search({ text })));
    expect(await found('slow parser')).toEqual([plain.id]);
    expect(await found('C++ (not)')).toEqual([plain.id]);
    expect(await found('*')).toEqual([]);
    expect(await found('NOT fast')).toEqual([plain.id]);
    expect(await found('slow OR another')).toEqual([]);
    expect(await found('slow AND parser')).toEqual([]);
    expect(await found('x" OR project = "BETA')).toEqual([]);
    const [, second] = await bodiesTo(server, /search/);
    expect(second?.jql).toBe('project = "ACME" AND text ~ "C\\\\+\\\\+ \\\\(not\\\\)" ORDER BY updated DESC');
  });

  it('asks for words in capitals as words', async () => {
    const { jira, server } = subject();
    await itemsOf(jira.issues.search({ text: 'NOT red AND\tORANGE OR-NOT ANDY' }));
    expect((await bodiesTo(server, /search/))[0]?.jql).toContain('text ~ "not red and ORANGE or\\\\-not ANDY"');
  });

  it('keeps a JQL of the host inside the project', async () => {
    const { jira, site, server } = subject();
    const [a] = [putIssue(site, { summary: 'alpha' }), putIssue(site, { summary: 'beta' })];
    const foreign = putIssue(site, { summary: 'alpha' }, { key: 'BETA-1' });
    const found = await itemsOf(
      jira.issues.search({ native: 'summary ~ "alpha" OR summary ~ "gamma" ORDER BY created DESC' }),
    );
    expect(idsOf(found)).toEqual([a?.id]);
    expect(idsOf(found)).not.toContain(foreign.id);
    expect((await bodiesTo(server, /search/))[0]?.jql).toBe(
      'project = "ACME" AND (summary ~ "alpha" OR summary ~ "gamma") ORDER BY created DESC',
    );
    await itemsOf(jira.issues.search({ native: 'order  by updated' }));
    expect((await bodiesTo(server, /search/))[1]?.jql).toBe('project = "ACME" order  by updated');
  });

  it.each([
    'summary ~ x) OR (project = BETA',
    'summary ~ x) OR (project = BETA ORDER BY key',
    '(summary ~ x',
    'summary ~ "x',
    "summary ~ 'x) OR (project = BETA",
    '(summary ~ x ORDER BY key)',
    'summary ~ x ORDER BY key) OR (project = BETA',
    'summary ~ a\\" ) OR ( project = B OR summary ~ \\"b',
    'summary ~ x\\',
  ])('refuses %s', async (native) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.issues.search({ native }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'native' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each(['summary ~ "a) OR (b"', "summary ~ ') ORDER BY ('", 'summary ~ "say \\"(\\" "', 'reorder = 1 AND by = 2'])(
    'lets %s pass whole',
    async (native) => {
      const { jira, server } = subject();
      server.intercept(() => json({ issues: [] }));
      await itemsOf(jira.issues.search({ native }));
      expect((await bodiesTo(server, /search/))[0]?.jql).toBe(`project = "ACME" AND (${native})`);
    },
  );

  it('refuses both, and neither', async () => {
    const { jira } = subject();
    for (const query of [{}, { text: 'a', native: 'b' }, { text: ' ' }]) {
      expect(await faultOf(jira.issues.search(query))).toMatchObject({ code: 'invalid_input' });
    }
  });
});

it('a time is written as Jira does it', () => {
  expect(timeIn('+0530', Date.parse('2024-12-29T03:13:45.214Z'))).toBe('2024-12-29T08:43:45.214+0530');
});
