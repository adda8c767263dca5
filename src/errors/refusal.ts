import { InvalidInputError } from './invalid-input-error.js';
import type { Problem } from './problem.js';

/**
 * The error for a call that is refused before anything is sent or stored.
 *
 * @internal
 */
export function refusal(operation: string, problems: readonly Problem[]): InvalidInputError {
  return new InvalidInputError(problems, { context: { operation, attempts: 0 } });
}
