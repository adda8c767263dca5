import * as z from 'zod/mini';
import { type Accepts, acceptor } from './acceptor.js';
import { isPlainObject } from './plain-object.js';

// In place of zod's own objects and what may be absent or null, which weigh 1.5 kB more in every bundle, as much as all of
// our errors, and have no quick test.

type Shape = Readonly<Record<string, z.ZodMiniType>>;
type Payload = z.core.ParsePayload<unknown>;
type Outcome<Members extends z.core.$ZodLooseShape> = z.ZodMiniType<
  z.core.$InferObjectOutput<Members, Record<never, never>>,
  z.core.$InferObjectInput<Members, Record<never, never>>
>;

/** How a member may be absent: `exact` only as a missing key, `optional` as `undefined` too. */
type Absence = 'optional' | 'exact';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with a quick test, which says yes only to what `inspect` has nothing to say of. */
function made(accepts: Accepts, inspect: (payload: Payload) => void, absence?: Absence): z.ZodMiniType {
  const schema = z.custom<unknown>().check(inspect);
  Object.assign(schema._zod.def, { accepts, absence });
  // For an object of the library's own around it.
  if (absence) Object.assign(schema._zod, { optin: 'optional', optout: 'optional' });
  return schema;
}

const absenceOf = ({ _zod }: z.ZodMiniType) => (_zod.def as { readonly absence?: Absence }).absence;

/** What a schema makes of a value; what it has to say goes to the payload's issues, under a path. */
function parsed({ issues }: Payload, schema: z.core.SomeType, value: unknown, ...path: readonly string[]): unknown {
  // Synchronous, as all schemas here are.
  const outcome = schema._zod.run({ value, issues: [] }, { async: false }) as Payload;
  for (const issue of outcome.issues) issues.push({ ...issue, path: [...path, ...(issue.path ?? [])] });
  return outcome.value;
}

function besides(other: null | undefined, schema: z.core.SomeType, absence?: Absence) {
  const accepts = acceptor(schema);
  return made(
    (value) => value === other || accepts(value),
    (payload) => {
      if (payload.value !== other) payload.value = parsed(payload, schema, payload.value);
    },
    absence,
  );
}

/** A value, or null. */
export function nullable<Schema extends z.core.SomeType>(schema: Schema): z.ZodMiniNullable<Schema> {
  return besides(null, schema) as never;
}

/** A member that may be absent, or `undefined`. */
export function optional<Schema extends z.core.SomeType>(schema: Schema): z.ZodMiniOptional<Schema> {
  return besides(undefined, schema, 'optional') as never;
}

/** A member that may be absent, and is not `undefined`. */
export function exactOptional<Schema extends z.core.SomeType>(schema: Schema): z.ZodMiniExactOptional<Schema> {
  const inspect = (payload: Payload) => {
    payload.value = parsed(payload, schema, payload.value);
  };
  return made(acceptor(schema), inspect, 'exact') as never;
}

function objectWith(shape: Shape, isStrict: boolean): z.ZodMiniType {
  const members = Object.entries(shape).map(([name, schema]) => {
    return { name, schema, accepts: acceptor(schema), mayLack: absenceOf(schema) !== undefined };
  });
  const accepts: Accepts = (value) => {
    // Of anything but a plain object a member may be inherited, which is odd enough for the schema to look at.
    if (!isPlainObject(value)) return false;
    let found = 0;
    for (const { name, accepts: acceptsMember, mayLack } of members) {
      const member = value[name];
      if (member === undefined) {
        if (!mayLack || name in value) return false;
      } else if (acceptsMember(member)) found++;
      else return false;
    }
    // As many keys as members that are there: then none is unknown.
    return !isStrict || Object.keys(value).length === found;
  };
  return made(accepts, (payload) => {
    const { issues, value } = payload;
    if (!isObject(value)) {
      issues.push({ code: 'invalid_type', expected: 'object', input: undefined });
      return;
    }
    const copy: Record<string, unknown> = {};
    for (const { name, schema, mayLack } of members) {
      if (name in value) copy[name] = parsed(payload, schema, value[name], name);
      else if (!mayLack) parsed(payload, schema, undefined, name);
    }
    payload.value = copy;
    const keys = isStrict ? Object.keys(value).filter((key) => !Object.hasOwn(shape, key)) : [];
    // Later checks still run: the value is an object of the shape, with something besides.
    if (keys.length > 0) issues.push({ code: 'unrecognized_keys', keys, input: undefined, continue: true });
  });
}

/** An object with these members and no others. */
export function strictObject<const Members extends z.core.$ZodLooseShape>(shape: Members): Outcome<Members> {
  return objectWith(shape, true) as never;
}

/** An object with these members; others are left out. */
export function object<const Members extends z.core.$ZodLooseShape>(shape: Members): Outcome<Members> {
  return objectWith(shape, false) as never;
}
