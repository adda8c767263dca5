import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createTokenSource } from '../../src/publish/token-source.js';

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe('a token given as a text', () => {
  test.each([undefined, '', '   ', '\n\t'])('%j: no header', async (token) => {
    const source = createTokenSource(token, 'test');
    expect(await source.credentials()).toEqual({});
    expect(source.refresh).toBeUndefined();
  });

  test('is trimmed', async () => {
    expect(await createTokenSource(' abc\n', 'test').credentials()).toEqual({ authorization: 'Bearer abc' });
  });

  test.each(['sec\nret', 'sec ret', 'secrét', 'sec\u0000ret'])(
    '%j fits no header: a configuration error that does not repeat it',
    (token) => {
      try {
        createTokenSource(token, 'createThing');
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'configuration', problems: [{ path: 'token' }] });
        expect(inspect(error)).not.toContain(token);
      }
    },
  );
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
    const source = createTokenSource(provider, 'test');
    expect(await source.credentials()).toEqual({ authorization: 'Bearer token-1' });
    expect(await source.credentials()).toEqual({ authorization: 'Bearer token-2' });
    expect(await source.refresh?.(signal)).toBe(true);
    expect(provider.asked).toEqual([
      ['get', {}],
      ['get', {}],
      ['refresh', { signal }],
    ]);
  });

  test.each([undefined, '', '  ', 7, null])('that answers %j has no token', async (answer) => {
    const none = async () => answer as undefined;
    const source = createTokenSource({ get: none, refresh: none }, 'test');
    expect(await source.credentials()).toEqual({});
    expect(await source.refresh?.()).toBe(false);
  });

  test('that fails, or gives what no header carries: an authentication error without the secret', async () => {
    const source = createTokenSource(
      {
        get: async () => 'hush\nhush',
        refresh: async () => {
          throw new Error('refused Bearer hush-hush-hush');
        },
      },
      'test',
    );
    for (const error of [await caught(source.credentials()), await caught(source.refresh?.() ?? Promise.resolve())]) {
      expect(error).toMatchObject({ code: 'authentication', context: { operation: 'test' } });
      expect(inspect(error, { depth: 5 })).not.toContain('hush');
    }
  });

  test('that is aborted: the reason passes through', async () => {
    const controller = new AbortController();
    const source = createTokenSource(
      {
        get: async () => undefined,
        refresh: async () => {
          controller.abort('stop');
          throw new Error('aborted');
        },
      },
      'test',
    );
    expect(await caught(source.refresh?.(controller.signal) ?? Promise.resolve())).toBe('stop');
  });

  test('tokens that were sent are masked in texts, the one before a refresh too', async () => {
    const tokens = ['first-value', 'second-value'];
    const get = async () => tokens.shift();
    const source = createTokenSource({ get, refresh: get }, 'test');
    await source.credentials();
    await source.credentials();
    expect(source.redact('got first-value and second-value')).toBe('got [redacted] and [redacted]');
  });
});
