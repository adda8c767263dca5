import { TrackerError } from './tracker-error.js';

/**
 * The host's `egress` port did not permit data of this scope to leave. No token was read and nothing was sent.
 *
 * Thrown by clients and engines. Only the host can change the decision.
 *
 * @public
 */
export class EgressRefusedError extends TrackerError {
  override readonly name = 'EgressRefusedError';
  override readonly code = 'egress_refused';
  declare readonly retryable: false;
}
