import { TrackerError } from './tracker-error.js';

/**
 * A delivery's signature is missing, wrong or too old. Its body was not parsed.
 *
 * Thrown by webhook verifiers. Says nothing about which part failed, so that a forger learns nothing.
 *
 * @public
 */
export class SignatureError extends TrackerError {
  override readonly name = 'SignatureError';
  override readonly code = 'signature';
  declare readonly retryable: false;
}
