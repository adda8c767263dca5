/**
 * Why a request was refused, as `error_code` on the wire.
 *
 * @public
 */
export type IngestErrorCode =
  | 'idempotency_key_invalid'
  | 'idempotency_key_required'
  | 'invalid_batch'
  | 'invalid_gzip'
  | 'invalid_json'
  | 'invalid_snapshot'
  | 'team_required'
  | 'unauthenticated'
  | 'project_forbidden'
  | 'team_forbidden'
  | 'method_not_allowed'
  | 'body_incomplete'
  | 'claim_lost'
  | 'snapshot_in_progress'
  | 'body_too_large'
  | 'content_encoding_unsupported'
  | 'content_type_unsupported'
  | 'idempotency_key_reused'
  | 'internal_error'
  | 'authentication_unavailable'
  | 'authorization_unavailable'
  | 'store_unavailable';

/**
 * The body of every answer that is no success.
 *
 * @public
 */
export interface IngestErrorBody {
  /** The stable, machine-readable reason. */
  readonly error_code: IngestErrorCode;
  /** The same for people, with what to do about it. */
  readonly message: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** How long to wait, in seconds; the same as in `Retry-After`. */
  readonly retry_after_seconds?: number;
  /** More, depending on the code: the problems of a payload, the stream's `latest_key`, a limit. */
  readonly details?: unknown;
  /** On a 400 of the batch route only, where the contract wants `error` and a `details` text. */
  readonly error?: string;
}

/** The HTTP status of each code. @internal */
export const STATUS_OF_CODE: Readonly<Record<IngestErrorCode, number>> = {
  idempotency_key_invalid: 400,
  idempotency_key_required: 400,
  invalid_batch: 400,
  invalid_gzip: 400,
  invalid_json: 400,
  invalid_snapshot: 400,
  team_required: 400,
  unauthenticated: 401,
  project_forbidden: 403,
  team_forbidden: 403,
  method_not_allowed: 405,
  body_incomplete: 408,
  claim_lost: 409,
  snapshot_in_progress: 409,
  body_too_large: 413,
  content_encoding_unsupported: 415,
  content_type_unsupported: 415,
  idempotency_key_reused: 422,
  internal_error: 500,
  authentication_unavailable: 503,
  authorization_unavailable: 503,
  store_unavailable: 503,
};

const RETRYABLE: ReadonlySet<number> = new Set([408, 409, 500, 503]);

/** A request that goes no further: what a step returns in place of its result. */
export interface Refusal {
  readonly refused: IngestErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly details?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function refuse(
  refused: IngestErrorCode,
  message: string,
  more: Omit<Refusal, 'refused' | 'message'> = {},
): Refusal {
  return { refused, message, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** `batch`: the answer belongs to the batch route, whose 400 has the contract's own shape as well. */
export function toRefusalResponse(refusal: Refusal, batch = false): Response {
  const { refused, message, retryAfterMs, headers } = refusal;
  const status = STATUS_OF_CODE[refused];
  const seconds = retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000));
  const details = batch && status === 400 ? message : refusal.details;
  const body: IngestErrorBody = {
    error_code: refused,
    message,
    retryable: RETRYABLE.has(status),
    ...(seconds === undefined ? {} : { retry_after_seconds: seconds }),
    ...(details === undefined ? {} : { details }),
    ...(batch && status === 400 ? { error: BATCH_FAILED } : {}),
  };
  return toJsonResponse(status, body, {
    ...headers,
    ...(seconds === undefined ? {} : { 'Retry-After': `${seconds}` }),
  });
}

export const BATCH_FAILED = 'Batch validation failed';

export function toJsonResponse(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  });
}
