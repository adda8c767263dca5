import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Issue } from '../../../src/contracts/issue.js';
import { scene } from './scene.js';

// A server before 18.3, which counts pages, while others edit.

const BEGIN = Date.UTC(2026, 2, 1) * 1000;

interface Story {
  /** When issue 1, 2, 3 and so on last changed, in microseconds. */
  readonly micros: readonly number[];
  /** After each page, the issues edited before the next one is asked for. */
  readonly edits: readonly (readonly number[])[];
  readonly pageSize: number;
}

async function walk({ micros, edits, pageSize }: Story, stopAfter = Number.POSITIVE_INFINITY, keyset = false) {
  const { gitlab, server } = scene({}, { keyset });
  for (const updated of micros) server.seed({}, { updated: BEGIN + updated });
  const read: Issue[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    // A caller that stops after some pages and goes on from the cursor, again and again.
    let here = 0;
    for await (const page of gitlab.issues.list({ pageSize, ...(cursor !== null && { cursor }) })) {
      read.push(...page.items);
      cursor = page.cursor;
      // What changes after the last page is for the next listing.
      for (const iid of (cursor !== null && edits[pages]) || []) server.touch(iid);
      pages += 1;
      if (++here >= stopAfter) break;
    }
  } while (cursor !== null);
  const last = new Map(read.map(({ ref, updatedAt }) => [ref.id, Date.parse(updatedAt ?? '')]));
  return { issues: server.issues, read, last, pages };
}

const story: fc.Arbitrary<Story> = fc.record({
  micros: fc.array(fc.nat(20_000), { minLength: 1, maxLength: 60 }),
  edits: fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), { maxLength: 12 }),
  pageSize: fc.integer({ min: 2, max: 20 }),
});

// Changes apart from each other, as people make them: a page never lies within a millisecond or two.
const spread = (given: Story): Story => ({ ...given, micros: given.micros.map((_, at) => at * 2_300) });

it.each([false, true])('passes no issue over when others are edited under the walk (keyset: %s)', async (keyset) => {
  await fc.assert(
    fc.asyncProperty(story.map(spread), fc.integer({ min: 1, max: 5 }), async (given, stopAfter) => {
      const { issues, last } = await walk(given, stopAfter, keyset);
      for (const [iid, { updated }] of issues) {
        expect([iid, last.get(String(iid))]).toEqual([iid, Math.floor(updated / 1000)]);
      }
    }),
    { numRuns: 100 },
  );
});

it.each([false, true])(
  'reads a list that stands still once, however many share a moment (keyset: %s)',
  async (keyset) => {
    await fc.assert(
      fc.asyncProperty(story, async (given) => {
        const { issues, read } = await walk({ ...given, edits: [] }, Number.POSITIVE_INFINITY, keyset);
        const ids = read.map(({ ref }) => Number(ref.id)).sort((a, b) => a - b);
        expect(ids).toEqual([...issues.keys()]);
      }),
      { numRuns: 100 },
    );
  },
);

it('asks for little twice where changes are apart, and ends where they are not', async () => {
  const apart = await walk({ micros: Array.from({ length: 60 }, (_, n) => n * 2_000), edits: [], pageSize: 10 });
  // One issue of each page is read again: 60 issues are 7 pages of 10.
  expect(apart.pages).toBe(7);
  const together = await walk({ micros: Array(60).fill(5), edits: [], pageSize: 10 });
  // Within one millisecond there are only the numbers.
  expect(together.pages).toBe(6);
});
