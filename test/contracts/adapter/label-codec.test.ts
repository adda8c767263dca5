import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLabelCodec } from '../../../src/contracts/adapter/label-codec.js';
import { runs } from '../../support/runs.js';

const spaces = createLabelCodec('\\s');
const commas = createLabelCodec(',');

// Much of what codecs stumble over, and anything else.
const label = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '%',
        '2',
        '0',
        'C',
        'F',
        ' ',
        ',',
        '\ufeff',
        '\u00a0',
        '\u3000',
        '\t',
        'ä',
        '😀',
        '%20',
        '%25',
        '%EF',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('a label codec', () => {
  it.each([
    ['needs review', 'needs%20review'],
    ['50%20off', '50%2520off'],
    ['100%', '100%'],
    ['a\u00a0b', 'a%C2%A0b'],
    ['\ufeffa', '%EF%BB%BFa'],
    ['plain', 'plain'],
  ])('writes %j as %j', (plain, encoded) => {
    expect(spaces.encode(plain)).toBe(encoded);
    expect(spaces.decode(encoded)).toBe(plain);
  });

  it('gives back every label, and sends no forbidden character', () => {
    fc.assert(
      fc.property(label, (plain) => {
        expect(spaces.encode(plain)).not.toMatch(/\s/);
        expect(commas.encode(plain)).not.toContain(',');
        for (const { decode, encode } of [spaces, commas]) expect(decode(encode(plain))).toBe(plain);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('never takes two labels for one', () => {
    fc.assert(
      fc.property(label, label, (one, other) => {
        expect(spaces.encode(one) === spaces.encode(other)).toBe(one === other);
      }),
    );
  });

  it.each(['50%', '%zz', '%ff', '%FF', '%2', '%41', 'a%2Cb', 'a%C2b', '%E2%82%AC'])(
    'leaves %j, which people gave, as it is',
    (theirs) => {
      expect(spaces.decode(theirs)).toBe(theirs);
      expect(spaces.encode(theirs)).toBe(theirs);
    },
  );
});
