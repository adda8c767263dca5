import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { acceptor } from '../../src/contracts/acceptor.js';
import * as ours from '../../src/contracts/objects.js';
import { runs } from '../support/runs.js';

const text = z.custom<string>((value) => typeof value === 'string', { error: 'expected string' });

/** The same schema twice: of our objects, and of the library's. */
function schemaOf({ strictObject, object, optional, exactOptional, nullable }: Pick<typeof z, keyof typeof ours>) {
  const inner = object({ a: text, b: optional(nullable(text)) });
  return strictObject({
    name: text,
    maybe: optional(text),
    exact: exactOptional(nullable(text)),
    none: nullable(text),
    inner,
    strict: optional(strictObject({ a: exactOptional(text) })),
  }).check(z.refine(({ name }) => name !== 'y', { error: 'not y' }));
}
const mine = schemaOf(ours as never);
const theirs = schemaOf(z);

const odd = fc.oneof(fc.constantFrom(undefined, null, 'x', '', 7), fc.anything({ maxDepth: 1 }));
const inner = fc.record({ a: odd, b: odd, more: odd }, { requiredKeys: [] });
const almost = fc.record(
  {
    name: fc.oneof(fc.constantFrom('x', 'y'), odd),
    maybe: odd,
    exact: odd,
    none: odd,
    inner: fc.oneof(inner, inner, odd),
    strict: fc.oneof(inner, odd),
    unknown: fc.constant(1),
  },
  { requiredKeys: [] },
);
const right = { name: 'x', exact: null, none: null, inner: { a: 'y' } };

const verdictOf = (schema: z.ZodMiniType, value: unknown) => {
  const { data, error } = schema.safeParse(value);
  const issues = error?.issues.map(({ code, path, message, ...rest }) => {
    return { path, ...(code === 'custom' ? { message } : { code }), ...('keys' in rest && { keys: rest.keys }) };
  });
  return error ? { issues } : { data };
};

describe('objects', () => {
  it('give the verdict, the outcome and the paths that those of the library give', () => {
    expect(verdictOf(mine, right)).toEqual({ data: right });
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: almost }, odd), (value) => {
        expect(verdictOf(mine, value)).toEqual(verdictOf(theirs, value));
      }),
      { numRuns: runs(3000) },
    );
  });

  it('have a quick test that says yes only where the schema does, and to what is right', () => {
    const accepts = acceptor(mine);
    expect(accepts(right)).toBe(true);
    expect(accepts({ ...right, maybe: 'x', strict: { a: 'b' } })).toBe(true);
    fc.assert(
      fc.property(almost, (value) => {
        if (accepts(value)) expect(theirs.safeParse(value).success).toBe(true);
      }),
      { numRuns: runs(3000) },
    );
  });

  it('leave what is inherited to the thorough test, which does not take it for a member of its own', () => {
    class Titled {
      readonly secret = 1;
      get a() {
        return 'x';
      }
    }
    // As many keys as members, and each member is to be read: only where it stands tells them apart.
    const schema = ours.strictObject({ a: text });
    expect(acceptor(schema)(new Titled())).toBe(false);
    expect(schema.safeParse(new Titled()).success).toBe(false);
  });

  it('may be absent in an object of the library too', () => {
    const mixed = z.strictObject({ a: ours.optional(text), b: ours.exactOptional(text), c: ours.nullable(text) });
    expect(verdictOf(mixed, { c: null })).toEqual({ data: { c: null } });
    expect(mixed.safeParse({ a: undefined, b: 'x', c: 'y' }).success).toBe(true);
    expect(mixed.safeParse({ a: 7, c: null }).success).toBe(false);
    expect(mixed.safeParse({}).success).toBe(false);
  });

  it('are copied, without what an object does not know', () => {
    const { data } = ours.object({ a: text }).safeParse({ a: 'x', b: 1 });
    expect(data).toEqual({ a: 'x' });
    const given = { a: 'x' };
    expect(ours.strictObject({ a: text }).safeParse(given).data).not.toBe(given);
  });

  it('refuse what is not their own to know, and run later checks only on what has the shape', () => {
    const sent = JSON.parse('{"a": "x", "__proto__": {}, "toString": 1}') as unknown;
    const strict = ours.strictObject({ a: text }).check(z.refine(({ a }) => a !== 'x', { error: 'not x' }));
    expect(verdictOf(strict, sent)).toEqual({
      issues: [
        { code: 'unrecognized_keys', path: [], keys: ['__proto__', 'toString'] },
        { path: [], message: 'not x' },
      ],
    });
    expect(verdictOf(strict, { a: 7 })).toEqual({ issues: [{ path: ['a'], message: 'expected string' }] });
    expect(verdictOf(strict, { a: 'x' })).toEqual({ issues: [{ path: [], message: 'not x' }] });
    expect(acceptor(strict)({ a: 'x' })).toBe(false);
    expect(acceptor(strict)({ a: 'y' })).toBe(true);
  });
});
