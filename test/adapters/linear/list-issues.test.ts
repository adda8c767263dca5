import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/contracts/issue.js';
import { runs } from '../../support/runs.js';
import { all, answered, faultOf, scene } from './scene.js';
import { idOf, OTHER_TEAM, type StoredIssue, TEAM } from './state.js';

const idsOf = (issues: readonly Issue[]) => issues.map(({ ref }) => ref.id);

describe('a listing', () => {
  it('of 1 000 issues takes one request for a page, with everything in it', async () => {
    const { server, linear, asked } = scene();
    const parent = server.seed();
    for (let n = 1; n < 1000; n++) server.seed({ parent: parent.id, labels: [idOf(0x1a, 1), idOf(0x1a, 5)] });
    const pages: number[] = [];
    const issues: Issue[] = [];
    for await (const { items } of linear.issues.list()) {
      pages.push(items.length);
      issues.push(...items);
    }
    expect(issues).toHaveLength(1000);
    expect(new Set(idsOf(issues)).size).toBe(1000);
    expect(asked()).toEqual(Array(10).fill('Issues'));
    expect(pages).toEqual(Array(10).fill(100));
    expect(issues[1]).toMatchObject({
      status: 'todo',
      statusName: 'Todo',
      labels: ['Bug', 'suite-one'],
      parent: { id: parent.id },
    });
  });

  it('goes on where an issue on whose id a cursor stands changes', async () => {
    const { server, linear } = scene();
    const seeded = Array.from({ length: 12 }, () => server.seed());
    const found: string[] = [];
    for await (const { items } of linear.issues.list({ pageSize: 3 })) {
      found.push(...idsOf(items));
      // The last one read moves to the end, and Linear's cursor with it.
      const last = items.at(-1);
      if (last && found.length < 8) server.touch(last.ref.id);
    }
    expect(new Set(found)).toEqual(new Set(seeded.map(({ id }) => id)));
  });

  it('has the newest version of an issue that was the last of a page and changes after it', async () => {
    const { server, linear } = scene();
    const seeded = [server.seed(), server.seed(), server.seed()];
    const [, read, unread] = seeded;
    const found = new Map<string, number>();
    let isFirst = true;
    for await (const { items } of linear.issues.list({ pageSize: 2 })) {
      for (const { ref, updatedAt } of items) found.set(ref.id, Date.parse(updatedAt ?? ''));
      if (isFirst) for (const issue of [read, unread]) server.touch(issue?.id ?? '');
      isFirst = false;
    }
    expect(found).toEqual(new Map(seeded.map(({ id, updatedAt }) => [id, updatedAt])));
  });

  it('misses nothing, whatever changes between its pages', async () => {
    const change = fc.array(fc.nat(19), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(change, { maxLength: 12 }),
        async (pageSize, changes) => {
          const { server, linear } = scene();
          // Some of one time, as after an edit of many.
          const seeded = Array.from({ length: 20 }, () => server.seed());
          for (const each of seeded.slice(5, 9)) each.updatedAt = seeded[5]?.updatedAt ?? 0;
          // An issue that changes after it was read is read again: what counts is the version.
          const found = new Map<string, number>();
          let at = 0;
          for await (const { items, cursor } of linear.issues.list({ pageSize })) {
            for (const { ref, updatedAt } of items) found.set(ref.id, Date.parse(updatedAt ?? ''));
            // After the last page nothing is looked at any more.
            if (cursor) for (const nth of changes[at++] ?? []) server.touch(seeded[nth]?.id ?? '');
          }
          expect(found).toEqual(new Map(seeded.map(({ id, updatedAt }) => [id, updatedAt])));
        },
      ),
      { numRuns: runs(10) },
    );
  });

  it('reads more than a page of issues of one millisecond, each once', async () => {
    const { server, linear } = scene();
    const seeded = Array.from({ length: 11 }, () => server.seed({ updatedAt: 1_773_133_200_000 }));
    const found = idsOf(await all(linear.issues.list({ pageSize: 3 })));
    expect(found.toSorted()).toEqual(seeded.map(({ id }) => id).sort());
  });

  it('reads issues of one and of neighbouring milliseconds once each, in order', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), times, async (pageSize, offsets) => {
        const { server, linear } = scene();
        for (const offset of offsets) server.seed({ updatedAt: 1_773_133_200_000 + offset });
        const found = await all(linear.issues.list({ pageSize }));
        expect(found.map(({ updatedAt }) => Date.parse(updatedAt ?? '') - 1_773_133_200_000)).toEqual(
          offsets.toSorted((a, b) => a - b),
        );
        expect(new Set(idsOf(found)).size).toBe(offsets.length);
      }),
      { numRuns: runs(15) },
    );
  });

  it('holds archived issues, and not those in the trash', async () => {
    const { server, linear } = scene();
    const kept = server.seed();
    const archived = server.seed({ archivedAt: 1_773_133_200_000 });
    const trashed = server.seed({ archivedAt: 1_773_133_200_000, trashed: true });
    const issues = await all(linear.issues.list());
    expect(idsOf(issues)).toEqual([kept.id, archived.id]);
    expect(issues[1]?.customFields).toEqual({ archivedAt: '2026-03-10T09:00:00.000Z' });
    expect(await all(linear.issues.ids())).toEqual([kept.id, archived.id]);
    expect((await linear.issues.get(archived.id)).ref.id).toBe(archived.id);
    expect((await faultOf(linear.issues.get(trashed.id))).message).toMatch(/in the trash/);
  });

  it('stays in its team, which is named by id or by key', async () => {
    const { server, linear, again } = scene();
    const own = server.seed();
    const foreign = server.seed({ team: OTHER_TEAM });
    expect(idsOf(await all(linear.issues.list()))).toEqual([own.id]);
    expect((await faultOf(linear.issues.get(foreign.id))).code).toBe('not_found');
    const ops = again({ team: 'OPS' });
    const [issue] = await all(ops.issues.list());
    expect(issue?.ref).toMatchObject({ workspace: 'OPS', id: foreign.id, key: 'OPS-1' });
    expect(await all(ops.issues.ids())).toEqual([foreign.id]);
  });

  it('takes any text for the name of a label', async () => {
    const { server, linear } = scene();
    const name = '"}]}}){nodes{id}}#\\ ü';
    server.state.labels.push({ id: idOf(0x1c, 1), name, isGroup: false, parent: null, team: TEAM });
    const { id } = server.seed({ labels: [idOf(0x1c, 1)] });
    server.seed();
    expect(idsOf(await all(linear.issues.list({ labels: [name] })))).toEqual([id]);
    expect(await all(linear.issues.list({ labels: [name.toUpperCase()] }))).toEqual([]);
  });

  it('knows closed issues by the type of their state, and takes types to come for open', async () => {
    const { server, linear } = scene();
    server.state.states.push({ id: idOf(0x58, 1), name: 'Dreaming', type: 'dreaming', position: 9, team: TEAM });
    const inState = (name: string) => {
      return server.seed({ state: server.state.states.find((state) => state.name === name)?.id ?? '' }).id;
    };
    const open = ['Triage', 'Backlog', 'Todo', 'In Progress', 'Dreaming'].map(inState);
    const closed = ['Done', 'Canceled', 'Duplicate'].map(inState);
    expect(idsOf(await all(linear.issues.list({ state: 'open' })))).toEqual(open);
    expect(idsOf(await all(linear.issues.list({ state: 'closed' })))).toEqual(closed);
    expect((await linear.issues.get(open[4] ?? '')).status).toBe('todo');
  });

  it('has all labels and relations of an issue, however many', async () => {
    const { server, linear, asked } = scene();
    const labels = Array.from({ length: 130 }, (_, nth) => {
      server.state.labels.push({ id: idOf(0x1d, nth), name: `l${nth}`, isGroup: false, parent: null, team: null });
      return idOf(0x1d, nth);
    });
    const others = Array.from({ length: 7 }, () => server.seed());
    const long = server.seed({ labels });
    for (const [nth, { id }] of others.entries()) {
      const [issue, relatedIssue] = nth % 2 === 0 ? [long.id, id] : [id, long.id];
      server.state.relations.set(idOf(0x4f, nth), { id: idOf(0x4f, nth), issue, relatedIssue, type: 'blocks' });
    }
    const issue = (await all(linear.issues.list())).find(({ ref }) => ref.id === long.id);
    expect(issue?.labels).toHaveLength(130);
    expect(issue?.links.map(({ type }) => type).sort()).toEqual([
      ...Array(3).fill('blocked_by'),
      ...Array(4).fill('blocks'),
    ]);
    expect(asked()).toEqual(['Issues', 'Rest', 'Rest']);
    expect(await linear.issues.get(long.id)).toEqual(issue);
  });

  it('asks for less where Linear finds the query too complex, and remembers it', async () => {
    for (const refusalStatus of [200, 400] as const) {
      const { server, linear } = scene({}, { maxComplexity: 2_000, refusalStatus });
      for (let n = 0; n < 60; n++) server.seed();
      expect(await all(linear.issues.list())).toHaveLength(60);
      const sizes = server.asked.map(({ variables }) => variables.last);
      expect(sizes).toEqual([100, 50, 25, 25, 25]);
      await all(linear.issues.search({ text: 'wobble' }));
      expect(server.asked.slice(5).map(({ variables }) => variables.first)).toEqual([25, 25, 25]);
    }
  });

  it('gives up where one issue is too complex', async () => {
    const { server, linear } = scene({}, { maxComplexity: 10 });
    server.seed();
    expect(await faultOf(linear.issues.list().next())).toMatchObject({ code: 'rejected', serverCode: 'too_complex' });
  });

  it('refuses an order that it would lose issues in', async () => {
    const node = (updatedAt: string): Partial<Record<keyof StoredIssue | string, unknown>> => ({
      ...{ id: idOf(1, Date.parse(updatedAt) % 1000), identifier: 'ENG-1', url: 'https://linear.app/x', updatedAt },
      ...{ team: { id: TEAM, key: 'ENG' }, title: 'A', priority: 0, createdAt: updatedAt },
      ...{ state: { name: 'Todo', type: 'unstarted' } },
      labels: { nodes: [], pageInfo: { hasNextPage: false } },
      relations: { nodes: [], pageInfo: { hasNextPage: false } },
      inverseRelations: { nodes: [], pageInfo: { hasNextPage: false } },
    });
    const nodes = [node('2026-03-10T09:00:00.001Z'), node('2026-03-10T09:00:00.002Z')];
    const { linear } = answered(() =>
      Response.json({ data: { issues: { nodes, pageInfo: { hasPreviousPage: true } } } }),
    );
    expect(await faultOf(linear.issues.list().next())).toMatchObject({ code: 'contract' });
    const lost = answered(() =>
      Response.json({ data: { issues: { nodes: [], pageInfo: { hasPreviousPage: true } } } }),
    );
    expect((await faultOf(lost.linear.issues.list().next())).message).toMatch(/or not all/);
  });
});

