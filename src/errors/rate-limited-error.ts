import { TrackerError } from './tracker-error.js';

/**
 * The server told us to slow down and the retry budget ran out first.
 *
 * Thrown by adapters and clients; stores never throw it. Requeue the whole run no earlier than
 * `retryAfterMs` from now: retrying this one call in place only moves the limit onto the next
 * caller.
 *
 * @public
 */
export class RateLimitedError extends TrackerError<{
  readonly retryAfterMs?: number | undefined;
  readonly scope?: string | undefined;
}> {
  override readonly name = 'RateLimitedError';
  override readonly code = 'rate_limited';
  override readonly retryable = true;
  /** The wait the server asked for, in milliseconds; `undefined` when it did not say. */
  declare readonly retryAfterMs: number | undefined;
  /** What is limited, in the server's own word (`core`, `secondary`), where it says so. */
  declare readonly scope: string | undefined;
}
