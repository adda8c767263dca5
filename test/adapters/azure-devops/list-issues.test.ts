import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inProject, quote, quoteTime } from '../../../src/adapters/azure-devops/wiql.js';
import { createCursorCodec } from '../../../src/digest/cursor.js';
import { type Json, PROJECT } from './fixtures.js';
import { microseconds, readQuery } from './query.js';
import { all, answered, faultOf, pagesOf, scene } from './scene.js';
import { type AzureServer, bodiesOf } from './server.js';

const idsOf = (issues: readonly { readonly ref: { readonly id: string } }[]) => issues.map(({ ref }) => ref.id);
const queriesTo = async (server: AzureServer) =>
  ((await bodiesOf(server, 'POST', /wiql$/)) as Json[]).map(({ query }) => String(query));
const batchesTo = async (server: AzureServer) =>
  ((await bodiesOf(server, 'POST', /workitemsbatch$/)) as { ids: number[] }[]).map(({ ids }) => ids);

describe('a listing', () => {
  it('asks for ids with the precision of times, and reads them 200 at a time', async () => {
    const { azure, site, server } = scene();
    for (let n = 0; n < 201; n++) site.seed();
    expect(idsOf(await all(azure.issues.list({ updatedSince: '2026-03-10T08:00:00+02:00' })))).toHaveLength(201);
    const [query = ''] = await queriesTo(server);
    expect(query).toBe(
      'SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project' +
        " AND [System.ChangedDate] >= '2026-03-10T06:00:00.0000000Z' ORDER BY [System.ChangedDate] ASC, [System.Id] ASC",
    );
    const asked = new URL(server.requests.find(({ url }) => url.includes('/wiql'))?.url ?? '').searchParams;
    expect(Object.fromEntries(asked)).toEqual({ timePrecision: 'true', $top: '19999', 'api-version': '7.1' });
    expect((await batchesTo(server)).map((ids) => ids.length)).toEqual([200, 1]);
    expect((await bodiesOf(server, 'POST', /workitemsbatch$/))[0]).toMatchObject({
      $expand: 'relations',
      errorPolicy: 'omit',
    });
  });

  it('lets no forged cursor into a query', async () => {
    const { azure, site, server } = scene();
    site.seed();
    const { workspace } = azure;
    const codec = createCursorCodec({ operation: 'issues.ids', project: PROJECT, workspace, query: {} });
    const cursor = codec.seal("0 OR [System.TeamProject] <> ''");
    expect(await faultOf(azure.issues.ids({ cursor }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'cursor' }],
    });
    expect(server.requests).toEqual([]);
    expect(await all(azure.issues.ids({ cursor: codec.seal('0') }))).toEqual(['1']);
  });

  it('leaves out what is gone or may not be seen, and keeps its own order', async () => {
    const { azure, site, server } = scene();
    for (let n = 0; n < 5; n++) site.seed();
    server.intercept((request) => {
      // Deleted between the query and the reading.
      if (request.url.includes('/workitemsbatch')) Object.assign(site.items.get(3) ?? {}, { isDeleted: true });
      return undefined;
    });
    expect(idsOf(await all(azure.issues.list()))).toEqual(['1', '2', '4', '5']);
  });

  it('puts off what was changed after the query, and brings it at its new place', async () => {
    const { azure, site, server } = scene();
    for (let n = 0; n < 4; n++) site.seed();
    let isChanged = false;
    server.intercept((request) => {
      if (request.url.includes('/workitemsbatch') && !isChanged) {
        isChanged = true;
        site.touch(2, { 'System.Title': 'New title' });
      }
      return undefined;
    });
    const pages = await pagesOf(azure.issues.list({ pageSize: 2, updatedSince: '2026-01-01T00:00:00Z' }));
    expect(pages.map(({ items }) => idsOf(items))).toEqual([['1'], ['3', '4'], ['2']]);
    const times = pages.flatMap(({ items }) => items).map(({ updatedAt }) => Date.parse(updatedAt ?? ''));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('goes on behind 20 000, by time, and through a millisecond that holds more, by id', {
    timeout: 60_000,
  }, async () => {
    const { azure, site, server } = scene();
    const at = site.tick();
    // A bulk edit: all at once, some before and some after it.
    for (let n = 0; n < 21_000; n++) {
      const changed = n < 500 ? at - 9_000_000 + n * 1000 : n < 20_800 ? at : at + 5_000_000 + n * 1000;
      site.seed({}, { changed, relations: [] });
    }
    site.clock += 60_000_000;
    const found = new Set<string>();
    let count = 0;
    for await (const { items } of azure.issues.list()) {
      for (const { ref } of items) found.add(ref.id);
      count += items.length;
    }
    expect([found.size, count]).toEqual([21_000, 21_000]);
    const queries = await queriesTo(server);
    expect(queries.some((query) => /\[System\.Id\] > \d+ ORDER BY \[System\.Id\]/.test(query))).toBe(true);
    expect(queries.length).toBeLessThan(10);
    server.requests.length = 0;
    expect(await all(azure.issues.ids())).toHaveLength(21_000);
    expect((await queriesTo(server)).map((query) => /\[System\.Id\] > (\d+)/.exec(query)?.[1])).toEqual([
      undefined,
      '19999',
    ]);
  });

  it.each([
    [4, 1, false],
    [6, 2, true],
    [450, 200, true],
    [1300, 200, true],
  ])('comes to its end when each page of %i, %i at a time, is a walk of its own', async (count, pageSize, isAtOnce) => {
    const { azure, site } = scene();
    const at = site.tick();
    for (let n = 0; n < count; n++) site.seed({}, { relations: [], ...(isAtOnce && { changed: at }) });
    const found: string[] = [];
    let cursor: string | null | undefined;
    for (let run = 0; run < 20 && cursor !== null; run++) {
      const page = await azure.issues.list({ pageSize, ...(cursor && { cursor }) }).next();
      if (page.done) break;
      found.push(...idsOf(page.value.items));
      cursor = page.value.cursor;
    }
    expect([new Set(found).size, cursor]).toEqual([count, null]);
    // Only where too many were changed at once some come again.
    if (count < 1000) expect(found).toHaveLength(count);
  });

  it('goes on from a cursor behind what it was made behind, and no work item comes twice', async () => {
    const { azure, site } = scene();
    const at = site.tick();
    for (let n = 0; n < 6; n++) site.seed({}, { changed: at + (n < 4 ? n * 100 : 9_000_000) });
    site.clock += 60_000_000;
    const [, second] = await pagesOf(azure.issues.list({ pageSize: 2 }));
    expect(idsOf(await all(azure.issues.list({ pageSize: 2, cursor: second?.cursor ?? '' })))).toEqual(['5', '6']);
  });

  it('brings a work item again that was changed since it was handed over', async () => {
    const { azure, site } = scene();
    site.seed();
    site.seed();
    const found: string[] = [];
    for await (const { items } of azure.issues.list({ pageSize: 1 })) {
      found.push(...items.map(({ ref, revision }) => `${ref.id}#${revision}`));
      if (found.length > 1 || site.items.get(2)?.rev !== 1) continue;
      site.touch(1);
      site.clock += 300_000_000;
      site.touch(2);
    }
    expect(found).toEqual(['1#1', '1#2', '2#2']);
  });

  it('tells open from closed by category, whatever states are called', async () => {
    const { azure, site, server } = scene({ statusMap: { 'On Hold': 'blocked' } });
    site.seed({ 'System.State': 'Closed' });
    site.seed({ 'System.State': 'On Hold', 'System.WorkItemType': 'Risk' });
    // A name that is open for this type and closed for others.
    site.seed({ 'System.State': 'Closed', 'System.WorkItemType': 'Test Case' });
    site.seed({ 'System.State': 'Removed' });
    expect(idsOf(await all(azure.issues.list({ state: 'open' })))).toEqual(['2', '3']);
    expect(idsOf(await all(azure.issues.list({ state: 'closed' })))).toEqual(['1', '4']);
    const [open, closed] = await queriesTo(server);
    expect(open).toContain("[System.State] NOT IN ('Removed', 'Gone')");
    expect(closed).toContain("[System.State] IN ('Closed', 'Removed', 'Gone')");
  });

  it('takes labels for whole tags, without case, and with what a tag cannot hold', async () => {
    const { azure, site, server } = scene();
    site.seed({ 'System.Tags': "UI; it's; a%3Bb" });
    site.seed({ 'System.Tags': 'UI kit' });
    expect(idsOf(await all(azure.issues.list({ labels: ['ui'] })))).toEqual(['1']);
    expect((await all(azure.issues.list({ labels: ["it's", 'a;b'] })))[0]?.labels).toEqual(['UI', 'a;b', "it's"]);
    expect((await queriesTo(server))[1]).toContain("[System.Tags] CONTAINS 'a%3Bb' AND [System.Tags] CONTAINS 'it''s'");
  });

  it('refuses a query that is longer than Azure DevOps takes, before it is sent', async () => {
    const { azure, server } = scene();
    const labels = Array.from({ length: 400 }, (_, at) => `${'x'.repeat(90)}${at}`);
    const fault = await faultOf(azure.issues.list({ labels }));
    expect([fault.code, server.requests.length]).toEqual(['invalid_input', 0]);
  });

  it('is refused when it goes in circles', async () => {
    const { azure } = answered(() => Response.json({ workItems: [{ id: 'one' }] }));
    expect(await faultOf(azure.issues.ids())).toMatchObject({
      code: 'contract',
      problems: [{ path: 'workItems[0].id' }],
    });
  });
});

describe('what is put into a query', () => {
  it('is a value, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const query = readQuery(inProject([`[System.Title] = ${quote(text)}`], ['[System.Id] ASC']), {
          '@project': 'P',
        });
        const held = text.replaceAll(/\p{Cc}/gu, ' ');
        const row = (title: string) => (field: string) => (field === 'System.Title' ? title : 'P');
        return query.matches(row(held)) && !query.matches(row(`${held}x`));
      }),
    );
  });

  it('is a time in UTC, to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-02'), max: new Date('2199-01-01'), noInvalidDate: true }),
        (date) => {
          const text = quoteTime(date.getTime());
          return /^'.{19}\.\d{7}Z'$/.test(text) && microseconds(text.slice(1, -1)) === date.getTime() * 1000;
        },
      ),
    );
  });
});

