import type { Problem } from './problem.js';
import { TrackerError, type TrackerErrorDetails } from './tracker-error.js';

/**
 * The server understood the request and refused it (400, 410, 422 and other final answers).
 *
 * Thrown by adapters and clients. {@link RejectedError.fields} names the fields that the server complained of, where it
 * does; change those, the same request will be refused again.
 *
 * @public
 */
export class RejectedError extends TrackerError {
  override readonly name = 'RejectedError';
  override readonly code = 'rejected';
  override readonly retryable = false;
  /** The fields the server named, with its reasons, redacted; empty when it named none. */
  readonly fields: readonly Problem[];
  /** The server's own machine-readable code, such as `idempotency_key_reused`, where it sent one. */
  readonly serverCode: string | undefined;

  constructor(
    message: string,
    details: TrackerErrorDetails & { readonly fields?: readonly Problem[]; readonly serverCode?: string | undefined },
  ) {
    super(message, details);
    this.fields = details.fields ?? [];
    this.serverCode = details.serverCode;
  }
}
