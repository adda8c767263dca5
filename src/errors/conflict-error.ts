import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * Someone else changed the thing first (409, 412, or a lost compare-and-set). Nothing was overwritten.
 *
 * Thrown by adapters, clients and engines. Read again, then decide again.
 *
 * @public
 */
export class ConflictError extends TrackerError {
  override readonly name = 'ConflictError';
  override readonly code = 'conflict';
  override readonly retryable: boolean;

  /** `retryable` (default false) says that the call itself, repeated as it is, reads again. */
  constructor(message: string, details: TrackerErrorDetails & { readonly retryable?: boolean }) {
    super(message, details);
    this.retryable = details.retryable ?? false;
  }
}
