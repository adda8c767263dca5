import type { Problem } from './problem.js';
import { TrackerError } from './tracker-error.js';

/**
 * The server understood the request and refused it (400, 410, 422 and other final answers).
 *
 * Thrown by adapters and clients. `fields` names the fields that the server complained of, where it
 * does; change those, the same request will be refused again.
 *
 * @public
 */
export class RejectedError extends TrackerError<{
  readonly fields?: readonly Problem[];
  readonly serverCode?: string | undefined;
}> {
  override readonly name = 'RejectedError';
  override readonly code = 'rejected';
  declare readonly retryable: false;
  /** The fields the server named, with its reasons, redacted; absent when it named none. */
  declare readonly fields: readonly Problem[] | undefined;
  /** The server's own machine-readable code, such as `idempotency_key_reused`, where it sent one. */
  declare readonly serverCode: string | undefined;
}
