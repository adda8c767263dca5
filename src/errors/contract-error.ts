import type { Problem } from './problem.js';
import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * The other side broke the shape it promised: HTML instead of JSON, half a document, a needed field missing.
 *
 * Thrown by adapters and clients, never turned into an empty result. {@link ContractError.problems} names the paths
 * without the values; `context.httpStatus` keeps the status.
 *
 * @public
 */
export class ContractError extends TrackerError {
  override readonly name = 'ContractError';
  override readonly code = 'contract';
  override readonly retryable: boolean;
  /** What was missing or wrong, by path; empty when the answer as a whole was unreadable. */
  readonly problems: readonly Problem[];

  /** `retryable` (default false): a cut-off body may be whole the next time, a wrong shape stays wrong. */
  constructor(
    message: string,
    details: TrackerErrorDetails & { readonly problems?: readonly Problem[]; readonly retryable?: boolean },
  ) {
    super(message, details);
    this.problems = details.problems ?? [];
    this.retryable = details.retryable ?? false;
  }
}
