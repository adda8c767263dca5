import { TrackerError } from './tracker-error.js';

/**
 * The credentials are good, but lack a right (403).
 *
 * Thrown by adapters and clients. `missing` names the scopes or permissions that the server asked
 * for, where it says so.
 *
 * @public
 */
export class PermissionError extends TrackerError<{ readonly missing?: readonly string[] }> {
  override readonly name = 'PermissionError';
  override readonly code = 'permission';
  declare readonly retryable: false;
  /** What the server wants, in its own words; absent when it does not say. */
  declare readonly missing: readonly string[] | undefined;
}
