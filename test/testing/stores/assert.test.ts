import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.js';
import {
  expectDefined,
  expectEqual,
  expectInvalidInput,
  expectTrue,
  scribble,
} from '../../../src/testing/stores/assert.js';

describe('expectEqual', () => {
  test('plain data equals its copy, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expectEqual(value, structuredClone(value), 'copy');
        const shuffled: unknown = JSON.parse(JSON.stringify(value), (_, inner) =>
          inner !== null && typeof inner === 'object' && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).toReversed())
            : inner,
        );
        expectEqual(shuffled, JSON.parse(JSON.stringify(value)), 'shuffled');
      }),
    );
  });

  test.for([
    [{ a: 1 }, { a: 2 }, 'it: expected {"a":2}, found {"a":1} (they differ at a)'],
    [{ a: [{ b: null }] }, { a: [{ b: '' }] }, 'they differ at a.0.b'],
    [{ a: undefined }, {}, 'they differ at a'],
    [[1], [1, 2], 'they differ at 1'],
    [[], {}, 'it: expected {}, found []'],
    [undefined, null, 'it: expected null, found undefined'],
    [{ items: ['x'.repeat(500)] }, { items: [] }, '…'],
  ] as const)('%j is not %j', ([actual, expected, text]) => {
    expect(() => expectEqual(actual, expected, 'it')).toThrow(text);
  });
});

test('expectTrue and expectDefined name what is missing', () => {
  expectTrue(true, 'fine');
  expect(() => expectTrue(false, 'a page has at most 2 items')).toThrow('a page has at most 2 items');
  expect(expectDefined(0, 'a version')).toBe(0);
  expect(() => expectDefined(undefined, 'a version')).toThrow('a version: expected a value, found undefined');
});

test('expectInvalidInput wants that error and no other', async () => {
  const refused = new InvalidInputError([], { context: { operation: 'list', attempts: 0 } });
  await expectInvalidInput(() => Promise.reject(refused), 'it');
  await expectInvalidInput(() => {
    throw refused;
  }, 'it');
  const other = expectInvalidInput(() => Promise.reject(new TypeError('no')), 'the limit 0');
  await expect(other).rejects.toThrow('the limit 0: expected an InvalidInputError, but it rejected with TypeError: no');
  const none = expectInvalidInput(() => Promise.resolve([]), 'the limit 0');
  await expect(none).rejects.toThrow('but it resolved to []');
});

test('scribble changes everything that can be changed and lets frozen things be', () => {
  const value = { a: 1, b: ['x', { c: null }], d: Object.freeze({ e: 2 }) };
  scribble(value);
  expect(value).toEqual({ a: 'scribbled', b: ['scribbled', { c: 'scribbled' }], d: { e: 2 } });
  scribble(undefined);
});
