import { TrackerError } from './tracker-error.js';

/**
 * This tracker, this server version or this runtime cannot do what was asked.
 *
 * Thrown where it shows only at run time; what is known before is absent from the adapter's type instead.
 *
 * @public
 */
export class UnsupportedError extends TrackerError {
  override readonly name = 'UnsupportedError';
  override readonly code = 'unsupported';
  declare readonly retryable: false;
}
