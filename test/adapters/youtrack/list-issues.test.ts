import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursorCodec } from '../../../src/digest/cursor.js';
import { runs } from '../../support/runs.js';
import { DEV, OPS, WORKSPACE } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';
import type { YoutrackServer, YoutrackServerOptions } from './server.js';

const idsOf = (issues: readonly { readonly ref: { readonly id: string } }[]) => issues.map(({ ref }) => ref.id);
const MINUTE = 60_000;

/** Issues that changed at these times, in milliseconds. */
function seedAt(server: YoutrackServer, times: readonly number[]): string[] {
  const ids = times.map((ms) => server.seed({ created: ms, updated: ms }));
  server.setClock(Math.max(...times) + 3_600_000);
  return ids;
}

describe('listing since a time', () => {
  // Each night clocks change, from two hours before to three hours after, a change every ten minutes.
  const NIGHTS: readonly (readonly [zone: string, utc: string])[] = [
    ['Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z'],
    ['America/St_Johns', '2026-03-08T05:30:00Z'],
    ['America/St_Johns', '2026-11-01T04:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Asia/Kolkata', '2026-04-04T15:00:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ];
  const READINGS: readonly Pick<YoutrackServerOptions, 'overlap' | 'gap'>[] = [
    { overlap: 'earlier', gap: 'later' },
    { overlap: 'later', gap: 'refuse' },
  ];
  it.each(NIGHTS.flatMap(([zone, utc]) => READINGS.map((reading) => [zone, utc, reading] as const)))(
    'misses nothing in %s around %s, read as %j',
    async (zone, utc, reading) => {
      const { server, youtrack } = scene({}, { zone, ...reading });
      const change = Date.parse(utc);
      const times = Array.from({ length: 30 }, (_, at) => change + (at * 10 - 120) * MINUTE + 457);
      const ids = seedAt(server, times);
      for (const at of [0, 6, 11, 12, 15, 18, 19, 24]) {
        const updatedSince = new Date(times[at] ?? 0).toISOString();
        expect(idsOf(await all(youtrack.issues.list({ updatedSince, pageSize: 4 }))), updatedSince).toEqual(
          ids.slice(at),
        );
      }
    },
  );

  it('misses nothing and brings nothing twice, in any zone, with pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) }),
        fc.array(fc.integer({ min: 0, max: 40 * MINUTE }), { minLength: 1, maxLength: 12 }),
        fc.nat(11),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(...READINGS),
        async (zone, start, gaps, at, pageSize, reading) => {
          const { server, youtrack } = scene({}, { zone, ...reading });
          let ms = start;
          const times = gaps.map((gap) => (ms += gap));
          const ids = seedAt(server, times);
          const since = times[at % times.length] ?? start;
          const found = idsOf(
            await all(youtrack.issues.list({ updatedSince: new Date(since).toISOString(), pageSize })),
          );
          expect(found.toSorted()).toEqual(ids.filter((_, nth) => (times[nth] ?? 0) >= since).toSorted());
        },
      ),
      { numRuns: runs(15) },
    );
  });

  it('asks for the zone once in a walk, and only where a time is said', async () => {
    const { server, youtrack, asked } = scene();
    for (let n = 0; n < 5; n++) server.seed();
    await all(youtrack.issues.list());
    expect(asked().filter((path) => path.includes('profiles'))).toEqual([]);
    await all(youtrack.issues.list({ updatedSince: '2026-03-10T08:00:00Z', pageSize: 2 }));
    expect(asked().filter((path) => path.includes('profiles'))).toEqual(['GET /users/me/profiles/general']);
  });

  it('says the time in the zone of the user', async () => {
    const { server, youtrack, queries } = scene({}, { zone: 'America/St_Johns' });
    server.seed();
    await all(youtrack.issues.list({ updatedSince: '2026-06-10T08:00:00.500Z' }));
    expect(queries()[0]).toBe(
      'project: {DEV} and updated: 2026-06-10T05:30:00 .. * sort by: updated asc, issue id asc',
    );
  });

  it.each([
    [null, 'Pacific/Kiritimati'],
    [null, 'Etc/GMT+12'],
    ['Mars/Olympus_Mons', 'Asia/Tokyo'],
  ])('allows for every zone where the profile says %s', async (profileZone, zone) => {
    const { server, youtrack, queries } = scene({}, { profileZone, zone });
    const times = Array.from({ length: 40 }, (_, at) => Date.UTC(2026, 5, 8) + at * 60 * MINUTE);
    const ids = seedAt(server, times);
    const found = await all(youtrack.issues.list({ updatedSince: '2026-06-08T07:00:00Z', pageSize: 3 }));
    expect(idsOf(found)).toEqual(ids.slice(7));
    expect(queries()[0]).toContain('updated: 2026-06-07T17:00:00 .. *');
  });

  it('takes a time of long ago for none', async () => {
    const { server, youtrack, queries } = scene();
    server.seed();
    await all(youtrack.issues.list({ updatedSince: '1969-07-20T20:17:00Z' }));
    expect(queries()[0]).not.toContain('updated:');
  });
});

