import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextSearch } from '../../src/http/link-header.js';
import { runs } from '../support/runs.js';

const read = (link: string) => nextSearch(new Headers({ link }));

test.each([
  [
    '<https://api.github.com/repositories/1/issues?page=2&state=all>; rel="next", <https://x/?page=9>; rel="last"',
    'page=2&state=all',
  ],
  ['<https://x/?page=1>; rel="prev", <https://x/?page=3>; rel="next"', 'page=3'],
  ['<https://x/?page=3>; title="a, b; rel=last"; rel="next"', 'page=3'],
  ['<https://x/?page=3>; rel="last next"', 'page=3'],
  ['<https://x/?page=3>;REL=NEXT', 'page=3'],
  ['<?page=3>; rel = "next"', 'page=3'],
  ['<https://x/?labels=a,b;c&after="q">; rel="next"', 'labels=a,b;c&after="q"'],
  ['<https://x/?page=3#top>; rel="next"', 'page=3'],
  ['<https://x/?page=3>; title="say \\"rel=next\\", <https://y/?page=8>"; rel="next"', 'page=3'],
  ['<https://x/?page=3>; crossorigin; rel="next"', 'page=3'],
  ['garbage, <https://x/?page=3>; rel="next"', 'page=3'],
  // The first rel counts, and a link about another resource is not ours.
  ['<https://x/?page=3>; rel="last"; rel="next"', null],
  ['<https://x/?page=3>; anchor="/other"; rel="next"', null],
  ['<https://x/?page=3>; rel="prefetch-next"', null],
  ['<https://x/?page=3>; title="rel=next"', null],
  ['<https://x/>; rel="next"', null],
  ['<https://x/?>; rel="next"', null],
  ['<https://x/#?page=3>; rel="next"', null],
  ['<https://x/?page=3', null],
  ['<https://x/?page=3>; rel="next', null],
  ['', null],
])('%s', (link, search) => {
  expect(read(link)).toBe(search);
});

test('no header, no next page', () => {
  expect(nextSearch(new Headers())).toBeNull();
});

const quoted = fc
  .string({ unit: fc.constantFrom(...'ab,;<>="\\ ') })
  .map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
const parameter = fc.tuple(fc.constantFrom('title', 'type', 'media'), fc.oneof(quoted, fc.constantFrom('a', 'b-c')));
const search = fc
  .array(fc.tuple(fc.constantFrom('page', 'after'), fc.nat()), { minLength: 1, maxLength: 3 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const link = (rel: fc.Arbitrary<string>) =>
  fc
    .tuple(search, rel, fc.array(parameter, { maxLength: 3 }), fc.nat(3), fc.constantFrom(';', '; ', ' ;  '))
    .map(([query, word, parameters, at, between]) => {
      const all = parameters.map(([name, value]) => `${name}=${value}`);
      all.splice(at, 0, `rel=${word}`);
      return { query, text: [`<https://host/path?${query}>`, ...all].join(between) };
    });
const others = fc.array(link(fc.constantFrom('"prev"', 'last', '"first nextish"')), { maxLength: 3 });

test('finds the next link among others, whatever their order, parameters and quotes', () => {
  fc.assert(
    fc.property(
      others,
      link(fc.constantFrom('next', '"next"', '"last next"', '"NEXT"')),
      others,
      (before, next, after) => {
        const header = [...before, next, ...after].map(({ text }) => text).join(', ');
        expect(read(header)).toBe(next.query);
      },
    ),
  );
});

test('never throws, and never gives more than a query', () => {
  const noise = fc.string({ unit: fc.constantFrom(...'<>;,="\\?# relnxt'), maxLength: 200 });
  fc.assert(
    fc.property(noise, (text) => {
      const found = read(text);
      expect(found === null || (found.length > 0 && !found.includes('#'))).toBe(true);
    }),
    { numRuns: runs(2000) },
  );
});

test('hostile headers cost no more than their length', () => {
  // Quadratic or worse in an expression that looks for its end again and again.
  for (const piece of ['<', '<>"', '<>;rel="', '<>;a=', '<a>;"\\', '<>; ; ;'])
    expect(read(piece.repeat(20_000))).toBeNull();
});
