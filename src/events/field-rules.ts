import { isPlainObject } from '../contracts/plain-object.js';
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
  /** Of a list: the rule of each entry, which `test` leaves alone, so that a problem can name the entry. */
  readonly items?: FieldRule | undefined;
  /** What the factory makes of a caller's value before it is tested. Never applied to what comes from the wire. */
  readonly fromInput?: (value: unknown) => unknown;
}

const rule = <T>(expected: string, test: (value: unknown) => value is T, items?: FieldRule): FieldRule<T> => ({
  expected,
  test,
  items,
});

const matching = (expected: string, pattern: Pick<RegExp, 'test'>) =>
  rule(expected, (value): value is string => typeof value === 'string' && pattern.test(value));

export const orNull = <T>({ expected, test }: FieldRule<T>) =>
  rule(`${expected} or null`, (value): value is T | null => value === null || test(value));

export const oneOf = <T extends string>(words: readonly T[]) =>
  rule(`one of ${words.join(', ')}`, (value): value is T => (words as readonly unknown[]).includes(value));

export const listOf = <T>(items: FieldRule<T>) =>
  rule(`a list, each entry ${items.expected}`, (value): value is readonly T[] => Array.isArray(value), items);

export const TEXT = matching('text that is not empty', /./s);
export const NULLABLE_TEXT = orNull(matching('text', /^/));
export const RECORD = rule('an object', isPlainObject);
export const COUNT = rule(
  'an integer, 0 or more',
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const TIMESTAMP: FieldRule<string> = {
  ...matching('an RFC 3339 time with an offset, such as 2026-03-10T09:30:00+00:00', { test: isTimestamp }),
  fromInput: (value) => (TIMESTAMP.test(value) ? toWireTimestamp(value) : value),
};
export const ULID = matching('a ULID (26 Crockford characters, upper case)', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
export const UUID_4 = matching(
  'a UUID of version 4',
  /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i,
);
export const COMMIT_SHA = matching('40 hex digits', /^[\da-f]{40}$/i);
// Two or more segments, none of them blank.
export const REPO_SLUG = matching('owner/repo', /^\s*[^\s/][^/]*(\/\s*[^\s/][^/]*)+$/);
export const WORK_PACKAGE_ID = matching('a work package id (WP and two digits)', /^WP\d\d$/);
export const FEATURE_SLUG = matching('a feature slug such as 007-user-login', /^\d{3}-[a-z\d-]+$/);
export const FEATURE_NUMBER = matching('three digits, as text', /^\d{3}$/);
export const LANE: FieldRule<WorkPackageLane> = {
  ...oneOf(WORK_PACKAGE_LANES),
  fromInput: (value) => (value === 'doing' ? 'in_progress' : value),
};
