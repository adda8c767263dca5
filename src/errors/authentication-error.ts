import { TrackerError } from './tracker-error.js';

/**
 * The server does not accept the credentials: wrong, expired or revoked (401), after the one refresh that a token
 * provider allows.
 *
 * Thrown by adapters and clients; a right that is missing is a `PermissionError` instead. Ask for new credentials
 * before calling again: trackers lock accounts that keep trying.
 *
 * @public
 */
export class AuthenticationError extends TrackerError {
  override readonly name = 'AuthenticationError';
  override readonly code = 'authentication';
  declare readonly retryable: false;
}
