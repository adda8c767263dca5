import { describe, expect, test } from 'vitest';
import { createTokenSource } from '../../src/publish/token-source.js';

describe('a token given as a text', () => {
  test.each([undefined, '', '   ', '\n\t'])('%j: no header', async (token) => {
    const source = createTokenSource(token);
    expect(await source.credentials()).toEqual({});
    expect(source.refresh).toBeUndefined();
  });

  test('is trimmed', async () => {
    expect(await createTokenSource(' abc\n').credentials()).toEqual({ authorization: 'Bearer abc' });
  });
});

describe('a token provider', () => {
  test('is asked every time, as a method, and told the signal', async () => {
    const { signal } = new AbortController();
    const provider = {
      asked: [] as unknown[],
      async get(options?: unknown) {
        this.asked.push(['get', options]);
        return ` token-${this.asked.length} `;
      },
      async refresh(options?: unknown) {
        this.asked.push(['refresh', options]);
        return 'new';
      },
    };
    const source = createTokenSource(provider);
    expect(await source.credentials()).toEqual({ authorization: 'Bearer token-1' });
    expect(await source.credentials()).toEqual({ authorization: 'Bearer token-2' });
    expect(await source.refresh?.(signal)).toBe(true);
    expect(provider.asked).toEqual([
      ['get', undefined],
      ['get', undefined],
      ['refresh', { signal }],
    ]);
  });

  test.each([undefined, '', '  ', null])('that answers %j has no token', async (answer) => {
    const none = async () => answer as undefined;
    const source = createTokenSource({ get: none, refresh: none });
    expect(await source.credentials()).toEqual({});
    expect(await source.refresh?.()).toBe(false);
  });

  test('tokens that were sent are masked in texts, the one before a refresh too', async () => {
    const tokens = ['first-value', 'second-value'];
    const get = async () => tokens.shift();
    const source = createTokenSource({ get, refresh: get });
    await source.credentials();
    await source.credentials();
    expect(source.redact('got first-value and second-value')).toBe('got [redacted] and [redacted]');
  });
});
