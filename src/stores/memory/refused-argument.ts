import { InvalidInputError } from '../../errors/invalid-input-error.js';

/** The error for an argument that breaks a store's protocol. Nothing was written. */
export function refusedArgument(operation: string, path: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path, message }], { context: { operation, attempts: 0 } });
}
