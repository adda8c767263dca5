import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { HttpRequest } from './http-request.js';

// What a path may hold unencoded (RFC 3986), without what a URL parser takes for "here" and "up". A pattern instead of a
// parser, because the request parses its address anyway.
const PATH = /^(?:\/(?!(?:\.|%2e){1,2}(?:\/|$))[\w.~!$&'()*+,;=:@%-]*)+$/i;

/**
 * The error for a request that cannot be sent as it is.
 *
 * @internal
 */
export function invalidRequest(operation: string, path: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path, message }], { context: { operation, attempts: 0 } });
}

/**
 * The address of a request. Refuses a path that a URL parser would read as something else (dot segments, a query or a
 * fragment inside it, unencoded characters): an id from elsewhere must not turn one request into another.
 *
 * @param base - The origin, and a prefix without a slash at its end.
 * @throws InvalidInputError
 *
 * @internal
 */
export function requestUrl(base: string, { operation, path, search = '' }: HttpRequest): string {
  if (!PATH.test(path)) {
    throw invalidRequest(operation, 'path', 'must be /encoded/segments, none of them . or ..');
  }
  // A fragment would not be sent.
  const query = String(search).replaceAll('#', '%23');
  return query ? `${base}${path}?${query}` : base + path;
}
