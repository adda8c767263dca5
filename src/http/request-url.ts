import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { HttpRequest } from './http-request.js';

/**
 * What every address of a client begins with.
 *
 * @internal
 */
export interface Base {
  readonly origin: string;
  /** The path prefix, without a slash at its end; may be empty. */
  readonly prefix: string;
}

/**
 * Takes a base URL apart, once per client.
 *
 * @internal
 */
export function parseBase(baseUrl: string): Base {
  const { origin, pathname } = new URL(baseUrl);
  return { origin, prefix: pathname.replace(/\/+$/, '') };
}

/**
 * The address of a request. Refuses a path that a URL parser would read as something else (dot segments, a query or a
 * fragment inside it, unencoded characters): an id from elsewhere must not turn one request into another.
 *
 * @throws InvalidInputError
 *
 * @internal
 */
export function requestUrl({ origin, prefix }: Base, { operation, path, search }: HttpRequest): URL {
  const wanted = prefix + path;
  const url = path.startsWith('/') ? new URL(origin + wanted) : undefined;
  if (url?.pathname !== wanted) {
    const message = 'must begin with a slash and hold encoded segments only, none of them . or ..';
    throw new InvalidInputError([{ path: 'path', message }], { context: { operation, attempts: 0 } });
  }
  if (search !== undefined) url.search = String(search);
  return url;
}

/**
 * Where a redirect points, or in words why it may not be followed.
 *
 * @internal
 */
export function redirectTarget(from: URL, location: string | null): URL | string {
  if (location === null || !URL.canParse(location, from.href)) return 'the server redirects without saying where to';
  const target = new URL(location, from);
  if (target.origin !== from.origin) {
    return `the server redirects to another origin (${target.origin}), where credentials are not sent; if that is the right server, configure its URL`;
  }
  // `fetch` takes no user info, and the credentials are ours to choose.
  target.username = '';
  target.password = '';
  return target;
}
