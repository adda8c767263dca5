import { describe, expect, it } from 'vitest';
import { arrayOf, shapeOf } from '../../../src/contracts/adapter/shape-of.js';
import { check } from '../../../src/contracts/problems.js';
import type { Schema } from '../../../src/contracts/schema.js';

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

interface Label {
  readonly name: string;
}
interface WireIssue {
  readonly id: string;
  readonly body: string | null;
  readonly labels: Label[];
  readonly project: { readonly key: string };
}

const wireIssue = shapeOf<WireIssue>({
  id: isText,
  body: isTextOrNull,
  labels: arrayOf(shapeOf<Label>({ name: isText })),
  project: shapeOf<{ key: string }>({ key: isText }),
});
const issue = { id: '1', body: null, labels: [{ name: 'a' }], project: { key: 'P' }, more: 1 };

const problems = (schema: Schema, value: unknown) => {
  const checked = check(schema, value);
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('a shape', () => {
  it('lets the value through as it is, members that are not read included', () => {
    const checked = check(wireIssue, issue);
    expect(checked.ok && checked.value).toBe(issue);
    expect(problems(arrayOf(wireIssue), [issue, issue])).toEqual([]);
  });

  it('names what is wrong by its path, in lists and in other shapes too', () => {
    const wrong = { id: 7, labels: [{ name: 'a' }, { name: null }, 'b'], project: null };
    const expected = [
      'id: is missing, or of another type',
      'body: is missing, or of another type',
      'labels[1].name: is missing, or of another type',
      'labels[2]: expected object',
      'project: expected object',
    ];
    expect(problems(wireIssue, wrong)).toEqual(expected);
    const listed = expected.map((text) => `[1].${text}`);
    expect(problems(arrayOf(wireIssue), [issue, wrong])).toEqual(listed);
  });

  it.each([null, undefined, 'text', 7, [], [issue]])('is none of %j', (value) => {
    expect(problems(wireIssue, value)).toEqual([': expected object']);
  });

  it('of a list is none of anything else', () => {
    for (const value of [issue, null, undefined, 'text']) {
      expect(problems(arrayOf(wireIssue), value)).toEqual([': expected array']);
    }
  });
});
