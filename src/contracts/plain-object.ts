import * as z from 'zod/mini';

/**
 * Whether a value is an object as JSON knows it: no list, no instance of a class. What it inherits from anything but the
 * root prototype would be read here and lost on the wire, so such an object is none. Holds for objects of another realm.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.hasOwn(prototype as object, 'isPrototypeOf');
}

/** A plain object. A schema of its own, because zod's record weighs more and drops `__proto__` in silence. */
export const objectOf = <Value>() =>
  z.custom<Readonly<Record<string, Value>>>(isPlainObject, { error: 'expected object' });

/** Any plain object. */
export const zPlainObject = objectOf<unknown>();
