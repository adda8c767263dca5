import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * No complete answer came in time: one attempt's limit, or the deadline of the whole call.
 *
 * Thrown by adapters and clients. For a write that may have been applied an `AmbiguousWriteError` is thrown instead.
 *
 * @public
 */
export class TimeoutError extends TrackerError {
  override readonly name = 'TimeoutError';
  override readonly code = 'timeout';
  override readonly retryable = true;
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number;

  constructor(message: string, details: TrackerErrorDetails & { readonly timeoutMs: number }) {
    super(message, details);
    this.timeoutMs = details.timeoutMs;
  }
}
