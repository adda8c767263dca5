import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../support/runs.js';
import { issue, LABELS_FIELD, STATUSES } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';

const idsOf = (issues: readonly { readonly ref: { readonly id: string } }[]) => issues.map(({ ref }) => ref.id);
const SECOND = 1e6;
const START = Date.UTC(2026, 2, 10, 9) * 1000;

describe('listing', () => {
  it('asks for closed issues too, for those of the project alone, and for whole seconds', async () => {
    const { redmine, server, asked } = scene();
    server.seed({ status: STATUSES[4] });
    await all(redmine.issues.list({ updatedSince: '2026-03-10T07:00:00.789+01:00' }));
    const asking = asked().find((line) => line.includes('/issues.json'));
    expect(asking).toBe(
      'GET /issues.json?project_id=7&subproject_id=!*&status_id=*&include=relations&limit=100&sort=updated_on,id&updated_on=>=2026-03-10T06:00:00Z',
    );
    const raw = server.requests.find(({ url }) => url.includes('/issues.json'))?.url;
    expect(raw).toContain('updated_on=%3E%3D2026-03-10T06%3A00%3A00Z');
  });

  it.each(['open', 'closed', 'all'] as const)('selects %s issues', async (state) => {
    const { redmine, server } = scene();
    for (const status of STATUSES) server.seed({ status });
    const found = await all(redmine.issues.list({ state }));
    const due = STATUSES.filter(({ is_closed }) => state === 'all' || is_closed === (state === 'closed'));
    expect(found.map(({ statusName }) => statusName)).toEqual(due.map(({ name }) => name));
  });

  it('keeps what Redmine lists besides out: of the second before, and of other projects', async () => {
    const { redmine, server } = scene();
    server.seed({}, START - 0.4 * SECOND);
    server.seed({}, START);
    server.seed({}, START + 0.5 * SECOND);
    server.seed({}, START + SECOND);
    const other = server.seed({}, START + 2 * SECOND);
    const stored = server.issues.get(other);
    const found = await all(redmine.issues.list({ updatedSince: '2026-03-10T09:00:00Z' }));
    expect(idsOf(found)).toEqual(['2', '3', '4', '5']);
    if (stored) stored.json.project = { id: 8, name: 'Parts' };
    expect(idsOf(await all(redmine.issues.list()))).toEqual(['1', '2', '3', '4']);
    expect(await all(redmine.issues.ids())).toEqual(['1', '2', '3', '4']);
  });

  it('reads a second that holds more than a page by its numbers', async () => {
    const { redmine, server, asked } = scene();
    for (let n = 0; n < 25; n++) server.seed({}, START + n * 1000);
    server.seed({}, START + 5 * SECOND);
    const found = await all(redmine.issues.list({ pageSize: 10 }));
    expect(idsOf(found)).toEqual(Array.from({ length: 26 }, (_, at) => String(at + 1)));
    expect(asked().some((line) => line.includes('updated_on=><2026-03-10T09:00:00Z|2026-03-10T09:00:01Z'))).toBe(true);
    expect(asked().some((line) => line.includes('offset'))).toBe(false);
  });

  it('passes over nothing, whatever changes on the way and however close the times lie', async () => {
    const story = fc.record({
      /** Between two issues, in tenths of a second. */
      gaps: fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 30 }),
      pageSize: fc.integer({ min: 1, max: 7 }),
      /** Which issue changes before each page. */
      changes: fc.array(fc.option(fc.nat(29)), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ gaps, pageSize, changes }) => {
        const { redmine, server } = scene();
        let at = START;
        for (const gap of gaps) {
          at += gap * 100_000;
          server.seed({}, at);
        }
        // What changes now does so after all of these.
        let now = at;
        const found = new Map<string, string>();
        let page = 0;
        for await (const { items } of redmine.issues.list({ pageSize })) {
          for (const { ref, updatedAt } of items) found.set(ref.id, String(updatedAt));
          const changed = server.issues.get((changes[page++] ?? -2) + 1);
          now += 300_000;
          if (changed) changed.updated = now;
        }
        // Each was read, and as it was changed last, if that was in time.
        expect([...found.keys()].sort()).toEqual(gaps.map((_, index) => String(index + 1)).sort());
      }),
      { numRuns: runs(40) },
    );
  });

  it('brings each issue once, in the order of their changes, when nothing changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        async (gaps, pageSize) => {
          const { redmine, server } = scene();
          let at = START;
          for (const gap of gaps) {
            at += gap * 100_000;
            server.seed({}, at);
          }
          const found = await all(redmine.issues.list({ pageSize }));
          expect(found.length).toBe(gaps.length);
          const times = found.map(({ updatedAt }) => String(updatedAt));
          expect(times).toEqual(times.toSorted());
        },
      ),
      { numRuns: runs(40) },
    );
  });

  it('counts by numbers, so that a deletion on the way hides no other', async () => {
    const { redmine, server } = scene();
    for (let n = 0; n < 205; n++) server.seed();
    const found: string[] = [];
    for await (const { items } of redmine.issues.ids()) {
      found.push(...items);
      for (const id of items.slice(0, 5)) server.remove(Number(id));
    }
    expect(found.length).toBe(205);
  });
});

