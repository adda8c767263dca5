import { TrackerError } from './tracker-error.js';

/**
 * The thing does not exist, or these credentials may not see it: trackers answer 404 to both.
 *
 * Thrown by adapters and clients. Not proof of a deletion.
 *
 * @public
 */
export class NotFoundError extends TrackerError {
  override readonly name = 'NotFoundError';
  override readonly code = 'not_found';
  declare readonly retryable: false;
}
