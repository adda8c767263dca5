import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, braced, isBalanced, quotedWords } from '../../../src/adapters/youtrack/query.js';
import { runs } from '../../support/runs.js';
import { parseQuery, QueryFault, type QueryRules, type Searchable } from './query-language.js';

/** Texts made of what is syntax in YouTrack's language. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        '{',
        '}',
        '(',
        ')',
        '#Resolved',
        'project:',
        ' ',
        'and',
        'or',
        '..',
        '*',
        '-',
        ',',
        'sort by:',
        '\\',
        'tag:',
        'OPS',
        '\n',
        '?',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const issue: Searchable = {
  shortName: 'DEV',
  tags: [],
  state: 'Open',
  isResolved: false,
  reporter: '1-2',
  created: 0,
  updated: 0,
  number: 1,
  text: '',
};
const rules: QueryRules = { toMs: () => 0, now: 0, me: '1-2', isTag: () => true, isProject: () => true };
const matches = (query: string, changes: Partial<Searchable>) =>
  parseQuery(query, rules).matches({ ...issue, ...changes });

describe('a text in a query', () => {
  it('is words and never syntax', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const quoted = quotedWords(text);
        if (quoted === '') return;
        const query = allOf(['project: {DEV}', quoted]);
        // It selects by text only: another project never, and one that holds the words always.
        const words = text.toLowerCase().replace(/["*?\\\p{Cc}]/gu, ' ');
        expect(matches(query, { shortName: 'OPS', text: words })).toBe(false);
        expect(matches(query, { text: words })).toBe(true);
        expect(matches(query, { text: words, isResolved: true })).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  it.each([
    ['widgets wobble', '"widgets" "wobble"'],
    ['#Resolved tag: x', '"#Resolved" "tag:" "x"'],
    ['say "hi" (now)', '"say" "hi" "(now)"'],
    ['*', ''],
    [' " ? ', ''],
    ['a*b', '"a" "b"'],
  ])('%j becomes %j', (text, quoted) => {
    expect(quotedWords(text)).toBe(quoted);
  });
});

describe('a value in a query', () => {
  it('is one value, or cannot be said', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const said = braced(value);
        if (said === undefined) {
          expect(value).toMatch(/[{}\r\n]/);
          return;
        }
        const query = allOf(['project: {DEV}', `tag: ${said}`]);
        expect(matches(query, { tags: [value] })).toBe(true);
        expect(matches(query, { tags: ['another'] })).toBe(same(value, 'another'));
        expect(matches(query, { shortName: 'OPS', tags: [value] })).toBe(false);
      }),
      { numRuns: runs(500) },
    );
  });
});

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

describe('a query of the host', () => {
  it.each([
    'State: Open',
    'tag: {a (b} or tag: x',
    '(a or (b))',
    '"a ) b"',
    '#Unresolved sort by: updated desc',
    '{)}',
  ])('%j stays within its brackets', (native) => expect(isBalanced(native)).toBe(true));
  it.each([') or (project: OPS', 'a)', '(a', '"a', 'a}', '{a', '{"} )" ('])('%j would leave them', (native) => {
    expect(isBalanced(native)).toBe(false);
  });

  it('never reaches another project, whatever is balanced', () => {
    fc.assert(
      fc.property(hostile, (native) => {
        if (!isBalanced(native)) return;
        const query = allOf(['project: {DEV}', `(${native})`]);
        try {
          expect(matches(query, { shortName: 'OPS' })).toBe(false);
        } catch (error) {
          if (!(error instanceof QueryFault)) throw error;
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('conditions', () => {
  it('all hold, where two of one attribute alone would mean either', () => {
    const query = allOf(['project: {DEV}', 'tag: {a}', undefined, '', 'tag: {b}'], 'updated asc');
    expect(query).toBe('project: {DEV} and tag: {a} and tag: {b} sort by: updated asc');
    expect(matches(query, { tags: ['a'] })).toBe(false);
    expect(matches(query, { tags: ['a', 'b'] })).toBe(true);
  });
});