describe('labels in a listing', () => {
  const labelled = (...value: string[]) => ({
    custom_fields: [{ id: LABELS_FIELD, name: 'Labels', multiple: true, value }],
  });

  it('select by the category', async () => {
    const { redmine, server, asked } = scene();
    server.seed({ category: { id: 11, name: 'suite-one' } });
    server.seed();
    expect(idsOf(await all(redmine.issues.list({ labels: ['suite-one'] })))).toEqual(['1']);
    expect(asked().some((line) => line.includes('category_id=11'))).toBe(true);
    expect(await all(redmine.issues.list({ labels: ['no such one'] }))).toEqual([]);
    expect(await all(redmine.issues.list({ labels: ['suite-one', 'suite-two'] }))).toEqual([]);
  });

  it.each<[string, string[], RegExp]>([
    ['a plain one', ['suite-one'], /cf_9==suite-one/],
    ['one that begins like an operator', ['!y'], /cf_9==!y/],
    ['one that begins with the sign of equality', ['=x'], /cf_9===x/],
    ['one with a bar, which would part two values', ['a|b'], /^(?!.*cf_9)/],
    ['several', ['a|b', 'suite-one'], /cf_9==suite-one/],
  ])('select by a value of the custom field: %s', async (_, labels, query) => {
    const { redmine, server, asked } = scene({ labels: { customField: LABELS_FIELD } });
    server.seed(labelled(...labels, 'two words'));
    server.seed(labelled('a'));
    server.seed(labelled(...labels.slice(1), 'b'));
    expect(idsOf(await all(redmine.issues.list({ labels })))).toEqual(['1']);
    expect(asked().find((line) => line.includes('/issues.json'))).toMatch(query);
  });
});

describe('searching', () => {
  it('finds by words, in the order of Redmine’s search, in this project', async () => {
    const { redmine, server, asked } = scene();
    for (const subject of ['Zebra crossing', 'Another', 'The zebra']) server.seed({ subject });
    const found = await all(redmine.issues.search({ text: 'zebra', pageSize: 1 }));
    expect(idsOf(found)).toEqual(['3', '1']);
    expect(asked().find((line) => line.includes('/search'))).toBe(
      'GET /search.json?q=zebra&issues=1&id=widgets&limit=1&offset=0',
    );
  });

  it('hands out nothing of another project, whatever Redmine answers', async () => {
    const foreign = issue(8, { project: { id: 8, name: 'Parts' } });
    const { redmine } = scene({}, {}, ({ url }) =>
      url.includes('/issues.json') ? Response.json({ issues: [issue(1), foreign], total_count: 2 }) : undefined,
    );
    expect(idsOf(await all(redmine.issues.search({ native: 'tracker_id=1' })))).toEqual(['1']);
  });

  it('takes filters of Redmine, closed issues included', async () => {
    const { redmine, server } = scene();
    server.seed({ tracker: { id: 2, name: 'Feature' }, status: STATUSES[4] });
    server.seed();
    expect(idsOf(await all(redmine.issues.search({ native: '?tracker_id=2' })))).toEqual(['1']);
    expect(idsOf(await all(redmine.issues.search({ native: 'status_id=open' })))).toEqual(['2']);
  });

  it.each([
    'key=abc',
    'project_id=1',
    'limit=1',
    'offset=5',
    'f[]=subject',
    'op[subject]=~',
    'query_id=3',
    'access_token=x',
  ])('refuses %s', async (native) => {
    const { redmine, server } = scene();
    const error = await faultOf(all(redmine.issues.search({ native })));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'native' }] });
    expect(server.requests).toEqual([]);
  });
});
