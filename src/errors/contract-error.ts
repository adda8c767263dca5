import type { Problem } from './problem.js';
import { TrackerError } from './tracker-error.js';

/**
 * The other side broke the shape it promised: HTML instead of JSON, half a document, a needed field missing.
 *
 * Thrown by adapters and clients, never turned into an empty result. `problems` names the paths
 * without the values; `context.httpStatus` keeps the status.
 *
 * @public
 */
export class ContractError extends TrackerError<{
  readonly problems?: readonly Problem[];
  readonly retryable?: boolean;
}> {
  override readonly name = 'ContractError';
  override readonly code = 'contract';
  /** Default false: a cut-off body may be whole the next time, a wrong shape stays wrong. */
  declare readonly retryable: boolean;
  /** What was missing or wrong, by path; absent when the answer as a whole was unreadable. */
  declare readonly problems: readonly Problem[] | undefined;
}
