import { AuthenticationError } from '../errors/authentication-error.js';
import { ConflictError } from '../errors/conflict-error.js';
import { NotFoundError } from '../errors/not-found-error.js';
import { PermissionError } from '../errors/permission-error.js';
import { RateLimitedError } from '../errors/rate-limited-error.js';
import { RejectedError } from '../errors/rejected-error.js';
import { TooLargeError } from '../errors/too-large-error.js';
import type { TrackerError, TrackerErrorDetails } from '../errors/tracker-error.js';
import { TransportError } from '../errors/transport-error.js';
import type { FaultAnswer } from './http-request.js';

interface Facts extends TrackerErrorDetails {
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly serverCode?: string;
}
type Row = readonly [new (message: string, facts: Facts) => TrackerError, string];

const CONFLICT: Row = [ConflictError, 'a conflict with what the server has'];
const FAILED: Row = [TransportError, 'the server failed'];
const NO_ANSWER: Row = [TransportError, 'neither an answer nor a redirect to follow'];
const REFUSED: Row = [RejectedError, 'the server refused the request'];
const ROWS: Readonly<Record<number, Row>> = {
  401: [AuthenticationError, 'the credentials are not accepted'],
  403: [PermissionError, 'the credentials lack a right'],
  404: [NotFoundError, 'not found, or not visible to these credentials'],
  408: FAILED,
  409: CONFLICT,
  412: CONFLICT,
  413: [TooLargeError, 'the request is too large'],
  425: FAILED,
  429: [RateLimitedError, 'the server limits the rate'],
};

/**
 * What an answer means by its status alone, in the words that most servers share. A provider's own table comes first.
 *
 * @param label - The start of the message: provider and operation.
 *
 * @internal
 */
export function faultByStatus(answer: FaultAnswer, details: TrackerErrorDetails, label: string): TrackerError {
  const { body, redact, retryAfterMs, status } = answer;
  const members = Object(body) as Readonly<Record<string, unknown>>;
  /** The first of these members that is a text with something in it. */
  const textIn = (...names: string[]) =>
    names.map((name) => members[name]).find((text): text is string => typeof text === 'string' && text !== '');
  const theirs = textIn('message', 'error_description', 'detail', 'error', 'title');
  // A code is one word; a sentence in the same place is a message.
  const code = textIn('error_code', 'code', 'error');
  const [Fault, what] = ROWS[status] ?? (status >= 500 ? FAILED : status < 400 ? NO_ANSWER : REFUSED);
  return new Fault(`${label}: ${what} (${status})${theirs ? `: ${redact(theirs)}` : ''}`, {
    ...details,
    // A conflict with a time to come back is one with a request still being worked on. 501 and 505 say that the server
    // never will.
    retryable: status === 409 ? retryAfterMs !== undefined : /^(?:408|425|5(?!01|05)..)$/.test(String(status)),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(Fault === RejectedError && code && /^[\w.:-]{1,64}$/.test(code) && { serverCode: redact(code) }),
  });
}
