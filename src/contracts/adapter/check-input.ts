import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { check } from '../problems.js';
import type { Schema } from '../schema.js';

/**
 * What an operation was handed, checked.
 *
 * @throws InvalidInputError that names every problem with its path, before anything is sent.
 *
 * @public
 */
export function checkInput<Value>(schema: Schema<Value>, value: unknown, operation: string, provider: string): Value {
  const checked = check(schema, value);
  if (checked.ok) return checked.value;
  throw new InvalidInputError(checked.problems, { context: { operation, provider, attempts: 0 } });
}
