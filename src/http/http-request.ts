import type { RetryOptions } from '../contracts/retry-options.js';
import type { Schema } from '../contracts/schema.js';
import type { TrackerError, TrackerErrorDetails } from '../errors/tracker-error.js';
import type { Limiter } from './limiter.js';

/**
 * How a call may be repeated.
 *
 * - `read`: changes nothing; repeated on every passing fault.
 * - `keyed`: a write that the server recognises by a key of ours; repeated like a read, with the same bytes.
 * - `write`: repeated only when the server certainly did not apply it; anything else is an `AmbiguousWriteError`.
 *
 * @public
 */
export type Repeatability = 'read' | 'keyed' | 'write';

export type { RetryOptions };

/** What an attempt is about to do or has met, for a client that reports progress. @public */
export interface AttemptReport {
  /** 1 for the first. */
  readonly attempt: number;
  /** What the attempt before ended with; absent for the first. */
  readonly error?: TrackerError;
  /** How long was waited before this attempt, in milliseconds; 0 for the first. */
  readonly waitedMs: number;
}

/**
 * One request.
 *
 * @public
 */
export interface HttpRequest<Body = unknown> {
  /** The operation in our own words, for errors: `issues.list`. */
  readonly operation: string;
  /** Default `GET`. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Below the client's base URL, with a leading slash; segments already encoded. A path with a segment `.` or `..`, a
   * query or a fragment is refused with an `InvalidInputError`.
   */
  readonly path: string;
  /** The query, without the question mark, or pairs. */
  readonly search?: string | URLSearchParams;
  /** Headers of this request only. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The body: bytes as they are (name their `Content-Type` in the headers), a `FormData` as multipart, anything else as
   * JSON. The same bytes on every attempt.
   */
  readonly body?: unknown;
  /** The shape of a 2xx answer. Without one, any JSON or an empty body is accepted. */
  readonly schema?: Schema<Body>;
  /** Statuses outside 2xx that are answers, not faults, for this request; their body is JSON or undefined, unchecked. */
  readonly answers?: readonly number[];
  /** Default `read` for GET, `write` otherwise. */
  readonly repeatability?: Repeatability;
  /** Named by an `AmbiguousWriteError`. */
  readonly clientKey?: string;
  /** Further texts to mask in errors, such as a password in the body. The credentials are masked anyway. */
  readonly secrets?: readonly string[];
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each attempt. */
  readonly onAttempt?: (report: AttemptReport) => void;
}

/**
 * A complete, checked answer.
 *
 * @public
 */
export interface HttpReply<Body> {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The body, checked against the request's schema. */
  readonly body: Body;
  /** Attempts made, this one included. */
  readonly attempts: number;
}

/**
 * An answer that is a fault, for a table that turns it into an error.
 *
 * @public
 */
export interface FaultAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The body if it was JSON, else undefined. */
  readonly body: unknown;
  /** The wait that the answer asks for (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Masks the client's secrets in a text of the server's and clips it. */
  readonly redact: (text: string) => string;
}

/**
 * Turns an answer into an error; `undefined` leaves it to the table by status.
 *
 * @public
 */
export type FaultTable = (answer: FaultAnswer, details: TrackerErrorDetails) => TrackerError | undefined;

/**
 * The options of an HTTP client.
 *
 * @public
 */
export interface HttpClientOptions {
  /** Origin and path prefix; every request stays below it. Already checked by the caller's options. */
  readonly baseUrl: string;
  /** The tracker, for errors. */
  readonly provider?: string;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The `Authorization` header, or whichever headers carry the credentials; asked before every attempt. After a 401 it is
   * asked again, and where it gives the same, once more with `isRefused` (without `refresh`; one call asks for all that
   * wait). When it gives others, the request is repeated with those.
   */
  readonly credentials?: (
    signal?: AbortSignal,
    isRefused?: boolean,
  ) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /**
   * Called at most once per call, after a 401 and when `credentials` gives the same again; true when there are new ones
   * now, and then the request is repeated.
   */
  readonly refresh?: (signal?: AbortSignal) => Promise<boolean>;
  /** The provider's own table of faults. */
  readonly faults?: FaultTable;
  /**
   * Whether an answer is a fault by its body, as GraphQL answers, mostly with 200 or 400. It then goes to `faults` whatever
   * its status, and what they read out of it is believed: a write that was refused so was not applied, unless the error is
   * one of the transport.
   */
  readonly isFault?: (body: unknown) => boolean;
  /**
   * Shared by all calls: each request waits until the limiter lets it leave, for `retry.maxWaitMs` at the most; past that
   * the call ends with a `RateLimitedError`.
   */
  readonly limiter?: Limiter | undefined;
  /** How often and how long to try. */
  readonly retry?: RetryOptions;
  /** The time for one attempt, its body included, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number;
  /** The largest answer that is read, in bytes after decompression. Default 33 554 432 (32 MiB). */
  readonly maxResponseBytes?: number;
}

/**
 * An HTTP client with one retry loop, limits, and errors of ours only.
 *
 * @public
 */
export interface HttpClient {
  /** Sends a request. Resolves to a complete, checked answer, or rejects with a `TrackerError` or the caller's reason. */
  send<Body = unknown>(request: HttpRequest<Body>): Promise<HttpReply<Body>>;
}
