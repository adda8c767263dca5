import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Issue } from '../../../src/contracts/issue.js';
import { issue, pullRequest } from './fixtures.js';
import { github, json, linked, stubGithub } from './stub.js';

// An Enterprise Server that counts pages, while others edit: GitHub's order, filter and links, over a list that changes.

const stub = stubGithub();
const BEGIN = Date.UTC(2026, 2, 1);
const at = (second: number) => `${new Date(BEGIN + second * 1000).toISOString().slice(0, 19)}Z`;

interface Story {
  /** Seconds of the last change, of issue 1, 2, 3 and so on; every seventh is a pull request. */
  readonly seconds: readonly number[];
  /** After each page, the issues edited before the next one is asked for. */
  readonly edits: readonly (readonly number[])[];
  readonly pageSize: number;
  /** Whether `since` includes its own second, which GitHub does not say. */
  readonly inclusive: boolean;
  /** Whether the server ignores `since`, as a stand-in in somebody's test may. */
  readonly ignoresSince?: boolean;
}

async function walk(
  { seconds, edits, pageSize, inclusive, ignoresSince }: Story,
  stopAfter = Number.POSITIVE_INFINITY,
) {
  const changed = new Map(seconds.map((second, index) => [index + 1, second]));
  let clock = 10_000;
  stub.requests.length = 0;
  stub.answer((request) => {
    const search = new URL(request.url).searchParams;
    const since = search.has('since') && !ignoresSince ? (Date.parse(search.get('since') ?? '') - BEGIN) / 1000 : -1;
    const size = Number(search.get('per_page'));
    const from = (Number(search.get('page') ?? 1) - 1) * size;
    const found = [...changed].filter(([, second]) => second > since || (inclusive && second === since));
    found.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
    const page = found.slice(from, from + size).map(([number, second]) => {
      const change = { updated_at: at(second) };
      return number % 7 === 0 ? { ...pullRequest(number), ...change } : issue(number, change);
    });
    if (from + size >= found.length) return json(page);
    search.set('page', String(from / size + 2));
    return linked(page, search.toString());
  });
  const read: Issue[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    // A caller that stops after some pages and goes on from the cursor, again and again.
    let here = 0;
    for await (const page of github().issues.list({ pageSize, ...(cursor !== null && { cursor }) })) {
      read.push(...page.items);
      cursor = page.cursor;
      // What changes after the last page is for the next listing.
      for (const number of (cursor !== null && edits[pages]) || [])
        if (changed.has(number)) changed.set(number, ++clock);
      pages += 1;
      if (++here >= stopAfter) break;
    }
  } while (cursor !== null);
  const last = new Map(read.map(({ ref, updatedAt }) => [ref.id, updatedAt]));
  return { changed, read, last, pages };
}

const story: fc.Arbitrary<Story> = fc.record({
  seconds: fc.array(fc.nat(40), { minLength: 1, maxLength: 60 }),
  edits: fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), { maxLength: 12 }),
  pageSize: fc.integer({ min: 2, max: 20 }),
  inclusive: fc.boolean(),
});

// Changes apart from each other, as people make them: a page never lies within one second.
const spread = (given: Story): Story => ({ ...given, seconds: given.seconds.map((_, index) => index * 2) });

it('passes no issue over when others are edited under the walk, nor one that is edited itself', async () => {
  await fc.assert(
    fc.asyncProperty(story.map(spread), fc.integer({ min: 1, max: 5 }), async (given, stopAfter) => {
      const { changed, last } = await walk(given, stopAfter);
      for (const [number, second] of changed) {
        if (number % 7 !== 0) expect([number, last.get(String(number))]).toEqual([number, at(second)]);
      }
    }),
    { numRuns: 80 },
  );
});

it('reads a list that stands still once, each issue once, however many share a second', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (given) => {
      const { changed, read } = await walk({ ...given, edits: [] });
      const issues = [...changed.keys()].filter((number) => number % 7 !== 0);
      expect(read.map(({ ref }) => Number(ref.id)).sort((a, b) => a - b)).toEqual(issues);
    }),
    { numRuns: 80 },
  );
});

it('passes none over that shares a second with others, for a caller who stops after a page and goes on', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.integer({ min: 1, max: 3 }), async (given, stopAfter) => {
      const { changed, last } = await walk({ ...given, edits: [] }, stopAfter);
      const issues = [...changed.keys()].filter((number) => number % 7 !== 0);
      expect([...last.keys()].map(Number).sort((a, b) => a - b)).toEqual(issues);
    }),
    { numRuns: 150 },
  );
});

it('asks for little twice where changes are apart, and ends where they are not', async () => {
  const apart = await walk({
    seconds: Array.from({ length: 60 }, (_, n) => n * 2),
    edits: [],
    pageSize: 10,
    inclusive: true,
  });
  // One issue of each page is read again: 60 issues are 7 pages of 10.
  expect(apart.pages).toBe(7);
  const together = await walk({ seconds: Array(60).fill(5), edits: [], pageSize: 10, inclusive: true });
  // Within one second there are only the numbers.
  expect(together.pages).toBe(6);
});

it('reads each issue once, in one request more, from a server that ignores the time', async () => {
  const seconds = Array.from({ length: 60 }, (_, n) => n * 2);
  const { read, pages } = await walk({ seconds, edits: [], pageSize: 10, inclusive: true, ignoresSince: true });
  expect(new Set(read.map(({ ref }) => ref.id)).size).toBe(read.length);
  expect([read.length, pages]).toEqual([52, 7]);
});

it('goes on behind an empty page, and brings a change of the same second', async () => {
  const time = { updated_at: at(0) };
  const one = [issue(1, { updated_at: at(-9) }), issue(2, time)];
  const edited = issue(2, { ...time, state: 'closed' });
  const pages = [linked(one, 'page=2'), linked([], 'page=3'), json([edited])];
  stub.answer((_, nth) => pages[nth - 1] ?? json([]));
  const states: string[] = [];
  for await (const { items } of github().issues.list()) {
    states.push(...items.map(({ ref, statusName }) => `${ref.id} ${statusName}`));
  }
  expect(states).toEqual(['1 open', '2 open', '2 closed']);
});
