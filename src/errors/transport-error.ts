import { TrackerError } from './tracker-error.js';

/**
 * The network or the server failed: no connection, a connection that broke, a 5xx, a redirect that may not be followed.
 *
 * Thrown by adapters and clients after their retries. `certainlyNotApplied` tells a write that never
 * reached the server from one that may have.
 *
 * @public
 */
export class TransportError extends TrackerError<{
  readonly retryable: boolean;
  readonly certainlyNotApplied?: boolean;
  readonly retryAfterMs?: number | undefined;
}> {
  override readonly name = 'TransportError';
  override readonly code = 'transport';
  declare readonly retryable: boolean;
  /** True when the server certainly did not act on the request, because no connection was made. */
  declare readonly certainlyNotApplied: boolean | undefined;
  /** The wait the server asked for, in milliseconds; `undefined` when it did not say. */
  declare readonly retryAfterMs: number | undefined;
}
