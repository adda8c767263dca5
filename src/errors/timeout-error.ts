import { TrackerError } from './tracker-error.js';

/**
 * No complete answer came in time: one attempt's limit, or the deadline of the whole call.
 *
 * Thrown by adapters and clients. For a write that may have been applied an `AmbiguousWriteError` is thrown instead.
 *
 * @public
 */
export class TimeoutError extends TrackerError<{ readonly timeoutMs: number }> {
  override readonly name = 'TimeoutError';
  override readonly code = 'timeout';
  override readonly retryable = true;
  /** The limit that passed, in milliseconds. */
  declare readonly timeoutMs: number;
}
