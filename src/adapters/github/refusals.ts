import { InvalidInputError } from '../../errors/invalid-input-error.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { HttpReply } from '../../http/http-request.js';

/** What an error of a call is made from: the answer that it met, or that nothing was sent. @internal */
export function detailsOf(operation: string, reply?: HttpReply<unknown>): TrackerErrorDetails {
  const answered = reply && { httpStatus: reply.status };
  return { context: { operation, provider: 'github', attempts: reply?.attempts ?? 0, ...answered } };
}

/** What a caller handed over is wrong in one place. @internal */
export function invalid(operation: string, path: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path, message }], detailsOf(operation));
}

/** GitHub has no way to do it. @internal */
export function unsupported(operation: string, why: string): UnsupportedError {
  return new UnsupportedError(`github ${operation}: ${why}`, detailsOf(operation));
}
