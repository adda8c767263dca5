import type * as z from 'zod/mini';

/**
 * A type in the form in which two are compared: readonly arrays become mutable and an open union's `string & {}` becomes
 * `string`, so that a documented interface and an inferred type are equal when they mean the same. Nested, so that drift
 * deep inside is caught too.
 *
 * @public
 */
export type Comparable<T> = T extends string
  ? string extends T
    ? string
    : T
  : T extends readonly (infer Element)[]
    ? Comparable<Element>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Comparable<T[Key]> }
      : T;

/**
 * Whether two types are one.
 *
 * @public
 */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * The schema, where it is one of the contract; `never` where it is not.
 *
 * @public
 */
export type Pinned<Contract, Schema extends z.ZodMiniType> =
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
