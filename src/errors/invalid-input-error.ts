import { labelOf } from './label-of.js';
import { type Problem, summarizeProblems } from './problem.js';
import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * A value handed to a call breaks its contract. Nothing was sent or stored.
 *
 * Thrown by every public function that takes input. {@link InvalidInputError.problems} names each problem with its path;
 * the value itself is never repeated.
 *
 * @public
 */
export class InvalidInputError extends TrackerError {
  override readonly name = 'InvalidInputError';
  override readonly code = 'invalid_input';
  declare readonly retryable: false;
  /** Every problem with its path. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], details: TrackerErrorDetails) {
    super(`${labelOf(details.context)}: ${summarizeProblems(problems)}`, details);
    this.problems = problems;
  }
}
