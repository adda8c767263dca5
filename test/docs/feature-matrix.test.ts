import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adapterFolders, MATRIX_PAGE, renderMatrix, withMatrix } from '../../scripts/feature-matrix.ts';
import type { TrackerAdapter } from '../../src/contracts/adapter/tracker-adapter.js';
import { createFakeAdapter } from '../../src/testing/adapters/fake-adapter.js';
import { createFakeTracker } from '../../src/testing/adapters/fake-tracker.js';
import { PROVIDER_FOLDERS } from '../adapters/subjects.js';

const whole = createFakeAdapter(createFakeTracker());

test('the page shows every adapter as it is; node scripts/feature-matrix.ts writes it', () => {
  const known = adapterFolders();
  const found = [...PROVIDER_FOLDERS].filter(([folder]) => known.includes(folder));
  const adapters = new Map(found.map(([folder, { createSubject }]) => [folder, createSubject().create()]));
  const page = readFileSync(MATRIX_PAGE, 'utf8');
  expect(page).toBe(withMatrix(page, renderMatrix(adapters, whole)));
});

test('every adapter has a page', () => {
  for (const folder of adapterFolders()) expect(existsSync(`docs/adapters/${folder}.md`), folder).toBe(true);
});

describe('the matrix', () => {
  const { backlinks: _, ...rest } = whole;
  const { delete: __, ...issues } = whole.issues;
  const some: TrackerAdapter = {
    ...rest,
    issues,
    traits: { ...whole.traits, updatedSinceStepMs: 1000, indexLagMs: 60_000, createIsIdempotent: true },
  };
  const lines = renderMatrix(
    new Map([
      ['zebra', some],
      ['ant', whole],
    ]),
    whole,
  ).split('\n');
  const row = (name: string) => lines.find((line) => line.startsWith(`| ${name}`));

  test('has the trackers side by side, by name', () => {
    expect(lines[0]).toBe('|  | ant | zebra |');
    expect(lines[1]).toBe('|---|:-:|:-:|');
    expect(new Set(lines.map((line) => line.split('|').length))).toEqual(new Set([5]));
  });

  test('is read off presence and traits', () => {
    expect(row('`issues.delete`')).toBe('| `issues.delete` | ✓ | – |');
    expect(row('`backlinks.upsert`')).toBe('| `backlinks.upsert` | ✓ | – |');
    expect(row('`issues.create`')).toBe('| `issues.create` | ✓ | ✓ |');
    expect(row('`limits`')).toBe('| `limits` | ✓ | ✓ |');
    expect(row('`updatedSince`')).toBe('| `updatedSince` is as fine as | 1 ms | 1 s |');
    expect(row('changes show')).toBe('| changes show in listings after | none | 60 s |');
    expect(row('a create can')).toBe('| a create can be repeated by its key | – | yes |');
  });

  test('has its place on the page', () => {
    expect(() => withMatrix('# Adapters', 'x')).toThrow('has no place');
  });
});
