import * as z from 'zod/mini';
import type { Schema } from '../schema.js';
import { isTimestamp } from '../timestamp.js';

/** The first few say enough. */
const MAX_COMPLAINTS = 20;

/**
 * Told what was expected, and where.
 *
 * @public
 */
export type Complain = (expected: string, path: readonly PropertyKey[]) => void;

/**
 * What a part of a tracker's answer has to be. Plain tests in place of a schema library's objects and lists, because every
 * synchronised issue passes through: nothing is copied, and what is not read is not looked at. Without someone to complain
 * to, a shape stops at the first part that does not fit.
 *
 * @public
 */
export type Shape<Value> = (value: unknown, complain?: Complain) => value is Value;

/**
 * The type of what a shape lets through.
 *
 * @public
 */
export type ValueOf<Known> = Known extends Shape<infer Value> ? Value : never;

/**
 * A shape by its words and its test.
 *
 * @public
 */
export function leaf<Value>(expected: string, fits: (value: unknown) => boolean): Shape<Value> {
  return (value, complain): value is Value => {
    if (fits(value)) return true;
    complain?.(expected, []);
    return false;
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any text. @public */
export const text: Shape<string> = leaf('string', (value) => typeof value === 'string');
/** True or false. @public */
export const flag: Shape<boolean> = leaf('boolean', (value) => typeof value === 'boolean');
/** A number that is one. @public */
export const number: Shape<number> = leaf('number', Number.isFinite);
/** A number without a fraction, such as an id. @public */
export const whole: Shape<number> = leaf('whole number', Number.isSafeInteger);
/** RFC 3339 with an offset. @public */
export const time: Shape<string> = leaf('RFC 3339 time', (value) => typeof value === 'string' && isTimestamp(value));
/** Any object, read by someone else. @public */
export const anyObject: Shape<Readonly<Record<string, unknown>>> = leaf('object', isObject);
/** Anything, or nothing. @public */
export const unread: Shape<unknown> = leaf('', () => true);

/** One of these words. @public */
export function oneOf<Word extends string>(...words: readonly Word[]): Shape<Word> {
  return leaf(`one of ${words.join(', ')}`, (value) => words.includes(value as Word));
}

/** Absent, null, or of the shape. @public */
export function maybe<Value>(shape: Shape<Value>): Shape<Value | null | undefined> {
  return (value, complain): value is Value | null | undefined =>
    value === null || value === undefined || shape(value, complain);
}

/** An array with entries of one shape. @public */
export function list<Value>(shape: Shape<Value>): Shape<readonly Value[]> {
  const isArray = leaf<readonly unknown[]>('array', Array.isArray);
  return (value, complain): value is readonly Value[] => {
    if (!isArray(value, complain)) return false;
    const entries: readonly unknown[] = value;
    let fits = true;
    // A loop, because a hole is no entry and every() would pass over it.
    for (let at = 0; at < entries.length && (fits || complain); at++) {
      fits = shape(entries[at], complain && within(at, complain)) && fits;
    }
    return fits;
  };
}

/** What an object with members of these shapes is. @public */
export type ObjectOf<Members> = { readonly [Name in keyof Members]: ValueOf<Members[Name]> };

/** An object with these members, and any others. @public */
export function object<Members extends Readonly<Record<string, Shape<unknown>>>>(
  members: Members,
): Shape<ObjectOf<Members>> {
  const names = Object.keys(members);
  const shapes = Object.values(members);
  return (value, complain): value is ObjectOf<Members> => {
    if (!isObject(value)) return anyObject(value, complain);
    let fits = true;
    for (let at = 0; at < names.length && (fits || complain); at++) {
      const name = names[at] as string;
      fits = (shapes[at] as Shape<unknown>)(value[name], complain && within(name, complain)) && fits;
    }
    return fits;
  };
}

/** An object whose members are all of one shape. @public */
export function record<Value>(shape: Shape<Value>): Shape<Readonly<Record<string, Value | undefined>>> {
  return (value, complain): value is Readonly<Record<string, Value | undefined>> => {
    const members = isObject(value) ? Object.keys(value).map((name) => [name, shape] as const) : [];
    return object(Object.fromEntries(members))(value, complain);
  };
}

function within(name: PropertyKey, complain: Complain): Complain {
  return (expected, path) => complain(expected, [name, ...path]);
}

/**
 * A shape as the HTTP client takes it: the answer as it was sent, with everything that is not read, or a `ContractError`
 * that names the first twenty places where it is another.
 *
 * @example
 * ```ts
 * const issue = object({ id: whole, title: text, body: maybe(text), labels: list(object({ name: text })) });
 * type WireIssue = ValueOf<typeof issue>;
 * const { body } = await http.send({ operation: 'issues.list', path: '/issues', schema: answer(list(issue)) });
 * ```
 *
 * @public
 */
export function answer<Value>(shape: Shape<Value>): Schema<Value> {
  return z.custom<Value>().check(({ value, issues }) => {
    if (shape(value)) return;
    let left = MAX_COMPLAINTS;
    shape(value, (expected, path) => {
      if (left-- > 0)
        issues.push({ code: 'custom', input: undefined, path: [...path], message: `expected ${expected}` });
    });
  });
}
