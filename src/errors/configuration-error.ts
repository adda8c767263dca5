import { type Problem, summarizeProblems } from './problem.js';
import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * A factory's options are wrong: a blank workspace, an unknown option, a server URL with a password in it.
 *
 * Thrown by `create...` functions before anything is sent or stored. Repeating the call does not help: change what
 * {@link ConfigurationError.problems} name.
 *
 * @public
 */
export class ConfigurationError extends TrackerError {
  override readonly name = 'ConfigurationError';
  override readonly code = 'configuration';
  declare readonly retryable: false;
  /** Every wrong option with its path. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], details: TrackerErrorDetails) {
    super(`${details.context.operation}: ${summarizeProblems(problems)}`, details);
    this.problems = problems;
  }
}
