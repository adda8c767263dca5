import { refusal } from '../errors/refusal.js';

/**
 * A value as RFC 8785 canonical JSON: keys in UTF-16 order, no white space, numbers and texts as ECMAScript prints them.
 * Members that are `undefined` are left out, as in `JSON.stringify`.
 *
 * Throws `InvalidInputError` for what has no canonical form: a number that is not finite, a lone surrogate, anything that
 * is not JSON. (JSON.stringify would write `null` for some of them, and two different values would get one digest.)
 *
 * @internal
 */
export function canonicalJson(value: unknown, path = ''): string {
  const isText = typeof value === 'string' && value.isWellFormed();
  if (isText || value === null || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item, at) => canonicalJson(item, `${path}[${at}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const members = Object.keys(value)
      .sort()
      .flatMap((key) => {
        const member = (value as Record<string, unknown>)[key];
        return member === undefined ? [] : `${canonicalJson(key, path)}:${canonicalJson(member, `${path}.${key}`)}`;
      });
    return `{${members.join(',')}}`;
  }
  throw refusal('canonicalJson', [{ path: path.replace(/^\./, ''), message: 'has no canonical JSON form' }]);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.hasOwn(prototype as object, 'isPrototypeOf');
}
