import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/contracts/page.js';
import { createCursorCodec } from '../../src/digest/cursor.js';
import { type ServerPage, walkPages } from '../../src/http/walk-pages.js';
import { failureOf } from './failure-of.js';

const details = { context: { operation: 'issues.list', provider: 'acme', attempts: 1 } };
const cursors = createCursorCodec('all');

function walk(pages: Readonly<Record<string, ServerPage<number>>>, first = '0') {
  const asked: string[] = [];
  const read = async (position: string) => {
    asked.push(position);
    return pages[position] ?? { items: [], next: null };
  };
  return { asked, walked: walkPages({ first, read, seal: cursors.seal, details }) };
}

async function all<Item>(walked: AsyncGenerator<Page<Item>>): Promise<Page<Item>[]> {
  const pages: Page<Item>[] = [];
  for await (const page of walked) pages.push(page);
  return pages;
}

/** Pages of these sizes, one behind the other. */
function listing(sizes: readonly number[]): Record<string, ServerPage<number>> {
  let at = 0;
  const pages = sizes.map((size, page) => ({
    items: Array.from({ length: size }, () => at++),
    next: page + 1 < sizes.length ? String(page + 1) : null,
  }));
  return Object.fromEntries(pages.map((page, position) => [String(position), page]));
}

describe('a walk', () => {
  it('brings every page in order, empty ones too, and goes on from any cursor', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }), async (sizes) => {
        const server = listing(sizes);
        const pages = await all(walk(server).walked);
        expect(pages.map(({ items }) => items)).toEqual(Object.values(server).map(({ items }) => items));
        expect(pages.map(({ cursor }) => cursor === null)).toEqual(sizes.map((_, at) => at === sizes.length - 1));
        for (const [at, { cursor }] of pages.entries()) {
          if (cursor === null) continue;
          const rest = await all(walk(server, cursors.open(cursor, 'issues.list')).walked);
          expect(rest).toEqual(pages.slice(at + 1));
        }
      }),
    );
  });

  it('reads a page when it is asked for, and none after its caller has left', async () => {
    const { asked, walked } = walk(listing([1, 1, 1]));
    expect(asked).toEqual([]);
    await walked.next();
    expect(asked).toEqual(['0']);
    await walked.return();
    expect(asked).toEqual(['0']);
  });

  it('ends with what reading a page fails with', async () => {
    const reason = new Error('down');
    const walked = walkPages({ first: '0', read: () => Promise.reject(reason), seal: String, details });
    await expect(walked.next()).rejects.toBe(reason);
  });
});

describe('a listing that does not end', () => {
  it.each([
    ['to itself', { 0: { items: [1], next: '0' } }, 1],
    [
      'to an earlier page',
      { 0: { items: [1], next: '1' }, 1: { items: [2], next: '2' }, 2: { items: [3], next: '1' } },
      3,
    ],
  ])('is a ContractError where a page leads back %s', async (_, pages, reads) => {
    const { asked, walked } = walk(pages);
    const error = await failureOf(all(walked), 'contract');
    expect(error.message).toBe('acme issues.list: the next page is one that was read already');
    expect(error).toMatchObject({ retryable: false, context: details.context });
    expect(asked).toHaveLength(reads);
  });

  it('is a ContractError where pages stay empty', async () => {
    let reads = 0;
    const read = async () => ({ items: [], next: String(++reads) });
    const error = await failureOf(all(walkPages({ first: '0', read, seal: String, details })), 'contract');
    expect(error.message).toContain('empty pages in a row, and no end');
    expect(reads).toBe(1001);
  });

  it.each([
    ['the same page comes', [[{ id: '7' }, { id: '8' }]], 21],
    ['two pages take turns', [[{ ref: { id: '7' } }], [{ ref: { id: '8' } }]], 22],
  ])('is a ContractError where %s again and again under new tokens', async (_, contents, expected) => {
    let reads = 0;
    const read = async () => ({ items: contents[reads % contents.length] ?? [], next: String(++reads) });
    const error = await failureOf(all(walkPages<object>({ first: '0', read, seal: String, details })), 'contract');
    expect(error.message).toBe('acme issues.list: the same pages came again and again, and no end');
    expect(reads).toBe(expected);
  });

  it.each([
    ['the same entry, changed each time', (at: number) => ({ id: '7', updatedAt: String(at) })],
    ['entries without an id', () => ({ name: 'same' })],
    ['pages that end alike', (at: number) => at],
  ])('may have %s', async (_, itemAt) => {
    let reads = 0;
    const read = async () => ({ items: [itemAt(reads), itemAt(0)], next: reads++ < 60 ? String(reads) : null });
    expect(await all(walkPages<unknown>({ first: '0', read, seal: String, details }))).toHaveLength(61);
  });

  it('may have many empty pages as long as something comes in between', async () => {
    const server = listing(Array.from({ length: 2500 }, (_, at) => (at % 900 === 899 ? 1 : 0)));
    expect((await all(walk(server).walked)).flatMap(({ items }) => items)).toEqual([0, 1]);
  });
});