describe('a search', () => {
  it('takes the JSON of a filter, and stays in the team whatever that says', async () => {
    const { server, linear } = scene();
    const urgent = server.seed({ priority: 1 });
    server.seed({ priority: 3 });
    server.seed({ priority: 1, team: OTHER_TEAM });
    const found = (native: string) => all(linear.issues.search({ native, pageSize: 1 }));
    expect(idsOf(await found('{"priority":{"eq":1}}'))).toEqual([urgent.id]);
    expect(await found(`{"team":{"key":{"eq":"OPS"}}}`)).toEqual([]);
    expect(idsOf(await found(`{"or":[{"priority":{"eq":1}},{"team":{"key":{"eq":"OPS"}}}]}`))).toEqual([urgent.id]);
    for (const native of ['priority = 1', '[]', '"a"', 'null']) {
      expect(await faultOf(found(native))).toMatchObject({ code: 'invalid_input', problems: [{ path: 'native' }] });
    }
  });

  it('finds a text in title and description, page by page, and nothing in the trash', async () => {
    const { server, linear } = scene();
    const seeded = Array.from({ length: 5 }, () => server.seed({ description: 'Grün "quoted" \\ text' }));
    server.seed({ description: 'Grün "quoted" \\ text', trashed: true, archivedAt: 1 });
    const found = await all(linear.issues.search({ text: 'grün "quoted" \\', pageSize: 2 }));
    expect(idsOf(found).sort()).toEqual(seeded.map(({ id }) => id).sort());
  });
});
