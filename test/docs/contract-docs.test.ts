import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STATUS_OF_CODE } from '../../src/ingest/refusal.js';
import { authFences, authTables } from './check-auth.js';
import { batchFences, batchTables } from './check-batch.js';
import { conventionFences, conventionTables } from './check-conventions.js';
import { checkSections, eventFences, eventTables } from './check-events.js';
import { sequenceTables } from './check-sequences.js';
import { snapshotFences, snapshotTables } from './check-snapshot.js';
import { type FenceChecks, fenceMarked, markOf, type TableChecks, tableMarked } from './checks.js';
import { type Page, parsePage, plain } from './markdown.js';

const TABLES: TableChecks = {
  ...conventionTables,
  ...snapshotTables,
  ...sequenceTables,
  ...eventTables,
  ...batchTables,
  ...authTables,
};
const FENCES: FenceChecks = { ...conventionFences, ...snapshotFences, ...eventFences, ...batchFences, ...authFences };

const pages = globSync('docs/contract/*.md')
  .sort()
  .map((path) => parsePage(path));
const pageAt = (name: string): Page => pages.find(({ path }) => path.endsWith(name)) ?? expect.unreachable(name);

describe.each(pages)('$path', (page) => {
  for (const table of page.tables) {
    const mark = markOf(table);
    if (mark !== undefined)
      test(`line ${table.line}: ${mark}`, () => TABLES[mark]?.(table, page) ?? hasCheck(mark, TABLES));
  }
  for (const fence of page.fences) {
    const mark = markOf(fence);
    if (mark !== undefined)
      test(`line ${fence.line}: ${mark}`, () => FENCES[mark]?.(fence, page) ?? hasCheck(mark, FENCES));
  }

  test('every block of JSON is held to the code', () => {
    const json = page.fences.filter(({ language }) => language === 'json');
    expect(json.filter((fence) => markOf(fence) === undefined).map(({ line }) => line)).toEqual([]);
    for (const { text } of json) expect(() => JSON.parse(text) as unknown).not.toThrow();
  });
});

function hasCheck(mark: string, checks: object): void {
  expect(Object.keys(checks)).toContain(mark);
}

test('nothing that is checked is missing from the pages', () => {
  const marks = (kind: 'tables' | 'fences') => new Set(pages.flatMap((page) => page[kind].map(markOf)));
  expect(Object.keys(TABLES).filter((mark) => !marks('tables').has(mark))).toEqual([]);
  expect(Object.keys(FENCES).filter((mark) => !marks('fences').has(mark))).toEqual([]);
});

test('every digest and key on the pages is one that is recomputed', () => {
  const page = pageAt('snapshot-publish.md');
  const digestsIn = (text: string) => text.match(/\b[0-9a-f]{64}\b/g) ?? [];
  const recomputed = [
    ...digestsIn(fenceMarked(page, 'contract-keys').text),
    ...tableMarked(page, 'example-keys').rows.flatMap((row) => digestsIn(row.join(' '))),
  ];
  expect(recomputed.length).toBe(8);
  for (const { path } of pages)
    expect(recomputed, path).toEqual(expect.arrayContaining(digestsIn(readFileSync(path, 'utf8'))));
});

test('each code of a refusal stands in one table', () => {
  const codes = pages.flatMap(({ tables }) =>
    tables
      .filter((table) => markOf(table) === 'error-codes')
      .flatMap(({ rows }) => rows.map(([, code = '']) => plain(code))),
  );
  expect(codes.sort()).toEqual(Object.keys(STATUS_OF_CODE).sort());
});

test('each event type has its section', () => checkSections(pageAt('event-envelope.md')));

test('the heading that the code refers to is there', () => {
  expect(pageAt('snapshot-publish.md').headings).toContain('Which key a publish uses');
});
