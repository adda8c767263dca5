import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/http/retry-after.js';

const NOW = Date.parse('1994-11-06T08:49:07Z');

test.each([
  ['0', 0],
  ['30', 30_000],
  ['0.5', 500],
  ['0.0001', 1],
  ['9'.repeat(40), 9e15],
  ['9'.repeat(400), 9e15],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
  ['Sun Nov  6 08:49:37 1994', 30_000],
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
])('%j is %d ms', (header, ms) => {
  expect(parseRetryAfter(header, NOW)).toBe(ms);
});

test.each([null, '', '-5', '1e3', '0x10', '1, 2', 'soon', 'Sun', '2026-03-10T09:00:00Z', 'Infinity'])(
  '%j is no wait',
  (header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  },
);

test('any text gives a wait of 0 or more, or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.date().map(String), fc.double().map(String)), fc.nat(), (header, now) => {
      const ms = parseRetryAfter(header, now);
      expect(ms === undefined || (Number.isFinite(ms) && ms >= 0)).toBe(true);
    }),
  );
});