describe('a search', () => {
  it('finds parts of titles and words of bodies, and quotes what it looks for', async () => {
    const { azure, site, server } = scene();
    site.seed({ 'System.Title': "O'Brien's widget" });
    site.seed({ 'System.Title': 'x', 'System.Description': "<div>By o'brien</div>" });
    site.seed({ 'System.WorkItemType': 'Bug', 'Microsoft.VSTS.TCM.ReproSteps': "As O'Brien says" });
    site.seed();
    expect(idsOf(await all(azure.issues.search({ text: "O'Brien", pageSize: 2 })))).toEqual(['1', '2', '3']);
    expect((await queriesTo(server))[0]).toContain(
      "([System.Title] CONTAINS 'O''Brien' OR [System.Description] CONTAINS WORDS 'O''Brien'" +
        " OR [Microsoft.VSTS.TCM.ReproSteps] CONTAINS WORDS 'O''Brien')",
    );
    expect(idsOf(await all(azure.issues.search({ text: "x') OR [System.Id] > 0 OR ([System.Title] = '" })))).toEqual(
      [],
    );
  });

  it('takes a query in WIQL as it is, and gives what of it is of the project', async () => {
    const { azure, site, server } = scene();
    for (let n = 0; n < 3; n++) site.seed();
    site.seed({}, { project: 'Gadgets' });
    const native = 'SELECT [System.Id] FROM WorkItems WHERE [System.Id] > 1 ORDER BY [System.Id] DESC';
    const pages = await pagesOf(azure.issues.search({ native, pageSize: 2 }));
    expect(pages.map(({ items }) => idsOf(items))).toEqual([['3'], ['2']]);
    expect(await queriesTo(server)).toEqual([native]);
    const rest = azure.issues.search({ native, pageSize: 2, cursor: pages[0]?.cursor ?? '' });
    expect(idsOf(await all(rest))).toEqual(['2']);
    expect(new URL(server.requests[0]?.url ?? '').pathname).toContain(`/${encodeURIComponent(PROJECT)}/_apis/`);
  });

  it.each(['SELECT [System.Id] FROM WorkItemLinks WHERE 1', '[System.Id] > 1', 'select x from [workitemlinks]'])(
    'refuses %s before anything is sent',
    async (native) => {
      const { azure, server } = scene();
      expect(await faultOf(azure.issues.search({ native }))).toMatchObject({ problems: [{ path: 'native' }] });
      expect(server.requests).toEqual([]);
    },
  );

  it('passes on what Azure DevOps says of a query that finds too much, or says nothing', async () => {
    const { azure, site } = scene();
    for (let n = 0; n < 20_001; n++) site.seed({}, { relations: [] });
    const fault = await faultOf(azure.issues.search({ native: 'SELECT [System.Id] FROM WorkItems' }));
    expect(fault).toMatchObject({ code: 'rejected', serverCode: 'VS402337' });
    const broken = await faultOf(azure.issues.search({ native: 'SELECT [System.Id] FROM WorkItems WHERE' }));
    expect(broken).toMatchObject({ code: 'rejected', serverCode: 'TF51006' });
  });
});
