import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * The credentials are good, but lack a right (403).
 *
 * Thrown by adapters and clients. {@link PermissionError.missing} names the scopes or permissions that the server asked
 * for, where it says so.
 *
 * @public
 */
export class PermissionError extends TrackerError {
  override readonly name = 'PermissionError';
  override readonly code = 'permission';
  override readonly retryable = false;
  /** What the server wants, in its own words; empty when it does not say. */
  readonly missing: readonly string[];

  constructor(message: string, details: TrackerErrorDetails & { readonly missing?: readonly string[] }) {
    super(message, details);
    this.missing = details.missing ?? [];
  }
}
