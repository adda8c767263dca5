import { explain } from './problems.js';
import type { Schema } from './schema.js';
import type { StandardSchema } from './standard-schema.js';

/**
 * The public face of a schema: the same verdict, and problems in the words of our own errors. The library behind says
 * "Invalid input" to everything.
 *
 * @internal
 */
export function toStandardSchema<Output>(schema: Schema<Output>): StandardSchema<Output> {
  return {
    '~standard': {
      version: 1,
      vendor: 'spec-kitty',
      validate(value) {
        const { data, error } = schema.safeParse(value);
        return error ? { issues: explain(error.issues) } : { value: data as Output };
      },
    },
  };
}
