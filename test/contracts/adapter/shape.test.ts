import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as shape from '../../../src/contracts/adapter/shape.js';
import { check } from '../../../src/contracts/problems.js';

const { answer, flag, list, maybe, number, object, oneOf, record, text, time, whole } = shape;

const wireIssue = object({
  id: whole,
  body: maybe(text),
  labels: list(object({ name: text })),
  project: object({ key: text }),
  state: oneOf('open', 'closed'),
});
const issue = { id: 1, body: null, labels: [{ name: 'a' }], project: { key: 'P' }, state: 'open', more: 1 };

const problems = (of: shape.Shape<unknown>, value: unknown) => {
  const checked = check(answer(of), value);
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('a shape', () => {
  it('lets the value through as it is, members that are not read included', () => {
    const checked = check(answer(wireIssue), issue);
    expect(checked.ok && checked.value).toBe(issue);
    expect(problems(list(wireIssue), [issue, issue])).toEqual([]);
  });

  it('names everything that is wrong by its path, in lists and in other shapes too', () => {
    const wrong = { id: 0.5, body: 7, labels: [{ name: 'a' }, { name: null }, 'b'], project: null, state: 'gone' };
    const expected = [
      'id: expected whole number',
      'body: expected string',
      'labels[1].name: expected string',
      'labels[2]: expected object',
      'project: expected object',
      'state: expected one of open, closed',
    ];
    expect(problems(wireIssue, wrong)).toEqual(expected);
    const listed = expected.map((line) => `[1].${line}`);
    expect(problems(list(wireIssue), [issue, wrong])).toEqual(listed);
    expect(problems(record(flag), { a: true, b: 1 })).toEqual(['b: expected boolean']);
  });

  it('names twenty places and no more', () => {
    expect(problems(list(text), Array.from({ length: 1000 }))).toHaveLength(20);
  });

  it.each([null, undefined, 'text', 7, [], [issue]])('of an object is none of %j', (value) => {
    expect(problems(wireIssue, value)).toEqual([': expected object']);
    expect(problems(record(text), value)).toEqual([': expected object']);
  });

  it('of a list is none of anything else, and a hole is no entry', () => {
    for (const value of [issue, null, undefined, 'text']) {
      expect(problems(list(wireIssue), value)).toEqual([': expected array']);
    }
    const holed: unknown[] = ['a'];
    holed[2] = 'c';
    expect(problems(list(text), holed)).toEqual(['[1]: expected string']);
  });

  it.each([
    [number, [0, -1.5], [Number.NaN, '1']],
    [whole, [0, -7], [0.5, 2 ** 53]],
    [time, ['2026-03-10T09:30:00Z'], ['2026-03-10', '2026-02-30T00:00:00Z', 0]],
    [maybe(text), [null, undefined, ''], [0, {}]],
  ])('tells apart %#', (leaf: shape.Shape<unknown>, right, wrong) => {
    for (const value of right) expect(leaf(value)).toBe(true);
    for (const value of wrong) expect(leaf(value)).toBe(false);
  });

  it('complains exactly where it does not fit', () => {
    const odd = fc.oneof(fc.constant(issue), fc.anything(), fc.array(fc.record({ name: fc.anything() })));
    const almost = fc.record({ id: odd, body: odd, labels: odd, project: odd, state: odd }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(odd, almost), (value) => {
        const complaints: string[] = [];
        const fits = wireIssue(value, (expected) => complaints.push(expected));
        expect(fits).toBe(wireIssue(value));
        expect(complaints.length === 0).toBe(fits);
      }),
    );
  });
});
