import { isTrackerError } from '../../errors/is-tracker-error.js';

const CLIP_AT = 200;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > CLIP_AT ? `${text.slice(0, CLIP_AT)}…` : text;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Where two pieces of plain data differ first, as a path; the empty text is the root, `undefined` that they are equal. */
function difference(a: unknown, b: unknown): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return '';
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  for (const key of keys) {
    if (!Object.hasOwn(a, key) || !Object.hasOwn(b, key)) return `.${key}`;
    const inner = difference(Reflect.get(a, key), Reflect.get(b, key));
    if (inner !== undefined) return `.${key}${inner}`;
  }
  return undefined;
}

export function expectTrue(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Compares plain data deeply; the order of an object's keys does not matter. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const path = difference(actual, expected);
  if (path === undefined) return;
  const place = path === '' ? '' : ` (they differ at ${path.slice(1)})`;
  throw new Error(`${what}: expected ${show(expected)}, found ${show(actual)}${place}`);
}

/** The value, which must be there. */
export function expectDefined<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`${what}: expected a value, found undefined`);
  return value;
}

export async function expectInvalidInput(call: () => Promise<unknown>, what: string): Promise<void> {
  let outcome: string;
  try {
    outcome = `resolved to ${show(await call())}`;
  } catch (error) {
    if (isTrackerError(error, 'invalid_input')) return;
    outcome = `rejected with ${String(error)}`;
  }
  throw new Error(`${what}: expected an InvalidInputError, but it ${outcome}`);
}

/** Writes over everything inside a value, as far as it lets itself be changed. */
export function scribble(value: unknown): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const inner: unknown = Reflect.get(value, key);
    if (isObject(inner)) scribble(inner);
    else Reflect.set(value, key, 'scribbled');
  }
}
