import fc from 'fast-check';
import { decodeTime } from 'ulid';
import { expect, test } from 'vitest';
import { createReceiptId } from '../../src/ingest/receipt-id.js';

test('a receipt id is a ULID of its moment', () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(time, chance, (ms, value) => {
      const id = createReceiptId({ now: () => ms, random: () => value });
      expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(decodeTime(id)).toBe(ms);
    }),
  );
});
