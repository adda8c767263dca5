import { isTimestamp, toWireTimestamp } from '../contracts/timestamp.js';
import { WORK_PACKAGE_LANES, type WorkPackageLane } from './payload-words.js';

/**
 * What one field of an event must be: the same rule for the schema, the factory and the documentation.
 *
 * @internal
 */
export interface FieldRule<T = unknown> {
  /** Completes the sentence "expected …". */
  readonly expected: string;
  /** Whether a value is right. */
  readonly test: (value: unknown) => value is T;
  /** Of a list: the rule of each entry, so that a problem can name the entry. */
  readonly items?: FieldRule;
  /** What the factory makes of a caller's value before it is tested. Never applied to what comes from the wire. */
  readonly fromInput?: (value: unknown) => unknown;
}

/** What breaks a rule: the whole value, or one entry of a list. */
export interface Violation {
  readonly index?: number;
  readonly message: string;
}

/** What a receiving side and a caller are told of a field that is not there. */
export const missingField = (name: PropertyKey): string => `missing required field '${String(name)}'`;

// A list of a hundred thousand wrong entries is a sender's way to keep a server busy.
const MAX_VIOLATIONS = 20;

/** Everything that breaks a rule, of a list the first few entries; empty when nothing does. */
export function violations({ test, items, expected }: FieldRule, value: unknown): readonly Violation[] {
  if (test(value)) return [];
  if (items === undefined || !Array.isArray(value)) return [{ message: `expected ${expected}` }];
  const found: Violation[] = [];
  const entries: readonly unknown[] = value;
  for (let index = 0; index < entries.length && found.length < MAX_VIOLATIONS; index++) {
    if (!items.test(entries[index])) found.push({ index, message: `expected ${items.expected}` });
  }
  return found;
}

const matching = (expected: string, pattern: RegExp): FieldRule<string> => ({
  expected,
  test: (value): value is string => typeof value === 'string' && pattern.test(value),
});

export const orNull = <T>({ expected, test }: FieldRule<T>): FieldRule<T | null> => ({
  expected: `${expected} or null`,
  test: (value): value is T | null => value === null || test(value),
});

export const oneOf = <T extends string>(words: readonly T[]): FieldRule<T> => ({
  expected: `one of ${words.join(', ')}`,
  test: (value): value is T => (words as readonly unknown[]).includes(value),
});

export const listOf = <T>(items: FieldRule<T>): FieldRule<readonly T[]> => ({
  expected: `a list, each entry ${items.expected}`,
  // findIndex visits holes, every and some do not.
  test: (value): value is readonly T[] => Array.isArray(value) && value.findIndex((item) => !items.test(item)) < 0,
  items,
});

/**
 * Whether a value is an object as JSON knows it. What it inherits from anything but the root prototype would be read here
 * and lost on the wire, so such an object is none. Holds for objects of another realm.
 *
 * @internal
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.hasOwn(prototype as object, 'isPrototypeOf');
}

function isRepoSlug(value: unknown): value is string {
  const segments = typeof value === 'string' ? value.split('/') : [];
  return segments.length > 1 && segments.every((segment) => segment.trim() !== '');
}

export const ANY_TEXT = matching('text', /^/);
export const TEXT = matching('text that is not empty', /./s);
export const RECORD: FieldRule<Readonly<Record<string, unknown>>> = { expected: 'an object', test: isRecord };
export const COUNT: FieldRule<number> = {
  expected: 'an integer, 0 or more',
  test: (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
};
const isTime = (value: unknown): value is string => typeof value === 'string' && isTimestamp(value);

export const TIMESTAMP: FieldRule<string> = {
  expected: 'an RFC 3339 time with an offset, such as 2026-03-10T09:30:00+00:00',
  test: isTime,
  fromInput: (value) => (isTime(value) ? toWireTimestamp(value) : value),
};
export const ULID = matching('a ULID (26 Crockford characters, upper case)', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
export const UUID_4 = matching(
  'a UUID of version 4',
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
);
export const COMMIT_SHA = matching('40 hex digits', /^[0-9a-f]{40}$/i);
export const REPO_SLUG: FieldRule<string> = { expected: 'owner/repo', test: isRepoSlug };
export const WORK_PACKAGE_ID = matching('a work package id (WP and two digits)', /^WP[0-9]{2}$/);
export const FEATURE_SLUG = matching('a feature slug such as 007-user-login', /^[0-9]{3}-[a-z0-9-]+$/);
export const FEATURE_NUMBER = matching('three digits, as text', /^[0-9]{3}$/);
export const LANE: FieldRule<WorkPackageLane> = {
  ...oneOf(WORK_PACKAGE_LANES),
  fromInput: (value) => (value === 'doing' ? 'in_progress' : value),
};
