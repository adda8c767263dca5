import { TrackerError } from './tracker-error.js';

/**
 * Someone else changed the thing first (409, 412, or a lost compare-and-set). Nothing was overwritten.
 *
 * Thrown by adapters, clients and engines. Read again, then decide again.
 *
 * @public
 */
export class ConflictError extends TrackerError<{ readonly retryable?: boolean }> {
  override readonly name = 'ConflictError';
  override readonly code = 'conflict';
  /** Whether the call itself, repeated as it is, reads again. Default false. */
  declare readonly retryable: boolean;
}