describe('a walk', () => {
  it('is not misled while others change issues, even in bulk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        // How far apart they changed: all at once, within a step, by hand.
        fc.constantFrom(0, 3, 400, 5_000),
        async (edits, pageSize, apart) => {
          const { server, youtrack } = scene();
          const start = server.now();
          const ids = seedAt(
            server,
            Array.from({ length: 17 }, (_, at) => start + at * apart),
          );
          const found: string[] = [];
          let pages = 0;
          for await (const { items } of youtrack.issues.list({ pageSize })) {
            found.push(...idsOf(items));
            for (const nth of edits[pages++] ?? []) {
              const issue = server.issues.get(ids[nth % ids.length] ?? '');
              if (issue) server.touch(issue);
            }
          }
          expect(ids.filter((id) => !found.includes(id))).toEqual([]);
        },
      ),
      { numRuns: runs(40) },
    );
  });

  it('goes on from a cursor within a bulk of equal times', async () => {
    const { server, youtrack, another } = scene();
    const ids = seedAt(server, Array(9).fill(server.now()));
    const pages: { ids: string[]; cursor: string | null }[] = [];
    for await (const { items, cursor } of youtrack.issues.list({ pageSize: 2 }))
      pages.push({ ids: idsOf(items), cursor });
    expect(pages.flatMap((page) => page.ids)).toEqual(ids);
    for (const [at, { cursor }] of pages.entries()) {
      if (cursor === null) continue;
      const rest = idsOf(await all(another().issues.list({ pageSize: 2, cursor })));
      expect(rest).toEqual(pages.slice(at + 1).flatMap((page) => page.ids));
    }
  });

  it('says how many it wants, and does not take what an administrator allows for the end', async () => {
    const { server, youtrack } = scene({}, { maxTop: 3 });
    const ids = Array.from({ length: 10 }, () => server.seed());
    expect(idsOf(await all(youtrack.issues.list()))).toEqual(ids);
    expect(await all(youtrack.issues.ids())).toEqual(ids);
    const tops = server.requests.map(({ url }) => new URL(url).searchParams.get('$top'));
    expect(tops.filter((top) => top === null)).toHaveLength(
      server.requests.filter(({ url }) => url.includes('profiles')).length,
    );
  });

  it('refuses a cursor that somebody made up', async () => {
    const { server, youtrack } = scene();
    server.seed();
    const query = { state: 'all', tags: [], since: null, pageSize: 100 };
    const { seal } = createCursorCodec({ operation: 'issues.list', workspace: WORKSPACE, ...query });
    const fault = await faultOf(all(youtrack.issues.list({ cursor: seal('from=9e99') })));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'cursor' }] });
  });

  it('has more than 42 issues on a page', async () => {
    const { server, youtrack } = scene();
    const ids = Array.from({ length: 60 }, () => server.seed());
    const { value } = await youtrack.issues.list().next();
    expect(value && idsOf(value.items)).toEqual(ids);
  });

  it('leaves drafts and the issues of other projects out', async () => {
    const { server, youtrack } = scene();
    const id = server.seed();
    const draft = server.seed({ isDraft: true });
    const other = server.seed({ project: OPS.shortName });
    expect(idsOf(await all(youtrack.issues.list()))).toEqual([id]);
    expect(await all(youtrack.issues.ids())).toEqual([id]);
    for (const foreign of [draft, other]) {
      expect(await faultOf(youtrack.issues.get(foreign))).toMatchObject({ code: 'not_found' });
    }
  });

  it('follows an issue that was moved here, which keeps its id', async () => {
    const { server, youtrack } = scene();
    const id = server.seed({ project: OPS.shortName });
    expect((await faultOf(youtrack.issues.get(id))).message).toContain('"OPS"');
    const issue = server.issues.get(id);
    if (issue) Object.assign(issue, { project: DEV.shortName, number: 77 });
    expect((await youtrack.issues.get(id)).ref).toMatchObject({ id, key: 'DEV-77' });
    expect(idsOf(await all(youtrack.issues.list()))).toEqual([id]);
  });

  it('recognises a project that was renamed, rather than to say that it is empty', async () => {
    const { server, youtrack, asked } = scene();
    const ids = [server.seed(), server.seed()];
    server.seed({ project: OPS.shortName });
    server.rename('DEV', 'NEW');
    expect(await all(youtrack.issues.ids())).toEqual(ids);
    const [issue] = await all(youtrack.issues.list());
    // What was stored under the configured name joins.
    expect(issue?.ref).toMatchObject({ id: ids[0], workspace: WORKSPACE, key: 'NEW-1' });
    expect(asked().filter((path) => path === 'GET /admin/projects/DEV')).toHaveLength(1);
  });

  it('takes a project by its id, whatever its name is today', async () => {
    const { server, youtrack, queries } = scene({ project: DEV.id });
    const ids = [server.seed(), server.seed()];
    expect(await all(youtrack.issues.ids())).toEqual(ids);
    expect(queries()[0]).toContain('project: {DEV}');
    const [issue] = await all(youtrack.issues.list());
    expect(issue?.ref).toMatchObject({ workspace: 'tracker.acme.test/youtrack/0-7', key: 'DEV-1' });
  });
});

