import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkServerUrl } from '../../src/http/server-url.js';
import { runs } from '../support/runs.js';

test.each([
  ['https://tracker.example.com', 'https://tracker.example.com'],
  ['https://tracker.example.com///', 'https://tracker.example.com'],
  ['https://Tracker.Example.com:8443/jira//', 'https://tracker.example.com:8443/jira'],
  ['http://localhost:8000/', 'http://localhost:8000'],
  ['http://api.localhost', 'http://api.localhost'],
  ['http://127.0.0.1:3000/a/b', 'http://127.0.0.1:3000/a/b'],
  ['http://127.9.8.7', 'http://127.9.8.7'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
])('%s becomes %s', (text, value) => {
  expect(checkServerUrl(text)).toEqual({ ok: true, value });
});

test.each([
  ['', 'an absolute URL'],
  ['tracker.example.com', 'an absolute URL'],
  ['ftp://tracker.example.com', 'https://'],
  ['javascript:alert(1)', 'https://'],
  ['http://tracker.example.com', 'allowInsecureHttp'],
  ['http://127.0.0.1.example.com', 'allowInsecureHttp'],
  ['http://localhost.example.com', 'allowInsecureHttp'],
  ['http://notlocalhost', 'allowInsecureHttp'],
  ['http://10.0.0.1', 'allowInsecureHttp'],
  ['https://user:canary@host', 'user name'],
  ['https://canary@host', 'user name'],
  ['https://host/?token=canary', 'a query'],
  ['https://host/?', 'a query'],
  ['https://host/#canary', 'fragment'],
  ['https://host/#', 'fragment'],
])('%s is refused: %s', (text, words) => {
  const checked = checkServerUrl(text, { path: 'url' });
  expect(checked).toMatchObject({ ok: false, problems: [{ path: 'url', message: expect.stringContaining(words) }] });
  expect(JSON.stringify(checked)).not.toContain('canary');
});

test('plain http elsewhere is allowed when the host says so, and nothing else is', () => {
  const rules = { allowInsecureHttp: true };
  expect(checkServerUrl('http://tracker.internal/x/', rules)).toEqual({ ok: true, value: 'http://tracker.internal/x' });
  expect(checkServerUrl('ftp://tracker.internal', rules).ok).toBe(false);
});

test('every problem is named at once', () => {
  const checked = checkServerUrl('http://u:p@tracker.example.com/?a#b');
  expect(checked.ok === false && checked.problems).toHaveLength(3);
});

test('what is accepted is stable, and has no credentials, query or fragment', () => {
  const part = (...parts: string[]) => fc.constantFrom(...parts);
  const url = fc.tuple(
    part('https://', 'HTTPS:', 'http://', 'ftp://', '//', ''),
    part('', '', 'user@', 'user:pass@', '@'),
    part('h.example', 'localhost', '127.1', '[::1]', 'ä.example', 'h:99999', ''),
    part('', ':443', ':8080'),
    fc.string({ unit: part('/', 'a', '%20', '..', '\\', ' ', '?', '#', '@'), maxLength: 6 }),
  );
  let accepted = 0;
  fc.assert(
    fc.property(url, (parts) => {
      const checked = checkServerUrl(parts.join(''));
      if (!checked.ok) return;
      accepted++;
      expect(checkServerUrl(checked.value)).toEqual(checked);
      expect(checked.value).not.toMatch(/[?#]|\/$/);
      expect(new URL(checked.value).username).toBe('');
    }),
    { numRuns: runs(500) },
  );
  expect(accepted).toBeGreaterThan(10);
});
