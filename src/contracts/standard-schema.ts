/**
 * A validator in the form of the Standard Schema specification (https://standardschema.dev), which zod, valibot, arktype
 * and others share. Public schemas have this type, so that the library behind them can change.
 *
 * @public
 */
export interface StandardSchema<Output> {
  /** The specification's one property. */
  readonly '~standard': StandardSchemaProps<Output>;
}

/**
 * What `~standard` holds.
 *
 * @public
 */
export interface StandardSchemaProps<Output> {
  /** The version of the specification. */
  readonly version: 1;
  /** The library behind the schema. */
  readonly vendor: string;
  /** Checks a value. Synchronous for every schema of this package. */
  readonly validate: (value: unknown) => StandardSchemaResult<Output> | Promise<StandardSchemaResult<Output>>;
  /** Never there at run time: carries the types. */
  readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
}

/**
 * A validator's verdict: `value`, or `issues` when it failed.
 *
 * @public
 */
export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

/**
 * One thing wrong with a value.
 *
 * @public
 */
export interface StandardSchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
