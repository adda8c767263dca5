import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hookSecrets } from '../../../src/contracts/adapter/hook-secrets.js';
import { redact } from '../../../src/errors/redact.js';
import { secretsOf } from '../../../src/http/secrets.js';
import { runs } from '../../support/runs.js';

/** What an error shows of a text, where the hook has this address. */
const shown = (text: string, url: string, secret?: string) => redact(text, secretsOf([], hookSecrets(url, secret)));

// Nothing of the word that stands for what is masked.
const part = fc
  .array(fc.constantFrom('k', 'X', '0', '7', '-', 'ü', '😀', '+', '%2D', '%2f', '%C3%BC', '%zz', '!'), { maxLength: 9 })
  .map((texts) => texts.join(''));
type Address = typeof address extends fc.Arbitrary<infer Generated> ? Generated : never;
const address = fc.record({
  user: part,
  password: part,
  steps: fc.array(part, { maxLength: 3 }),
  values: fc.array(part, { maxLength: 3 }),
  fragment: part,
});

/** A part as it was given, as it is sent, and as others write it who decoded it. */
function spellingsOf(text: string): string[] {
  const { pathname, hash } = new URL(`https://h.test/${text}#${text}`);
  const coded = new URL(`https://h.test/?=${text}`).search.slice(2);
  const decoded = [text, text.replaceAll('+', '%2B')].map((each) => new URLSearchParams(`=${each}`).get('') ?? '');
  return [text, pathname.slice(1), hash.slice(1), coded, ...decoded];
}

describe('the secrets of a hook', () => {
  it('are every part of its address that is no mere word, in every spelling', () => {
    const check = ({ user, password, steps, values, fragment }: Address) => {
      const query = values.map((value, at) => `k${at}=${value}`).join('&');
      const url = `https://${user}:${password}@h.test/${steps.join('/')}?${query}#${fragment}`;
      const parts = [fragment, ...steps, ...values, user, password].flatMap(spellingsOf);
      const long = [...parts, steps.join('/'), query, `${user}:${password}`].filter(({ length }) => length >= 6);
      for (const text of long.flatMap((each) => [each, encodeURIComponent(each)])) {
        expect(shown(`<${text}>`, url)).not.toContain(text);
      }
      for (const text of [url, new URL(url).href]) expect(shown(`<${text}>`, url)).toBe('<[redacted]>');
    };
    fc.assert(fc.property(address, check), { numRuns: runs(100) });
  });

  it.each([
    ['https://h.test/hooks/SECRETPATH?x=1', 'no /hooks/SECRETPATH'],
    ['https://h.test/hooks/SECRETPATH/in', 'no SECRETPATH'],
    ['https://h.test/hooks/SECRET%50ATH', 'no SECRETPATH'],
    ['https://h.test/a#FRAGSECRETPATH', 'no https://h.test:443/a#FRAGSECRETPATH'],
    ['https://h.test/a?SECRETPATH', 'no SECRETPATH'],
    ['https://h.test/a?k=x&SECRETPATH', 'no SECRETPATH'],
    ['https://h.test/SECRETPATH\\in', 'no SECRETPATH'],
    ['https://SECRETPATH@h.test/a', 'no SECRETPATH'],
  ])('of %s hold in: %s', (url, text) => {
    expect(shown(text, url)).not.toContain('SECRETPATH');
  });

  it('are the path as a whole, where it begins with an empty step too', () => {
    expect(shown('no /abcde', 'https://h.test//abcde')).toBe('no [redacted]');
  });

  it('leave words and the server to be read', () => {
    const url = 'https://h.test/hooks/in?mode=live';
    expect(shown('the mode of hooks in h.test is not live', url)).toBe('the mode of hooks in h.test is not live');
  });

  it('are each there once, and the given one among them', () => {
    const secrets = hookSecrets('https://h.test/SECRETPATH/SECRETPATH', 'canary');
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(secrets).toContain('canary');
    expect(secrets).not.toContain('');
    expect(hookSecrets('https://h.test/')).toEqual(['https://h.test/']);
  });
});
