import type { ListIssuesQuery } from '../../contracts/adapter/issue-query.js';
import { issueSchema } from '../../contracts/issue.js';
import { compareUtf8 } from '../../digest/utf8-order.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { all, counts, expectRefused, expectUtc, firstPage, idsOf, made, once, someIssues, walk } from './steps.js';

const CREATES = ['issues.create'];

const BAD_QUERIES: readonly [query: object, path: string][] = [
  [{ pageSize: 0 }, 'pageSize'],
  [{ pageSize: 1.5 }, 'pageSize'],
  [{ updatedSince: 'yesterday' }, 'updatedSince'],
  [{ updatedSince: '2026-03-10' }, 'updatedSince'],
  [{ state: 'opened' }, 'state'],
  [{ labels: ['a', ''] }, 'labels[1]'],
  [{ label: 'a' }, 'label'],
];

/** Checks that a listing takes none of the cursors that are not its own. */
export async function expectCursorRefused(
  harness: WholeHarness,
  list: (cursor: string) => AsyncGenerator<unknown, void, void>,
  cursors: readonly string[],
): Promise<void> {
  for (const cursor of cursors) {
    await expectRefused(harness, () => list(cursor).next(), 'cursor', `the cursor ${JSON.stringify(cursor)}`);
  }
}

/** Texts that are no cursor, made of one that is. */
export function damaged(cursor: string): string[] {
  const last = cursor.at(-1) === 'a' ? 'b' : 'a';
  return ['', 'page=2', cursor.slice(0, -1) + last, cursor.slice(0, -2), `${cursor}00`];
}

export const labelsOf = ({ labels }: WholeHarness) => labels ?? (['suite-one', 'suite-two'] as const);

