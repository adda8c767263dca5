type Path = readonly PropertyKey[];

/**
 * Where a value is not of the shape that is read, or undefined when it is. In place of zod's own shapes, because every
 * synchronised issue passes through: nothing is copied, and what is not read is not looked at.
 *
 * @internal
 */
export interface Shape<Wire> {
  (value: unknown): Path | undefined;
  /** Never there; tells the compiler what passes. */
  readonly wire?: Wire;
}

/** What passes a shape. @internal */
export type WireOf<Of> = Of extends Shape<infer Wire> ? Wire : never;

/** The value itself is not of the shape. @internal */
export const HERE: Path = [];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @internal */
export function leaf<Wire>(fits: (value: unknown) => boolean): Shape<Wire> {
  return (value) => (fits(value) ? undefined : HERE);
}

/** Absent, null, or of the shape. @internal */
export function maybe<Wire>(shape: Shape<Wire>): Shape<Wire | null | undefined> {
  return (value) => (value === null || value === undefined ? undefined : shape(value));
}

/** An object with these members, and any others. @internal */
export function object<Members extends Readonly<Record<string, Shape<unknown>>>>(
  members: Members,
): Shape<{ readonly [Name in keyof Members]: WireOf<Members[Name]> }> {
  const names = Object.keys(members);
  const shapes = Object.values(members);
  return (value) => {
    if (!isObject(value)) return HERE;
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const path = shapes[at]?.(value[name]);
      if (path) return [name, ...path];
    }
    return undefined;
  };
}

/** @internal */
export function list<Wire>(shape: Shape<Wire>): Shape<readonly Wire[]> {
  return (value) => {
    if (!Array.isArray(value)) return HERE;
    for (let at = 0; at < value.length; at++) {
      const path = shape(value[at]);
      if (path) return [at, ...path];
    }
    return undefined;
  };
}

/** An object whose members are all of one shape. @internal */
export function record<Wire>(shape: Shape<Wire>): Shape<Readonly<Record<string, Wire | undefined>>> {
  return (value) =>
    isObject(value) ? object(Object.fromEntries(Object.keys(value).map((name) => [name, shape])))(value) : HERE;
}

/** @internal */
export const text = leaf<string>((value) => typeof value === 'string');
/** @internal */
export const flag = leaf<boolean>((value) => typeof value === 'boolean');
/** @internal */
export const number = leaf<number>(Number.isFinite);
/** @internal */
export const id = leaf<string | number>((value) => typeof value === 'string' || Number.isSafeInteger(value));
/** @internal */
export const unread = leaf<unknown>(() => true);
/** @internal */
export const anyObject = leaf<Readonly<Record<string, unknown>>>(isObject);
