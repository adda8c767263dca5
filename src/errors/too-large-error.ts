import { TrackerError } from './tracker-error.js';

/**
 * An answer went over our limit, or the server said that what we sent goes over its own (413).
 *
 * Thrown by adapters and clients. Raise the limit that the message names, or send less at once.
 *
 * @public
 */
export class TooLargeError extends TrackerError<{ readonly limitBytes?: number | undefined }> {
  override readonly name = 'TooLargeError';
  override readonly code = 'too_large';
  declare readonly retryable: false;
  /** The limit in bytes, where it is known. */
  declare readonly limitBytes: number | undefined;
}
