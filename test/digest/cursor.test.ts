import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursorCodec } from '../../src/digest/cursor.js';
import { isTrackerError } from '../../src/errors/is-tracker-error.js';
import { runs } from '../support/runs.js';

const codec = createCursorCodec({ state: 'all', labels: ['bug'], pageSize: 100 });
const text = fc.string({ unit: 'grapheme' });

function refusal(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (isTrackerError(error, 'invalid_input')) return error;
    throw error;
  }
  return undefined;
}

describe('a cursor', () => {
  it('gives back its position, whatever that is', () => {
    fc.assert(
      fc.property(text, (position) => {
        const cursor = codec.seal(position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(codec.open(cursor, 'issues.list')).toBe(position);
      }),
    );
    expect(codec.open(codec.seal('\ufeffpage=2'), 'issues.list')).toBe('\ufeffpage=2');
  });

  it('is the same for the same query, however its members are ordered', () => {
    const again = createCursorCodec({ pageSize: 100, labels: ['bug'], state: 'all' });
    expect(again.open(codec.seal('page=2'), 'issues.list')).toBe('page=2');
  });

  it('is refused by every other query, with the reason', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), text, (one, other, position) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other) && !Object.is(one, -0) && !Object.is(other, -0));
        let sealed: string;
        let opener: ReturnType<typeof createCursorCodec>;
        try {
          sealed = createCursorCodec(one).seal(position);
          opener = createCursorCodec(other);
        } catch {
          return; // no canonical form: a lone surrogate
        }
        const error = refusal(() => opener.open(sealed, 'issues.list', 'github'));
        // Two different texts may be one value: `{"a":1,"b":2}` and `{"b":2,"a":1}`.
        if (error === undefined) return expect(one).toEqual(other);
        expect(error.problems).toEqual([{ path: 'cursor', message: expect.stringContaining('another query') }]);
        expect(error.context).toEqual({ operation: 'issues.list', provider: 'github', attempts: 0 });
      }),
    );
  });

  it('is refused when it was cut, lengthened or altered', () => {
    const position = 'state=all&after=Y3Vyc29yOnYyOpLPAAABl&page=2';
    const whole = codec.seal(position);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.constantFrom(...'AZaz09-_'), (at, unit) => {
        const altered = whole.slice(0, at) + unit + whole.slice(at + 1);
        for (const damaged of [altered, whole.slice(0, at), `${whole}${unit}${unit}`]) {
          let opened: string | undefined;
          const error = refusal(() => {
            opened = codec.open(damaged, 'issues.list');
          });
          // The last character has spare bits, so another one may mean the same bytes.
          if (error === undefined) expect(opened).toBe(position);
          else expect(error.problems[0]?.path).toBe('cursor');
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('is refused when it is garbage, without repeating it', () => {
    for (const garbage of ['', 'x', '%%%', 'page=2', '¡hola!', 'A'.repeat(500), 'ghp_canary0000000000']) {
      const error = refusal(() => codec.open(garbage, 'issues.list'));
      expect(error?.message).toBe('issues.list: cursor: is damaged or of another query; start without one');
    }
  });
});