/** The rules of {@link IssuesGroup.list}. */
export const listCases: readonly AdapterCase[] = [
  adapterCase('list/every-issue-once', 'pages of any size bring each issue once', CREATES, async (harness) => {
    const { adapter } = harness;
    const ids = await someIssues(harness, 5);
    for (const pageSize of [1, 2, 3, adapter.traits.maxPageSize]) {
      const pages = await walk(adapter.issues.list({ pageSize }));
      const found = pages.flatMap(({ items }) => idsOf(items));
      expectEqual(counts(ids, found), once(ids), `how often each issue came, with ${pageSize} per page`);
      expectEqual(found.length, new Set(found).size, `how many issues came, with ${pageSize} per page`);
    }
    const found = idsOf(await all(adapter.issues.list()));
    expectEqual(counts(ids, found), once(ids), 'how often each issue came, without a query');
  }),
  adapterCase(
    'list/changed-while-walked',
    'an issue that changes during a walk pushes no other out of it',
    ['issues.create', 'issues.update'],
    async (harness) => {
      const { issues } = harness.adapter;
      const ids = await someIssues(harness, 5);
      const found: string[] = [];
      let changes = 0;
      for await (const { items } of issues.list({ pageSize: 2 })) {
        const read = idsOf(items);
        found.push(...read);
        const [own] = read.filter((id) => ids.includes(id));
        // It moves to the end; by page numbers, the first of the next page moves up to this one, unread.
        if (own !== undefined && ++changes <= 3) await issues.update(own, { title: `Changed ${changes} times` });
        await harness.settle?.();
      }
      expectEqual(
        ids.filter((id) => !found.includes(id)),
        [],
        'issues that the walk passed over',
      );
    },
  ),
  adapterCase('list/page-size', 'a page has no more issues than asked for', CREATES, async (harness) => {
    await someIssues(harness, 4);
    for (const pageSize of [1, 2, 3]) {
      for (const { items } of await walk(harness.adapter.issues.list({ pageSize }))) {
        expectTrue(items.length <= pageSize, `a page has at most ${pageSize} issues; one had ${items.length}`);
      }
    }
  }),
  adapterCase('list/resume', 'from any cursor another adapter goes on, missing nothing', CREATES, async (harness) => {
    const ids = await someIssues(harness, 5);
    const pages = await walk(harness.adapter.issues.list({ pageSize: 2 }));
    const total = pages.flatMap(({ items }) => items).length;
    for (const [at, { cursor }] of pages.entries()) {
      if (cursor === null) continue;
      const rest = idsOf(await all(harness.again().issues.list({ pageSize: 2, cursor })));
      const missed = pages
        .slice(at + 1)
        .flatMap(({ items }) => idsOf(items))
        .filter((id) => ids.includes(id) && !rest.includes(id));
      expectEqual(missed, [], `issues missed behind the cursor of page ${at + 1}`);
      const before = pages.slice(0, at + 1).flatMap(({ items }) => items).length;
      expectTrue(before === 0 || rest.length < total, `the cursor of page ${at + 1} is no beginning`);
    }
  }),
  adapterCase('list/foreign-cursor', 'a cursor of another query is refused', CREATES, async (harness) => {
    await someIssues(harness, 2);
    const { issues } = harness.adapter;
    const [one, two] = labelsOf(harness);
    const { cursor } = await firstPage(issues.list({ pageSize: 1 }));
    if (cursor === null) throw new Error('expected a first page of one issue to have a successor');
    const queries: ListIssuesQuery[] = [
      { labels: [one] },
      { labels: [one, two] },
      { state: 'closed' },
      { updatedSince: '2026-03-10T09:30:00Z' },
    ];
    for (const query of queries) {
      const list = (foreign: string) => issues.list({ pageSize: 1, ...query, cursor: foreign });
      await expectCursorRefused(harness, list, [cursor]);
    }
  }),
  adapterCase(
    'list/damaged-cursor',
    'a damaged cursor is refused before anything is sent',
    CREATES,
    async (harness) => {
      await someIssues(harness, 2);
      const { issues } = harness.adapter;
      const { cursor } = await firstPage(issues.list({ pageSize: 1 }));
      if (cursor === null) throw new Error('expected a first page of one issue to have a successor');
      await expectCursorRefused(harness, (text) => issues.list({ pageSize: 1, cursor: text }), damaged(cursor));
    },
  ),
  adapterCase('list/updated-since', 'updatedSince means at or after', CREATES, async (harness) => {
    const { issues, traits } = harness.adapter;
    const ids = await someIssues(harness, 4);
    const known = await Promise.all(ids.map((id) => issues.get(id)));
    for (const { updatedAt } of known) {
      if (updatedAt === null) continue;
      const sinceMs = Date.parse(updatedAt);
      const found = await all(issues.list({ updatedSince: updatedAt, pageSize: 2 }));
      const due = idsOf(known.filter((issue) => Date.parse(issue.updatedAt ?? '') >= sinceMs));
      expectEqual(counts(due, idsOf(found)), once(due), `issues changed at or after ${updatedAt}`);
      const step = traits.updatedSinceStepMs;
      const early = found.filter((issue) => Date.parse(issue.updatedAt ?? '') < Math.floor(sinceMs / step) * step);
      expectEqual(idsOf(early), [], `issues changed before ${updatedAt}`);
    }
    expectEqual(idsOf(await all(issues.list({ updatedSince: '2199-12-31T23:59:59Z' }))), [], 'issues of the future');
  }),
  adapterCase(
    'list/updated-since-order',
    'with updatedSince the least recently changed come first',
    CREATES,
    async (harness) => {
      const ids = await someIssues(harness, 3);
      if (harness.adapter.issues.update !== undefined) {
        await harness.adapter.issues.update(ids[0] ?? '', { title: 'Changed last' });
        await harness.settle?.();
      }
      const found = await all(harness.adapter.issues.list({ updatedSince: '2000-01-01T00:00:00Z', pageSize: 2 }));
      const times = found.map(({ updatedAt }) => Date.parse(updatedAt ?? ''));
      expectEqual(
        times,
        times.toSorted((a, b) => a - b),
        'the times of the last changes',
      );
    },
  ),
  adapterCase('list/labels', 'issues with all of the labels, and no others', CREATES, async (harness) => {
    const [one, two] = labelsOf(harness);
    const first = await made(harness, { labels: [one] });
    const both = await made(harness, { labels: [one, two] });
    const none = await made(harness);
    await harness.settle?.();
    const mine = idsOf([first, both, none]);
    const found = async (labels: readonly string[]) => {
      const ids = idsOf(await all(harness.adapter.issues.list({ labels })));
      return mine.filter((id) => ids.includes(id));
    };
    expectEqual(await found([one]), idsOf([first, both]), 'issues with the first label');
    for (const labels of [
      [one, two],
      [two, one],
    ]) {
      expectEqual(await found(labels), idsOf([both]), 'issues with both labels');
    }
    expectEqual(await found([]), mine, 'issues with none in particular');
  }),
  adapterCase('list/rare-label', 'what comes late is found, whatever lies before it', CREATES, async (harness) => {
    const [one] = labelsOf(harness);
    const ids = await someIssues(harness, 4);
    const rare = await made(harness, { labels: [one] });
    await harness.settle?.();
    const found = idsOf(await all(harness.adapter.issues.list({ labels: [one], pageSize: 1 })));
    expectEqual(counts([rare.ref.id, ...ids], found), { ...counts(ids, []), ...once([rare.ref.id]) }, 'issues found');
  }),
  adapterCase('list/state', 'open, closed or all', ['issues.create', 'issues.transition'], async (harness) => {
    const { issues } = harness.adapter;
    const [open, closed] = [await made(harness), await made(harness)];
    await issues.transition(closed.ref.id, 'done');
    await harness.settle?.();
    const found = async (query: ListIssuesQuery) => {
      const ids = idsOf(await all(issues.list(query)));
      return idsOf([open, closed]).filter((id) => ids.includes(id));
    };
    expectEqual(await found({ state: 'open' }), idsOf([open]), 'open issues');
    expectEqual(await found({ state: 'closed' }), idsOf([closed]), 'closed issues');
    expectEqual((await found({ state: 'all' })).length, 2, 'the number of all issues');
    expectEqual((await found({})).length, 2, 'the number of issues without a query');
  }),
  adapterCase('list/canonical', 'issues keep the canonical form', CREATES, async (harness) => {
    const { adapter } = harness;
    const [one, two] = labelsOf(harness);
    await made(harness, { labels: [two, one], body: 'A body.' });
    await harness.settle?.();
    for (const issue of await all(adapter.issues.list())) {
      const verdict = await issueSchema['~standard'].validate(issue);
      expectEqual(verdict.issues, undefined, `what is wrong with issue ${issue.ref.id}`);
      const { ref, parent, labels, assignees } = issue;
      expectEqual([ref.system, ref.workspace], [adapter.provider, adapter.workspace], 'system and workspace of a ref');
      if (parent) expectEqual(parent.system, adapter.provider, 'the system of a parent');
      for (const names of [labels, assignees]) {
        expectEqual(names, [...new Set(names)].sort(compareUtf8), `labels and assignees of issue ${ref.id}, sorted`);
      }
      expectTrue(ref.url === null || URL.canParse(ref.url), `the address of issue ${ref.id} is one`);
      expectUtc(issue.createdAt, `the creation of issue ${ref.id}`);
      expectUtc(issue.updatedAt, `the last change of issue ${ref.id}`);
    }
  }),
  adapterCase('list/raw', 'the tracker’s own object comes when it is asked for', CREATES, async (harness) => {
    const { issues } = harness.adapter;
    const { ref } = await made(harness);
    await harness.settle?.();
    const rawOf = async (query: ListIssuesQuery) =>
      (await all(issues.list(query))).find((issue) => issue.ref.id === ref.id)?.raw;
    expectEqual(await rawOf({}), null, 'raw in a listing that did not ask');
    expectEqual(await rawOf({ raw: false }), null, 'raw in a listing that asked for none');
    expectTrue(typeof (await rawOf({ raw: true })) === 'object', 'raw in a listing that asked is an object');
    expectTrue((await rawOf({ raw: true })) !== null, 'raw in a listing that asked is not null');
    expectEqual((await issues.get(ref.id)).raw, null, 'raw of a get that did not ask');
    expectTrue((await issues.get(ref.id, { raw: true })).raw !== null, 'raw of a get that asked is not null');
  }),
  adapterCase(
    'list/bad-query',
    'a query that breaks the contract is refused before anything is sent',
    [],
    async (harness) => {
      const { issues, traits } = harness.adapter;
      const queries = [...BAD_QUERIES, [{ pageSize: traits.maxPageSize + 1 }, 'pageSize'] as const];
      for (const [query, path] of queries) {
        await expectRefused(harness, () => issues.list(query).next(), path, `the query ${JSON.stringify(query)}`);
      }
    },
  ),
  adapterCase(
    'list/abort-between',
    'an abort between two pages ends the listing with its reason',
    CREATES,
    async (harness) => {
      await someIssues(harness, 3);
      const controller = new AbortController();
      const listing = harness.adapter.issues.list({ pageSize: 1 }, { signal: controller.signal });
      await listing.next();
      const reason = { why: 'enough' };
      controller.abort(reason);
      const caught = await listing.next().then(
        () => 'a page',
        (error: unknown) => error,
      );
      expectTrue(caught === reason, `expected the reason of the abort, found ${String(caught)}`);
    },
  ),
];
