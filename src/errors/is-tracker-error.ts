import type { AmbiguousWriteError } from './ambiguous-write-error.js';
import type { AuthenticationError } from './authentication-error.js';
import type { TrackerErrorCode } from './codes.js';
import type { ConfigurationError } from './configuration-error.js';
import type { ConflictError } from './conflict-error.js';
import type { ContractError } from './contract-error.js';
import type { EgressRefusedError } from './egress-refused-error.js';
import type { InvalidInputError } from './invalid-input-error.js';
import type { NotFoundError } from './not-found-error.js';
import type { PermissionError } from './permission-error.js';
import type { RateLimitedError } from './rate-limited-error.js';
import type { RejectedError } from './rejected-error.js';
import type { SignatureError } from './signature-error.js';
import type { StoreError } from './store-error.js';
import type { TimeoutError } from './timeout-error.js';
import type { TooLargeError } from './too-large-error.js';
import { isBranded } from './tracker-error.js';
import type { TransportError } from './transport-error.js';
import type { UnsupportedError } from './unsupported-error.js';

/**
 * Every error that this package throws, as a union, so that a `switch` over `code` is exhaustive.
 *
 * @public
 */
export type TrackerFault =
  | AmbiguousWriteError
  | AuthenticationError
  | ConfigurationError
  | ConflictError
  | ContractError
  | EgressRefusedError
  | InvalidInputError
  | NotFoundError
  | PermissionError
  | RateLimitedError
  | RejectedError
  | SignatureError
  | StoreError
  | TimeoutError
  | TooLargeError
  | TransportError
  | UnsupportedError;

/**
 * Tells our errors from everything else, also when two copies of this package are loaded (where `instanceof` fails).
 *
 * @param value - Whatever was caught.
 *
 * @example
 * ```ts
 * if (isTrackerError(error, 'rate_limited')) requeueIn(error.retryAfterMs ?? 60_000);
 * ```
 *
 * @public
 */
export function isTrackerError(value: unknown): value is TrackerFault;
/**
 * Tells errors of one code from everything else.
 *
 * @param value - Whatever was caught.
 * @param code - Narrows to the errors of this code.
 *
 * @public
 */
export function isTrackerError<Code extends TrackerErrorCode>(
  value: unknown,
  code: Code,
): value is Extract<TrackerFault, { code: Code }>;
export function isTrackerError(value: unknown, code?: TrackerErrorCode): value is TrackerFault {
  return isBranded(value) && (code === undefined || value.code === code);
}
