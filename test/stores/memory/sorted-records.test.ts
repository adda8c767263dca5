import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSortedRecords } from '../../../src/stores/memory/sorted-records.js';
import { runs } from '../../support/runs.js';

interface Entry {
  readonly key: string;
  readonly note: number;
}

type Step =
  | { readonly act: 'set'; readonly keys: readonly string[] }
  | { readonly act: 'delete'; readonly keys: readonly string[] }
  | { readonly act: 'read'; readonly from: string | undefined };

// Few keys, so that steps meet; with a pair that UTF-16 and UTF-8 order differently.
const key = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789', '\uff5e', '\u{1f600}', '\u{1f600}a', '');
const keys = fc.array(key, { maxLength: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('set' as const), keys }),
  fc.record({ act: fc.constant('set' as const), keys: fc.array(key, { minLength: 1, maxLength: 1 }) }),
  fc.record({ act: fc.constant('delete' as const), keys: fc.array(key, { maxLength: 5 }) }),
  fc.record({ act: fc.constant('read' as const), from: fc.option(key, { nil: undefined }) }),
);

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test('reads like a map that is sorted anew each time', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: '+1' }), (steps) => {
      const records = createSortedRecords<Entry>((entry) => [entry.key]);
      const model = new Map<string, Entry>();
      let note = 0;
      for (const { act, ...rest } of steps) {
        if ('keys' in rest) {
          for (const each of rest.keys) {
            const entry = { key: each, note: note++ };
            if (act === 'set') {
              records.set(each, entry);
              model.set(each, entry);
            } else {
              records.delete(each);
              model.delete(each);
            }
            expect(records.get(each)).toBe(model.get(each));
          }
          continue;
        }
        const { from } = rest;
        const found = [...records.after(from === undefined ? undefined : [from])].map(({ value }) => value);
        const expected = [...model.values()]
          .filter((entry) => from === undefined || byBytes(entry.key, from) > 0)
          .toSorted((a, b) => byBytes(a.key, b.key));
        expect(found).toEqual(expected);
      }
    }),
    { numRuns: runs(200) },
  );
});

test('a key that is set again keeps its place', () => {
  let arrivals = 0;
  const records = createSortedRecords<string>(() => [String(arrivals++)]);
  for (const each of ['b', 'a', 'b']) records.set(each, each);
  expect([...records.after()].map(({ value }) => value)).toEqual(['b', 'a']);
  records.set('b', 'later');
  expect([...records.after()].map(({ value }) => value)).toEqual(['later', 'a']);
});
