import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * The network or the server failed: no connection, a connection that broke, a 5xx, a redirect that may not be followed.
 *
 * Thrown by adapters and clients after their retries. {@link TransportError.certainlyNotApplied} tells a write that never
 * reached the server from one that may have.
 *
 * @public
 */
export class TransportError extends TrackerError {
  override readonly name = 'TransportError';
  override readonly code = 'transport';
  override readonly retryable: boolean;
  /** The server certainly did not act on the request, because no connection was made. */
  readonly certainlyNotApplied: boolean;
  /** The wait the server asked for, in milliseconds; `undefined` when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    details: TrackerErrorDetails & {
      readonly retryable: boolean;
      readonly certainlyNotApplied?: boolean;
      readonly retryAfterMs?: number | undefined;
    },
  ) {
    super(message, details);
    this.retryable = details.retryable;
    this.certainlyNotApplied = details.certainlyNotApplied ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}
