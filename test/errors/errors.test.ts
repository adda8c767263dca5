import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { redact, toCause } from '../../src/errors/redact.js';
import * as api from '../../src/index.js';
import { isTrackerError, TRACKER_ERROR_CODES, TrackerError, type TrackerFault } from '../../src/index.js';

const context = { operation: 'issues.list', provider: 'github', attempts: 2 } as const;

/** One of each class, found by its name in the public surface, so that a class that is not exported is missed here. */
function oneOfEach(): TrackerFault[] {
  const problems = [{ path: 'a[0].b', message: 'must not be blank' }];
  return [
    new api.ConfigurationError(problems, { context }),
    new api.InvalidInputError(problems, { context }),
    new api.AuthenticationError('m', { context }),
    new api.PermissionError('m', { context, missing: ['repo'] }),
    new api.NotFoundError('m', { context }),
    new api.ConflictError('m', { context }),
    new api.RejectedError('m', { context, fields: problems, serverCode: 'x' }),
    new api.RateLimitedError('m', { context, retryAfterMs: 5, scope: 'core' }),
    new api.TransportError('m', { context, retryable: true }),
    new api.TimeoutError('m', { context, timeoutMs: 10 }),
    new api.ContractError('m', { context, problems }),
    new api.TooLargeError('m', { context, limitBytes: 9 }),
    new api.AmbiguousWriteError('m', { context, clientKey: 'k' }),
    new api.UnsupportedError('m', { context }),
    new api.EgressRefusedError('m', { context }),
    new api.SignatureError('m', { context }),
    new api.StoreError('m', { context }),
  ];
}

describe('the closed list', () => {
  test('has one class per code, each exported under its own name', () => {
    const errors = oneOfEach();
    expect(errors.map(({ code }) => code).sort()).toEqual([...TRACKER_ERROR_CODES].sort());
    for (const error of errors) {
      expect(error.name).toBe(error.constructor.name);
      expect(error).toBeInstanceOf(TrackerError);
      expect(error).toBeInstanceOf(Error);
      expect(isTrackerError(error)).toBe(true);
      expect(isTrackerError(error, error.code)).toBe(true);
      expect(error.context).toEqual(context);
    }
  });

  test('a code narrows, and another code does not match', () => {
    const error: unknown = new api.RateLimitedError('m', { context, retryAfterMs: 5 });
    expect(isTrackerError(error, 'rate_limited') && error.retryAfterMs).toBe(5);
    expect(isTrackerError(error, 'timeout')).toBe(false);
    expect(isTrackerError(new Error('m'))).toBe(false);
    expect(isTrackerError({ code: 'timeout' })).toBe(false);
    expect(isTrackerError(undefined)).toBe(false);
  });

  test('has a heading per code in docs/errors.md, and no heading without a code', () => {
    const headings = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## `(\w+)`/gm)].map((match) => match[1]);
    expect(headings).toEqual([...TRACKER_ERROR_CODES]);
  });

  test('recognises an error of another copy of the package by its brand', () => {
    const foreign = new Error('m');
    Object.defineProperty(foreign, Symbol.for('@spec-kitty/tracker/error'), { value: true });
    expect(isTrackerError(foreign)).toBe(true);
  });
});

describe('what an error shows', () => {
  test('JSON keeps message, code, context and problems', () => {
    const error = new api.InvalidInputError([{ path: 'workspace', message: 'must not be blank' }], { context });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'InvalidInputError',
      code: 'invalid_input',
      retryable: false,
      message: 'github issues.list: workspace: must not be blank',
      context,
      problems: [{ path: 'workspace', message: 'must not be blank' }],
    });
  });

  test('a message names the first problems and how many more there are', () => {
    const problems = Array.from({ length: 5 }, (_, at) => ({ path: `issues[${at}]`, message: 'is odd' }));
    const { message } = new api.InvalidInputError(problems, { context });
    expect(message).toBe(
      'github issues.list: issues[0]: is odd; issues[1]: is odd; issues[2]: is odd; and 2 more (see problems)',
    );
  });

  test.each([
    'Bearer abcdefghijkl',
    'basic dXNlcjpwYXNz',
    'https://bob:hunter22@example.com/x',
    'https://example.com/x?access_token=s3cr3tvalue&y=1',
    '{"password":"hunter22","a":1}',
    'ghp_abcdefghijklmnop1234',
    'glpat-abcdefghijklmnop',
    'eyJhbGciOi.eyJzdWIiOiI.c2lnbmF0dXJl',
  ])('redacts %s', (text) => {
    const shown = redact(`before ${text} after`);
    expect(shown).toContain('[redacted]');
    for (const secret of ['abcdefghijkl', 'dXNlcjpwYXNz', 'hunter22', 's3cr3tvalue', 'eyJzdWIi']) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).toMatch(/^before .* after$/);
  });

  test('known secrets are masked wherever they stand, and long texts are clipped', () => {
    expect(redact('xx-my-odd-key-yy', ['my-odd-key'])).toBe('xx-[redacted]-yy');
    expect(redact('a'.repeat(1000)).length).toBeLessThan(310);
  });

  test('a foreign error becomes a fresh cause without its own fields', () => {
    const foreign = Object.assign(new TypeError('fetch failed', { cause: new Error('connect tok_12345678') }), {
      request: { headers: { authorization: 'Bearer tok_12345678' } },
      code: 'ECONNREFUSED',
    });
    const cause = toCause(foreign, ['tok_12345678']);
    expect(cause).toEqual({
      name: 'TypeError',
      code: 'ECONNREFUSED',
      message: 'fetch failed: connect [redacted]',
    });
    const error = new api.TransportError('m', { context, cause, retryable: true });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('tok_12345678');
  });
});
