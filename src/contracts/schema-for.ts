import type * as z from 'zod/mini';

// Readonly arrays become mutable and an open union's `string & {}` becomes `string`, so that a documented interface and
// an inferred type compare equal when they mean the same. Nested, so that drift deep inside is caught too.
type Comparable<T> = T extends string
  ? string extends T
    ? string
    : T
  : T extends readonly (infer Element)[]
    ? Comparable<Element>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Comparable<T[Key]> }
      : T;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Pinned<Contract, Schema extends z.ZodMiniType> =
  Equal<Comparable<Contract>, Comparable<z.output<Schema>>> extends true ? Schema : never;

/**
 * Pins a schema to a hand-written interface: if either drifts from the other, in a nested member too, this does not
 * compile. The interface leads, because inferred types lose their documentation.
 *
 * @public
 */
export function schemaFor<Contract>(): <Schema extends z.ZodMiniType>(schema: Pinned<Contract, Schema>) => Schema {
  return (schema) => schema;
}
