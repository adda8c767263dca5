import { TrackerError } from './tracker-error.js';

/**
 * A write was sent and its answer was lost: it may have been applied or not, so it was not sent again.
 *
 * Thrown by adapters and clients. Look the write up by `clientKey` before sending it again;
 * the outbox does exactly that.
 *
 * @public
 */
export class AmbiguousWriteError extends TrackerError<{ readonly clientKey?: string | undefined }> {
  override readonly name = 'AmbiguousWriteError';
  override readonly code = 'ambiguous_write';
  declare readonly retryable: false;
  /** The key under which the write can be looked up, where the caller gave one. */
  declare readonly clientKey: string | undefined;
}
