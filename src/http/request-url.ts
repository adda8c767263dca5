import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { HttpRequest } from './http-request.js';

// What a path may hold unencoded (RFC 3986), and what a URL parser takes for "here" and "up". A pattern instead of a
// parser, because the request parses its address anyway.
const PATH = /^(?:\/[\w.~!$&'()*+,;=:@%-]*)+$/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * The address of a request. Refuses a path that a URL parser would read as something else (dot segments, a query or a
 * fragment inside it, unencoded characters): an id from elsewhere must not turn one request into another.
 *
 * @param base - The origin, and a prefix without a slash at its end.
 * @throws InvalidInputError
 *
 * @internal
 */
export function requestUrl(base: string, { operation, path, search }: HttpRequest): string {
  if (!PATH.test(path) || DOT_SEGMENT.test(path)) {
    const message = 'must begin with a slash and hold encoded segments only, none of them . or ..';
    throw new InvalidInputError([{ path: 'path', message }], { context: { operation, attempts: 0 } });
  }
  // A fragment would not be sent.
  const query = String(search ?? '')
    .replace(/^\?/, '')
    .replaceAll('#', '%23');
  return query === '' ? base + path : `${base}${path}?${query}`;
}

/**
 * Where a redirect points, or in words why it may not be followed.
 *
 * @internal
 */
export function redirectTarget(from: string, location: string | null): URL | string {
  if (location === null || !URL.canParse(location, from)) return 'the server redirects without saying where to';
  const target = new URL(location, from);
  if (target.origin !== new URL(from).origin) {
    return `the server redirects to another origin (${target.origin}), where credentials are not sent; if that is the right server, configure its URL`;
  }
  // `fetch` takes no user info, and the credentials are ours to choose.
  target.username = '';
  target.password = '';
  return target;
}
