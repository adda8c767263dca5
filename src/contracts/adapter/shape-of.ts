import * as z from 'zod/mini';
import { zListOf } from '../list-of.js';
import type { Schema } from '../schema.js';

/**
 * What a member of an answer has to be: a type guard, or a schema of its own.
 *
 * @public
 */
export type MemberTest<Value> = ((value: unknown) => value is Value) | Schema<Value>;

/**
 * The type of what a schema lets through.
 *
 * @public
 */
export type ValueOf<OfSchema> = OfSchema extends Schema<infer Value> ? Value : never;

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The schema of an object in a tracker's answer, for adapters that bring no schema library: one test per member that is
 * read. Other members are let be; what is wrong is named by its path.
 *
 * @example
 * ```ts
 * const isText = (value: unknown): value is string => typeof value === 'string';
 * const wireIssue = shapeOf({ id: isText, title: isText, labels: arrayOf(shapeOf({ name: isText })) });
 * type WireIssue = ValueOf<typeof wireIssue>;
 * ```
 *
 * @public
 */
export function shapeOf<Value extends object>(
  tests: {
    readonly [Member in keyof Value]-?: MemberTest<Value[Member]>;
  },
): Schema<Value> {
  const rows = Object.entries<MemberTest<unknown>>(tests);
  return z.custom<Value>(isObject, { error: 'expected object' }).check(({ value, issues }) => {
    for (const [name, test] of rows) {
      const member: unknown = Reflect.get(value, name);
      if (typeof test !== 'function') {
        for (const issue of test.safeParse(member).error?.issues ?? []) {
          issues.push({ ...issue, input: undefined, path: [name, ...issue.path] });
        }
      } else if (!test(member)) {
        issues.push({ code: 'custom', input: undefined, path: [name], message: 'is missing, or of another type' });
      }
    }
  });
}

/**
 * The schema of a list in a tracker's answer.
 *
 * @param entry - What each entry has to be.
 *
 * @public
 */
export function arrayOf<Entry>(entry: Schema<Entry>): Schema<Entry[]> {
  return zListOf(entry);
}
