import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { issueSchema } from '../../src/contracts/issue.js';
import { zListOf } from '../../src/contracts/list-of.js';
import { check } from '../../src/contracts/problems.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';

test('a list names each wrong entry and what is wrong inside it', () => {
  const zList = zListOf(z.strictObject({ a: z.string() }));
  expect(check(zList, [{ a: 'x' }])).toEqual({ ok: true, value: [{ a: 'x' }] });
  const checked = check(zList, [{ a: 'x' }, { a: 1 }, 'b', { a: 'x', c: 1 }]);
  expect(!checked.ok && checked.problems).toEqual([
    { path: '[1].a', message: 'expected string' },
    { path: '[2]', message: 'expected object' },
    { path: '[3].c', message: 'is not a known key; remove it' },
  ]);
});

test('a hole is a wrong entry, and what is no list is none', () => {
  const zList = zListOf(z.string());
  const checked = [new Array(1), 'a', { length: 0 }, null].map((value) => check(zList, value));
  expect(checked.map((one) => !one.ok && one.problems[0])).toEqual([
    { path: '[0]', message: 'expected string' },
    ...Array(3).fill({ path: '', message: 'expected array' }),
  ]);
});

test('a list that the schema refuses although the quick test does not know it is judged by the schema', () => {
  expect(check(zListOf(z.union([z.string(), z.number()])), ['a', 1]).ok).toBe(true);
});

test('of many wrong entries the first few are described', () => {
  const checked = check(zListOf(z.string()), Array(100_000).fill(0));
  expect(!checked.ok && checked.problems).toHaveLength(20);
});

test('is what an issue is checked by, nested paths included', async () => {
  const odd = { ...anIssue(), labels: ['a', 1], links: [{ type: 'blocks', target: { system: '' } }] };
  const result = await issueSchema['~standard'].validate(odd);
  const paths = (result.issues ?? []).map(({ path }) => path?.join('.'));
  expect(paths).toEqual(expect.arrayContaining(['labels.1', 'links.0.target.system', 'links.0.target.id']));
});
