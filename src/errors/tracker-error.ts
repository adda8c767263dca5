import type { TrackerErrorCode } from './codes.js';
import type { ErrorCause } from './redact.js';

/**
 * Which call failed. Holds no URL, header, body or credential.
 *
 * @public
 */
export interface CallContext {
  /** The operation in the SDK's own words: `issues.list`, `publish`, `buildSnapshot`. */
  readonly operation: string;
  /** The tracker, where one is involved. */
  readonly provider?: string;
  /** Requests sent for this call, retries included; 0 when nothing was sent. */
  readonly attempts: number;
  /** The server's own id of the request, to quote to its support. */
  readonly requestId?: string;
  /** The HTTP status of the last answer, where there was one. */
  readonly httpStatus?: number;
}

/**
 * What every error of this package is made from.
 *
 * @public
 */
export interface TrackerErrorDetails {
  /** Which call failed. */
  readonly context: CallContext;
  /** What lay behind it, already stripped of anything secret. */
  readonly cause?: ErrorCause;
}

const BRAND: unique symbol = Symbol.for('@spec-kitty/tracker/error') as never;

/**
 * The base of every error that this package throws. Never thrown itself: switch over {@link TrackerError.code}, or over
 * the union {@link TrackerFault}, which the compiler checks for completeness.
 *
 * A caller's abort is not a fault: `signal.reason` passes through as it is.
 *
 * @public
 */
export abstract class TrackerError<Facts extends object = object> extends Error {
  /** The class name, a literal. */
  abstract override readonly name: string;
  /** The stable, machine-readable kind. */
  abstract readonly code: TrackerErrorCode;
  /** Whether the same call may succeed later without a change. Decided where the error is born. */
  abstract readonly retryable: boolean;
  /** Which call failed. */
  readonly context: CallContext;

  constructor(message: string, { context, cause, ...facts }: TrackerErrorDetails & Facts) {
    super(message, cause && { cause });
    this.context = context;
    // Whatever more a class documents; those that can be repeated say so.
    Object.assign(this, { retryable: false }, facts);
  }

  /** The error as plain data for a log: no stack, nothing secret. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), message: this.message, cause: this.cause };
  }
}

// On the prototype, so that two copies of this package in one process recognise each other's errors and no
// instance carries it.
Object.defineProperty(TrackerError.prototype, BRAND, { value: true });

/** @internal */
export function isBranded(value: unknown): value is TrackerError {
  return value instanceof Error && (value as { [BRAND]?: unknown })[BRAND] === true;
}
