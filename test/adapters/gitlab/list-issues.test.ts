import { describe, expect, it } from 'vitest';
import type { ListIssuesQuery } from '../../../src/contracts/adapter/issue-query.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { issue, PROJECT, SERVER } from './fixtures.js';
import { all, answered, faultOf, scene } from './scene.js';
import { gitlabSpec, SPEC_NOTE } from './server.js';

const idsOf = (issues: readonly { ref: { id: string } }[]) => issues.map(({ ref }) => ref.id);
const json = (body: unknown, headers: Record<string, string> = {}) => Response.json(body, { headers });

describe('listing', () => {
  it('asks for everything, least recently changed first, by keyset', async () => {
    const { gitlab, server, asked } = scene();
    expect(await all(gitlab.issues.list())).toEqual([]);
    expect(asked()).toEqual([
      `GET /projects/${PROJECT}/issues?scope=all&state=all&per_page=100&order_by=updated_at&sort=asc&pagination=keyset`,
    ]);
    expect(server.requests[0]?.url).toContain('/git/api/v4/projects/acme%2Ftools%2Fwidgets/issues?');
  });

  it('leaves out nothing: every type, confidential ones, closed ones', async () => {
    const { gitlab, server } = scene();
    for (const issue_type of ['issue', 'task', 'incident', 'ticket', 'test_case', 'something new'])
      server.seed({ issue_type });
    server.seed({ confidential: true });
    server.seed({ state: 'closed', moved_to_id: 4711 });
    const found = await all(gitlab.issues.list());
    expect(idsOf(found)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    for (const each of found) expect(issueSchema['~standard'].validate(each)).not.toHaveProperty('issues');
    expect(found.map(({ issueType }) => issueType)).toEqual([
      'task',
      'subtask',
      'bug',
      'task',
      'task',
      'task',
      'task',
      'task',
    ]);
    expect(found[6]?.visibility).toBe('restricted');
    expect(found[7]).toMatchObject({ status: 'canceled', statusName: 'closed' });
  });

  it.each([true, false])(
    'walks every page, and goes on from any cursor to the same end (keyset: %s)',
    async (keyset) => {
      const { gitlab, server } = scene({}, { keyset });
      for (let n = 0; n < 23; n++) server.seed();
      const pages: { ids: string[]; cursor: string | null }[] = [];
      for await (const { items, cursor } of gitlab.issues.list({ pageSize: 5 }))
        pages.push({ ids: idsOf(items), cursor });
      const whole = pages.flatMap(({ ids }) => ids);
      expect(whole).toEqual(Array.from({ length: 23 }, (_, at) => String(at + 1)));
      for (const [at, { cursor }] of pages.entries()) {
        if (cursor === null) continue;
        const rest = idsOf(await all(gitlab.issues.list({ pageSize: 5, cursor })));
        expect([...new Set([...pages.slice(0, at + 1).flatMap(({ ids }) => ids), ...rest])]).toEqual(whole);
      }
    },
  );

  it('takes no key of a query that it would ignore', async () => {
    const { gitlab, server } = scene();
    for (const list of [gitlab.issues.list, gitlab.issues.ids, gitlab.issues.search]) {
      const pages = list({ text: 'x', since: 'x' } as never);
      expect(await faultOf(all<unknown>(pages))).toMatchObject({
        code: 'invalid_input',
        problems: expect.arrayContaining([expect.objectContaining({ path: 'since' })]),
      });
    }
    expect(server.requests).toHaveLength(0);
  });

  it('takes nothing but the position out of the link', async () => {
    const { gitlab, requests } = answered((_, nth) =>
      nth === 1
        ? json([issue(1)], {
            link: '<https://evil.test/api/v4/projects/1/issues?scope=all&cursor=abc%3D&state=closed&per_page=1>; rel="next"',
          })
        : json([]),
    );
    await all(gitlab.issues.list({ pageSize: 50 }));
    const next = new URL(requests[1]?.url ?? '');
    expect(next.origin + next.pathname).toBe(`${SERVER}/api/v4/projects/acme%2Ftools%2Fwidgets/issues`);
    expect(Object.fromEntries(next.searchParams)).toMatchObject({ cursor: 'abc=', state: 'all', per_page: '50' });
  });

  it('takes the number of the next page from the header where there is no link', async () => {
    const { gitlab, requests } = answered((_, nth) =>
      nth === 1 ? json([issue(1), issue(2)], { 'x-next-page': '2' }) : json([issue(3)], { 'x-next-page': '' }),
    );
    expect(idsOf(await all(gitlab.issues.list()))).toEqual(['1', '2', '3']);
    expect(new URL(requests[1]?.url ?? '').searchParams.get('page')).toBe('2');
  });

  it('goes on by number where a server ignores the time that it was asked for', async () => {
    const { gitlab } = answered((request) => {
      const page = Number(new URL(request.url).searchParams.get('page') ?? 1);
      const at = (iid: number) => `2026-03-01T08:00:${String(iid).padStart(2, '0')}.000Z`;
      const issues = [page * 2 - 1, page * 2].map((iid) => issue(iid, { updated_at: at(iid) }));
      return json(issues, { 'x-next-page': page === 4 ? '' : String(page + 1) });
    });
    const found = new Set(idsOf(await all(gitlab.issues.list({ pageSize: 2 }))));
    expect([...found]).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });

  it('keeps its promise of "at or after", to the millisecond that GitLab shows', async () => {
    const { gitlab, server } = scene();
    const at = Date.UTC(2026, 2, 5, 9, 0, 0, 128) * 1000;
    // As in the database: 127.9, 128.0, 128.9 and 129.1 milliseconds.
    for (const updated of [at - 100, at, at + 900, at + 1100]) server.seed({}, { updated });
    const since = async (updatedSince: string) => idsOf(await all(gitlab.issues.list({ updatedSince })));
    expect(await since('2026-03-05T09:00:00.128Z')).toEqual(['2', '3', '4']);
    expect(await since('2026-03-05T10:00:00.1289+01:00')).toEqual(['2', '3', '4']);
    expect(await since('2026-03-05t09:00:00.129z')).toEqual(['4']);
    expect(await since('1969-01-01T00:00:00Z')).toEqual(['1', '2', '3', '4']);
    expect(server.requests.map(({ url }) => new URL(url).searchParams.get('updated_after'))).toEqual([
      '2026-03-05T09:00:00.127Z',
      '2026-03-05T09:00:00.127Z',
      '2026-03-05T09:00:00.128Z',
      null,
    ]);
  });

  it('filters by state and by all of the labels, whatever is in their names', async () => {
    const { gitlab, server } = scene();
    server.seed({ labels: ['ui', 'size: s%2C m', 'C++ & "more"'] });
    server.seed({ labels: ['ui'], state: 'closed' });
    server.seed({ labels: ['size: s%2C m'] });
    const listed = async (query: ListIssuesQuery) => idsOf(await all(gitlab.issues.list(query)));
    expect(await listed({ labels: ['ui', 'size: s, m', 'C++ & "more"', 'ui'] })).toEqual(['1']);
    expect(await listed({ labels: ['ui'] })).toEqual(['1', '2']);
    expect(await listed({ labels: [] })).toEqual(['1', '2', '3']);
    expect(await listed({ state: 'closed' })).toEqual(['2']);
    expect(await listed({ state: 'open' })).toEqual(['1', '3']);
    expect(server.path(server.requests[0])).toContain('labels=C++');
  });

  it.each(['None', 'any', 'No Label', 'workflow::*'])('says that %j is no label to filter by', async (label) => {
    const { gitlab, server } = scene();
    const error = await faultOf(gitlab.issues.list({ labels: ['ui', label] }).next());
    expect(error).toMatchObject({ code: 'unsupported', context: { operation: 'issues.list', attempts: 0 } });
    expect(error.message).toContain('labels[1]');
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    [{ pageSize: 0 }, 'pageSize'],
    [{ pageSize: 101 }, 'pageSize'],
    [{ updatedSince: 'yesterday' }, 'updatedSince'],
    [{ labels: ['ui', ' '] }, 'labels[1]'],
    [{ state: 'opened' }, 'state'],
    [{ since: '2026-03-01T09:00:00Z' }, 'since'],
    [{ cursor: '' }, 'cursor'],
  ])('refuses %j at %s, and sends nothing', async (query, path) => {
    const { gitlab, server } = scene();
    expect(await faultOf(gitlab.issues.list(query as ListIssuesQuery).next())).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
      context: { operation: 'issues.list', provider: 'gitlab', attempts: 0 },
    });
    expect(server.requests).toHaveLength(0);
  });

  it('refuses the cursor of another query, and a damaged one', async () => {
    const { gitlab, server } = scene();
    for (let n = 0; n < 5; n++) server.seed();
    const query: ListIssuesQuery = { state: 'open', pageSize: 2, updatedSince: '2026-01-01T00:00:00Z' };
    const { value } = await gitlab.issues.list(query).next();
    const cursor = value?.cursor ?? '';
    expect(Buffer.from(cursor, 'hex').toString()).not.toMatch(/canary|acme\.test/);
    server.requests.length = 0;
    for (const other of [
      { ...query, cursor: cursor.slice(0, -4) },
      { ...query, cursor, pageSize: 3 },
      { ...query, cursor, state: 'all' as const },
      { cursor },
    ]) {
      expect(await faultOf(all(gitlab.issues.list(other)))).toMatchObject({
        code: 'invalid_input',
        problems: [{ path: 'cursor' }],
      });
    }
    expect(server.requests).toHaveLength(0);
    expect(await all(gitlab.issues.list({ ...query, cursor, raw: true }))).toHaveLength(3);
  });

  it('notices a link that leads in a circle', async () => {
    const { gitlab, requests } = answered((request) =>
      json([issue(1)], { link: `<x?cursor=${request.url.includes('cursor=b') ? 'c' : 'b'}>; rel="next"` }),
    );
    expect(await faultOf(all(gitlab.issues.list()))).toMatchObject({
      code: 'contract',
      context: { operation: 'issues.list' },
    });
    expect(requests.length).toBeLessThan(5);
  });

  it('keeps the whole object on request only', async () => {
    const { gitlab } = answered(() => json([issue(1)]));
    const rawOf = async (raw?: boolean) => (await all(gitlab.issues.list(raw === undefined ? {} : { raw })))[0]?.raw;
    expect(await rawOf(true)).toEqual(issue(1));
    expect(await rawOf(false)).toBeNull();
    expect(await rawOf()).toBeNull();
  });

  it("ends with the caller's own reason", async () => {
    const { gitlab, server } = scene();
    for (let n = 0; n < 5; n++) server.seed();
    const reason = { enough: true };
    const controller = new AbortController();
    const pages = gitlab.issues.list({ pageSize: 2 }, { signal: controller.signal });
    await pages.next();
    controller.abort(reason);
    await expect(pages.next()).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('follows a project that was moved', async () => {
    const { gitlab, server } = scene({ project: 'acme/old-widgets' });
    server.seed();
    const [found] = await all(gitlab.issues.list());
    expect(found?.ref).toMatchObject({ workspace: 'acme/old-widgets', id: '1' });
  });

  it.skipIf(!gitlabSpec)(`is held against GitLab's description, which can find fault${SPEC_NOTE}`, async () => {
    const at = (path: string) => gitlabSpec?.violations(new Request(`${SERVER}/api/v4/projects/278${path}`));
    expect(await at('/issues?state=all&per_page=5&pagination=keyset')).toEqual([]);
    expect(await at('/issues?state=open&perpage=5&page=x')).toHaveLength(3);
    expect(await at('/isues')).toHaveLength(1);
  });
});

describe('the ids of all issues', () => {
  it.each([true, false])('come in the order of their making (keyset: %s)', async (keyset) => {
    const { gitlab, server, asked } = scene({}, { keyset });
    for (let n = 0; n < 230; n++) server.seed(n % 3 === 0 ? { state: 'closed', confidential: true } : {});
    expect(await all(gitlab.issues.ids())).toEqual(Array.from({ length: 230 }, (_, at) => String(at + 1)));
    expect(asked()[0]).toContain('scope=all&state=all&per_page=100&order_by=created_at&sort=asc');
  });

  it('do not lack one when another is deleted meanwhile, even where pages are numbered', async () => {
    const { gitlab, server } = scene({}, { keyset: false });
    for (let n = 0; n < 230; n++) server.seed();
    const found: string[] = [];
    for await (const { items } of gitlab.issues.ids()) {
      if (found.length === 0) for (const gone of [3, 4, 5]) server.issues.delete(gone);
      found.push(...items);
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((id) => server.issues.has(Number(id)))).toHaveLength(227);
  });

  it('go on from a cursor, and refuse one of a list', async () => {
    const { gitlab, server } = scene();
    for (let n = 0; n < 130; n++) server.seed();
    const { value } = await gitlab.issues.ids().next();
    expect(await all(gitlab.issues.ids({ cursor: value?.cursor ?? '' }))).toHaveLength(30);
    const listed = await gitlab.issues.list().next();
    const cursor = listed.value?.cursor ?? '';
    expect(await faultOf(all(gitlab.issues.ids({ cursor })))).toMatchObject({ code: 'invalid_input' });
  });
});
