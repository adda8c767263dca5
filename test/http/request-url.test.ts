import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { parseBase, redirectTarget, requestUrl } from '../../src/http/request-url.js';

const BASES = ['https://host.example', 'https://host.example:8443/prefix', 'https://host.example/a/b///'];
const join = (base: string, path: string, search?: string) =>
  requestUrl(parseBase(base), { operation: 'test', path, ...(search !== undefined && { search }) });

test('keeps the prefix of the base and appends the query', () => {
  expect(join('https://h/jira/', '/rest/api', 'a=b&c=d%20e').href).toBe('https://h/jira/rest/api?a=b&c=d%20e');
  expect(join('https://h', '/x%2Fy', '?a').href).toBe('https://h/x%2Fy?a');
  expect(join('https://h', '/', '').href).toBe('https://h/');
  expect(join('https://h/p', '/x', 'a#b').hash).toBe('');
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
      let url: URL;
      try {
        url = join(base, text, search);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
        return;
      }
      expect(url.href.startsWith(base.replace(/\/+$/, ''))).toBe(true);
      expect(url.origin).toBe(new URL(base).origin);
      expect(url.username + url.password + url.hash).toBe('');
    }),
    { numRuns: 300 },
  );
});

test('a redirect target is of the same origin, or words', () => {
  const from = new URL('https://h.example/a/b?c');
  expect(redirectTarget(from, '../d?e')).toEqual(new URL('https://h.example/d?e'));
  expect(redirectTarget(from, 'https://user:pass@h.example/x')).toEqual(new URL('https://h.example/x'));
  for (const other of ['http://h.example/a', 'https://h.example:444/a', '//other.example/a', 'data:text/plain,x']) {
    expect(redirectTarget(from, other)).toContain('another origin');
  }
  for (const none of [null, 'https://']) expect(redirectTarget(from, none)).toContain('without saying where');
});