describe('filters', () => {
  it('are said in the query and looked at here too', async () => {
    const { server, youtrack, queries } = scene();
    const [bug, odd] = [server.seedTag('bug'), server.seedTag('a {b}')];
    server.seedTag('BUG', { owner: '1-3' });
    const both = server.seed({ tags: [bug, odd] });
    server.seed({ tags: [bug] });
    server.seed({ tags: [bug, odd], values: { State: 'Fixed' } });
    expect(idsOf(await all(youtrack.issues.list({ labels: ['bug', 'a {b}'], state: 'open' })))).toEqual([both]);
    expect(queries()[0]).toBe('project: {DEV} and #Unresolved and tag: {bug} sort by: updated asc, issue id asc');
    expect(await all(youtrack.issues.list({ labels: ['BUG'] }))).toEqual([]);
  });

  it('by a tag that there is none of, or that is not shared, find nothing and ask for no issue', async () => {
    const { server, youtrack, queries } = scene();
    server.seed({ tags: [server.seedTag('secret', { owner: '1-3', isVisible: false })] });
    expect(await all(youtrack.issues.list({ labels: ['nope'] }))).toEqual([]);
    expect(await all(youtrack.issues.list({ labels: ['secret'] }))).toEqual([]);
    expect(queries()).toEqual([]);
  });
});

describe('a search', () => {
  it('is for words, of which none is syntax', async () => {
    const { server, youtrack, queries } = scene();
    const hit = server.seed({ summary: 'About #Resolved zebras', values: { State: 'Open' } });
    server.seed({ summary: 'Zebras', values: { State: 'Fixed' } });
    server.seed({ project: OPS.shortName, summary: 'About #Resolved zebras' });
    expect(idsOf(await all(youtrack.issues.search({ text: '#Resolved "zebras' })))).toEqual([hit]);
    expect(queries()[0]).toBe('project: {DEV} and "#Resolved" "zebras"');
  });

  it('for nothing that can be found is refused', async () => {
    const { youtrack, asked } = scene();
    const fault = await faultOf(youtrack.issues.search({ text: '"*"' }).next());
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'text' }] });
    expect(asked()).toEqual([]);
  });

  it('in YouTrack’s own language stays within the project', async () => {
    const { server, youtrack, queries } = scene();
    const open = server.seed({ values: { State: 'Open' } });
    server.seed();
    server.seed({ project: OPS.shortName, values: { State: 'Open' } });
    expect(idsOf(await all(youtrack.issues.search({ native: 'State: {Open} sort by: updated asc' })))).toEqual([open]);
    expect(queries()[0]).toBe('project: {DEV} and (State: {Open} sort by: updated asc)');
    const fault = await faultOf(youtrack.issues.search({ native: '#Unresolved) or (project: OPS' }).next());
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'native' }] });
  });

  it('that YouTrack cannot read is refused with its code, whatever language it answers in', async () => {
    const { youtrack } = scene();
    const fault = await faultOf(youtrack.issues.search({ native: 'color: red' }).next());
    expect(fault).toMatchObject({ code: 'rejected', serverCode: 'invalid_query' });
  });

  it('walks by pages', async () => {
    const { server, youtrack } = scene();
    const ids = Array.from({ length: 5 }, () => server.seed({ summary: 'Zebra' }));
    expect(idsOf(await all(youtrack.issues.search({ text: 'zebra', pageSize: 2 }))).toSorted()).toEqual(ids);
  });
});
