import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/digest/canonical-json.js';
import { constantTimeEqual } from '../../src/digest/constant-time-equal.js';
import { hmacSha256 } from '../../src/digest/hmac.js';
import { portableSha256, sha256Hex } from '../../src/digest/sha256.js';
import { compareUtf8 } from '../../src/digest/utf8-order.js';
import { nativeSha256 } from '../../src/runtime/native-sha256.js';
import { runs } from '../support/runs.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });
const json = fc.jsonValue({ noUnicodeString: false } as never);

describe('canonicalJson', () => {
  test('writes what an RFC 8785 library writes', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: runs(500) },
    );
  });

  test("RFC 8785's own example of order and escapes", () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Smile',
      '\u0080': 'Control',
      '\u00f6': 'o',
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro Sign","\ud83d\ude00":"Smile","\ufb33":"Hebrew"}',
    );
    expect(canonicalJson([1e21, 1e-7, -0, 4.5, 333333333.3333333])).toBe('[1e+21,1e-7,0,4.5,333333333.3333333]');
  });

  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '\ud800',
    { a: '\udc00' },
    { '\ud800': 1 },
    1n,
    () => 1,
    new Date(0),
    [Symbol.iterator],
  ])('refuses what has no canonical form (case %#)', (value) => {
    expect(() => canonicalJson(value)).toThrow(/no canonical JSON form/);
  });

  test('own keys of every name, and none of the prototype', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1,"constructor":2}'))).toBe('{"__proto__":1,"constructor":2}');
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

describe('SHA-256', () => {
  test('native and portable give the bytes of the platform, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, fc.uint8Array({ maxLength: 300 }))), fc.boolean(), (chunks, long) => {
        const all = long ? [...chunks, 'x'.repeat(20_000), 'ü'.repeat(6000), ...chunks] : chunks;
        const oracle = createHash('sha256');
        const portable = portableSha256();
        const native = nativeSha256();
        for (const chunk of all) for (const hash of [oracle, portable, native]) hash?.update(chunk);
        const expected = oracle.digest('hex');
        expect(portable.digestHex()).toBe(expected);
        expect(native?.digestHex()).toBe(expected);
      }),
      { numRuns: runs(100) },
    );
  });

  test('check values', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('jira|acme.atlassian.net|jira_project|ACME|0|0|None')).toBe(
      '0716737c633393cf0050b22065ab9e04077de5ab55df0bda97385798e8d4efab',
    );
  });

  test('HMAC is the platform’s', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), anyText, (key, message) => {
        expect(Buffer.from(hmacSha256(key, message)).toString('hex')).toBe(
          createHmac('sha256', key).update(message).digest('hex'),
        );
      }),
      { numRuns: runs(100) },
    );
  });

  test('constantTimeEqual', () => {
    const bytes = (...values: number[]) => Uint8Array.from(values);
    expect(constantTimeEqual(bytes(1, 2, 3), bytes(1, 2, 3))).toBe(true);
    expect(constantTimeEqual(bytes(1, 2, 3), bytes(1, 2, 4))).toBe(false);
    expect(constantTimeEqual(bytes(1, 2, 3), bytes(0, 2, 3))).toBe(false);
    expect(constantTimeEqual(bytes(1, 2), bytes(1, 2, 3))).toBe(false);
    expect(constantTimeEqual(bytes(), bytes())).toBe(true);
  });
});

describe('compareUtf8', () => {
  test('is the order of the UTF-8 bytes', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'z', '\u007f', 'é', '\ud7ff', '\ue000', '～', '\uffff', '😀', '\u{10ffff}'),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('differs from the order of UTF-16 units where that is wrong', () => {
    expect('😀' < '～').toBe(true);
    expect(compareUtf8('😀', '～')).toBeGreaterThan(0);
  });
});
