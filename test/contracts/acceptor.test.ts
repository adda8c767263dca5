import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { acceptor } from '../../src/contracts/acceptor.js';
import { zIssue } from '../../src/contracts/issue.js';
import { zIssueMapping } from '../../src/contracts/issue-mapping.js';
import { zWireIssue, zWireMapping } from '../../src/contracts/snapshot-payload-schema.js';
import { aMapping } from '../../src/testing/fixtures/a-mapping.js';
import { aSnapshotPayload } from '../../src/testing/fixtures/a-snapshot-payload.js';
import { anIssue } from '../../src/testing/fixtures/an-issue.js';
import { runs } from '../support/runs.js';

const payload = aSnapshotPayload();

/** A value with one thing changed, added or taken away, at any depth. */
function mutations(value: unknown): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.constantFrom(
      null,
      undefined,
      '',
      ' ',
      'x',
      'todo',
      0,
      1,
      7,
      1.5,
      Number.NaN,
      true,
      '2026-01-01T00:00:00Z',
      '\ud800',
    ),
    fc.constantFrom<unknown>([], {}, [null], new Array(2), new Date(0), new Map(), () => 1, Symbol.iterator, 1n),
  );
  if (typeof value !== 'object' || value === null) return odd;
  const keys = [...Object.keys(value), 'extra', '__proto__', 'constructor'];
  const changed = fc.constantFrom(...keys).chain((key) => {
    const inner = (value as Record<string, unknown>)[key];
    return fc.oneof(mutations(inner), odd).map((next) => {
      const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
      Object.defineProperty(copy, key, { value: next, enumerable: true, configurable: true, writable: true });
      return copy;
    });
  });
  const without = fc.constantFrom(...keys).map((key) => {
    const { [key]: _, ...rest } = value as Record<string, unknown>;
    return rest;
  });
  return fc.oneof({ weight: 6, arbitrary: changed }, { weight: 2, arbitrary: without }, odd);
}

describe('an acceptor', () => {
  test.each<[string, z.ZodMiniType, unknown]>([
    ['an issue', zIssue, anIssue()],
    ['a mapping', zIssueMapping, aMapping()],
    ['an issue on the wire', zWireIssue, payload.issues[0]],
    ['a mapping on the wire', zWireMapping, payload.mappings[0]],
  ])('accepts %s, and nothing that the schema refuses', (_title, schema, valid) => {
    const accepts = acceptor(schema);
    expect(accepts(valid)).toBe(true);
    fc.assert(
      fc.property(
        mutations(valid).chain((once) => fc.oneof(fc.constant(once), mutations(once))),
        (value) => {
          if (accepts(value)) expect(schema.safeParse(value).success).toBe(true);
        },
      ),
      { numRuns: runs(3000) },
    );
  });

  test('leaves what it does not know to the schema', () => {
    const text = z.custom<string>((value) => typeof value === 'string');
    const later = text.check(
      z.refine((value) => value.length > 1),
      z.regex(/^a/),
    );
    expect(['ab', 'a', 'bb', 2].map(acceptor(later))).toEqual([true, false, false, false]);
    for (const [schema, value] of [
      [z.int(), 1],
      [z.uuid(), '550e8400-e29b-41d4-a716-446655440000'],
      [z.union([z.string(), z.number()]), 'a'],
      [
        z.pipe(
          z.string(),
          z.transform((text) => text.length),
        ),
        'a',
      ],
      [z.number(), 1],
      [z.boolean(), true],
      [z.optional(z.string()), undefined],
      [z.enum(['a']), 'a'],
      [z.array(z.string()), ['a']],
      [z.object({ a: z.string() }), { a: 'x', more: 1 }],
      [z.strictObject({ a: z.optional(z.string()) }), {}],
    ] as const) {
      expect(acceptor(schema)(value)).toBe(false);
      expect(schema.safeParse(value).success).toBe(true);
    }
  });
});
