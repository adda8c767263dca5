import { expect, test } from 'vitest';
import { createMemoryIssueStore } from '../../../src/stores/memory/issue-store.js';
import { aRef } from '../../../src/testing/fixtures/a-ref.js';
import { anIssue } from '../../../src/testing/fixtures/an-issue.js';
import { scribble } from '../../../src/testing/stores/assert.js';
import { range, readAll } from '../../../src/testing/stores/listing-cases.js';

function numbered(ordinal: number) {
  return anIssue({ ref: aRef({ id: String(ordinal).padStart(6, '0') }), links: [], customFields: {} });
}

test('a batch with an issue that can not be copied leaves the store as it was', async () => {
  const store = createMemoryIssueStore();
  await store.put(numbered(1));
  const odd = anIssue({ raw: () => 'a function' });
  await expect(store.putMany([numbered(2), odd, numbered(3)])).rejects.toThrow();
  expect((await store.list()).items).toEqual([numbered(1)]);
});

test('issues that were handed in with a common part do not share it in the store', async () => {
  const store = createMemoryIssueStore();
  const labels = ['common'];
  await store.putMany([anIssue({ ref: aRef({ id: '1' }), labels }), anIssue({ ref: aRef({ id: '2' }), labels })]);
  const { items } = await store.list();
  scribble(items[0]);
  expect(items[1]?.labels).toEqual(['common']);
});

test('getMany hands out a copy for each ref', async () => {
  const store = createMemoryIssueStore();
  await store.put(anIssue());
  const [one, two] = await store.getMany([aRef(), aRef()]);
  expect(one).toEqual(two);
  expect(one).not.toBe(two);
});

test('a refusal names the operation, the argument and the way out', async () => {
  const store = createMemoryIssueStore();
  await expect(store.list({ limit: 0 })).rejects.toMatchObject({
    code: 'invalid_input',
    context: { operation: 'issueStore.list', attempts: 0 },
    problems: [{ path: 'limit', message: 'must be an integer from 1 to 1000' }],
  });
  await expect(store.list({ cursor: 'garbage' })).rejects.toMatchObject({
    code: 'invalid_input',
    context: { operation: 'issueStore.list', attempts: 0 },
    problems: [{ path: 'cursor', message: expect.stringContaining('start without one') }],
  });
});

test('a filter cut out of an emoji finds nothing', async () => {
  const store = createMemoryIssueStore();
  await store.put(anIssue());
  expect(await store.list({ workspace: '\ud83d' })).toEqual({ items: [], cursor: null });
});

test('a big store is listed page by page while it is written to', async () => {
  const store = createMemoryIssueStore();
  // Odd numbers, in an order that is not the listing's.
  const ordinals = range(0, 3999).map((at) => ((at * 1999) % 4000) * 2 + 1);
  await store.putMany(ordinals.map(numbered));
  let added = 0;
  const found = await readAll(
    async (step) => {
      const page = await store.list(step);
      // One behind the cursor, which must come, and one that is gone before it would.
      const last = Number(page.items.at(-1)?.ref.id);
      await store.put(numbered(last + 1));
      await store.delete(numbered(last + 2).ref);
      added++;
      return page;
    },
    { limit: 100 },
  );
  const ids = found.map(({ ref }) => Number(ref.id));
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id % 2 === 0)).toHaveLength(added - 1);
  expect(ids.filter((id) => id % 2 === 1)).toHaveLength(4000 - (added - 1));
});
