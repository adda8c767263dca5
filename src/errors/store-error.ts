import { TrackerError } from './tracker-error.js';

/**
 * A store of the host failed or broke its protocol.
 *
 * Thrown by clients and engines around every store call; the store's own error is in `cause`, redacted. The message says
 * whether anything had been sent by then.
 *
 * @public
 */
export class StoreError extends TrackerError {
  override readonly name = 'StoreError';
  override readonly code = 'store';
  override readonly retryable = true;
}
