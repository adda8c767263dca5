import * as z from 'zod/mini';

/** Whether a value is an object as JSON knows it: no list, no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The second for an object of another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Any plain object. A schema of its own, because zod's record weighs more and drops `__proto__` in silence. */
export const zPlainObject = z.custom<Readonly<Record<string, unknown>>>(isPlainObject, { error: 'expected object' });
