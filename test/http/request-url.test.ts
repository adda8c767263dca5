import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { requestUrl } from '../../src/http/request-url.js';
import { runs } from '../support/runs.js';

const BASES = ['https://host.example', 'https://host.example:8443/prefix', 'https://host.example/a/b'];
const join = (base: string, path: string, search?: string | URLSearchParams) =>
  requestUrl(base, { operation: 'test', path, ...(search !== undefined && { search }) });

test('keeps the prefix of the base and appends the query', () => {
  expect(join('https://h/jira', '/rest/api', 'a=b&c=d%20e')).toBe('https://h/jira/rest/api?a=b&c=d%20e');
  expect(join('https://h', '/x%2Fy', 'a')).toBe('https://h/x%2Fy?a');
  expect(join('https://h', '/', '')).toBe('https://h/');
  expect(join('https://h', '/x', new URLSearchParams({ a: 'b c' }))).toBe('https://h/x?a=b+c');
  expect(join('https://h/p', '/x', 'a#b')).toBe('https://h/p/x?a%23b');
});

test('every text can be a segment when it is encoded, but for the two that mean a place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(text !== '.' && text !== '..' && text.isWellFormed());
      const path = `/a/${encodeURIComponent(text)}/b`;
      expect(new URL(join('https://h', path)).pathname).toBe(path);
    }),
  );
});

test.each([
  'x',
  '',
  '@evil.example/',
  '.evil.example',
  '/../x',
  '/a/%2e%2E/b',
  '/a/.',
  '/a?b',
  '/a#b',
  '/\\evil',
  '/a b',
  '/.\t./',
])('refuses the path %j', (path) => {
  for (const base of BASES) expect(() => join(base, path)).toThrow(InvalidInputError);
});

test('no path leaves the base', () => {
  const path = fc.string({ unit: fc.constantFrom(...'/\\.@:?#%2e\t ab~é') });
  fc.assert(
    fc.property(fc.constantFrom(...BASES), path, fc.string(), (base, text, search) => {
      let url: string;
      try {
        url = join(base, text, search);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
        return;
      }
      const { href, origin, pathname, username, password, hash } = new URL(url);
      expect(href.startsWith(base)).toBe(true);
      expect(pathname.endsWith(text)).toBe(true);
      expect(origin).toBe(new URL(base).origin);
      expect(username + password + hash).toBe('');
    }),
    { numRuns: runs(300) },
  );
});
