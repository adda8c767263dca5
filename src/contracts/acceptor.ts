import type * as z from 'zod/mini';
import { type Checked, check } from './problems.js';

type Accepts = (value: unknown) => boolean;

const never: Accepts = () => false;

// Quicker than isPlainObject, and as good: whatever has the members and no others, the schema accepts as well.
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Makes a quick test of a schema for hot paths: where it says yes, the schema accepts the value; where it says no, ask
 * the schema, which also knows why. Five times as fast as the schema itself, because it copies nothing and describes
 * nothing, and without the code generation of `z.compile`, which some runtimes forbid and which weighs 8 kB.
 *
 * Knows what the contracts are made of. What it does not know, or what is odd (an `undefined` member), it leaves to the schema.
 *
 * @internal
 */
export function acceptor(schema: z.core.SomeType): Accepts {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return (def.checks ?? [])
    .map(acceptorOfCheck)
    .reduce<Accepts>((before, next) => (value) => before(value) && next(value), acceptorOfType(def));
}

/**
 * Makes a check that is quick where a value is right and thorough where it is not.
 *
 * @internal
 */
export function checker<Schema extends z.ZodMiniType>(
  schema: Schema,
): (value: unknown, root?: readonly PropertyKey[]) => Checked<z.output<Schema>> {
  const accepts = acceptor(schema);
  return (value, root) =>
    accepts(value) ? { ok: true, value: value as z.output<Schema> } : check(schema, value, root);
}

function acceptorOfType(def: z.core.$ZodTypes['_zod']['def']): Accepts {
  switch (def.type) {
    case 'nullable': {
      const accepts = acceptor(def.innerType);
      return (value) => value === null || accepts(value);
    }
    case 'object':
      return def.catchall?._zod.def.type === 'never' ? acceptorOfMembers(def.shape) : never;
    case 'custom':
      return def.fn as Accepts;
    default:
      return never;
  }
}

function acceptorOfMembers(shape: z.core.$ZodShape): Accepts {
  const members = Object.entries(shape).map(([name, type]) => ({ name, accepts: acceptor(type) }));
  return (value) => {
    // As many keys as members, and every member there: then none is unknown.
    if (!isObject(value) || Object.keys(value).length !== members.length) return false;
    for (const { name, accepts } of members) {
      const member = value[name];
      if (member === undefined || !accepts(member)) return false;
    }
    return true;
  };
}

function acceptorOfCheck({ _zod }: z.core.$ZodCheck<never>): Accepts {
  const { fn } = _zod.def as { fn?: Accepts };
  if (fn) return fn;
  return (value) => {
    const payload = { value: value as never, issues: [] };
    _zod.check(payload);
    return payload.issues.length === 0;
  };
}
