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

/** The first of these members that is a text with something in it. */
function textIn(body: unknown, names: readonly string[]): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const members = body as Readonly<Record<string, unknown>>;
  return names.map((name) => members[name]).find((text): text is string => typeof text === 'string' && text !== '');
}

/**
 * What an answer means by its status alone, in the words that most servers share. A provider's own table comes first.
 *
 * @param label - The start of the message: provider and operation.
 *
 * @internal
 */
export function faultByStatus(answer: FaultAnswer, details: TrackerErrorDetails, label: string): TrackerError {
  const { body, redact, retryAfterMs, status } = answer;
  const theirs = textIn(body, ['message', 'error_description', 'detail', 'error', 'title']);
  const say = (what: string) => `${label}: ${what} (${status})${theirs === undefined ? '' : `: ${redact(theirs)}`}`;
  switch (status) {
    case 401:
      return new AuthenticationError(say('the server does not accept the credentials'), details);
    case 403:
      return new PermissionError(say('the credentials lack a right'), details);
    case 404:
      return new NotFoundError(say('not found, or not visible to these credentials'), details);
    case 409:
    case 412:
      return new ConflictError(say('in conflict with what the server has'), {
        ...details,
        // With a time to come back, it is not the content that is in the way but a request still being worked on.
        retryable: status === 409 && retryAfterMs !== undefined,
      });
    case 413:
      return new TooLargeError(say('the request is larger than the server allows'), details);
    case 429:
      return new RateLimitedError(say('the server limits the rate'), { ...details, retryAfterMs });
  }
  if (status >= 500 || status === 408 || status === 425) {
    // 501 and 505 say that the server never will.
    const retryable = status !== 501 && status !== 505;
    return new TransportError(say('the server failed'), { ...details, retryable, retryAfterMs });
  }
  if (status < 400)
    return new TransportError(say('the server gave no usable answer'), { ...details, retryable: false });
  // A code is one word; a sentence in the same place is a message.
  const code = textIn(body, ['error_code', 'code', 'error']);
  const serverCode = code !== undefined && /^[\w.:-]{1,64}$/.test(code) ? redact(code) : undefined;
  return new RejectedError(say('the server refused the request'), { ...details, serverCode });
}
