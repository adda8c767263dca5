import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as kit from '../../src/adapter-kit/index.js';
import { parsePage, words } from './markdown.js';

const page = parsePage('docs/write-an-adapter.md');
const EXAMPLE = readFileSync('examples/adapter-in-250-lines/toy-adapter.ts', 'utf8');

test('the page is the example, part by part, and nothing of it is left out', () => {
  const parts = page.fences.filter(({ comment }) => comment.startsWith('a part of examples/adapter-in-250-lines/'));
  const withoutBlanks = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  expect(withoutBlanks(parts.map(({ text }) => text).join('\n'))).toEqual(withoutBlanks(EXAMPLE));
});

test('the example has at most 250 lines and two imports', () => {
  expect(EXAMPLE.trimEnd().split('\n').length).toBeLessThanOrEqual(250);
  const imported = [...EXAMPLE.matchAll(/from '([^']+)'/g)].map(([, specifier]) => specifier);
  expect(imported).toEqual(['@spec-kitty/tracker', '@spec-kitty/tracker/adapter-kit']);
});

test('the page names everything in the kit, and nothing else', () => {
  const table = page.tables.find(({ headings }) => headings.includes('What is in the kit'));
  const named = table?.rows.flatMap(([, names = '']) => words(names)).filter((word) => /^\w+$/.test(word));
  const values = Object.keys(kit);
  expect(named?.filter((name) => name !== 'FormData').toSorted()).toEqual(values.toSorted());
});
