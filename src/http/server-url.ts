import type { Checked } from '../contracts/problems.js';

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * How a server URL is checked.
 *
 * @public
 */
export interface ServerUrlRules {
  /** The option's name, for the problems. Default `serverUrl`. */
  readonly path?: string;
  /** Allows plain http to a host that is not loopback. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
}

/**
 * Checks the URL of a server that a host configured: https (http for loopback hosts, or where allowed), no user info, no
 * query, no fragment. The value keeps a path prefix and loses all trailing slashes. Problems never repeat the URL, which
 * may hold a secret.
 *
 * @public
 */
export function checkServerUrl(text: string, rules: ServerUrlRules = {}): Checked<string> {
  const { path = 'serverUrl', allowInsecureHttp } = rules;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.protocol === 'http:' && (allowInsecureHttp || LOOPBACK.test(url.hostname));
  const rows = url
    ? [
        url.protocol !== 'https:' &&
          !isPlain &&
          'must begin with https:// (http:// for loopback, or allowInsecureHttp)',
        url.username + url.password && 'must not hold a user name or password',
        // A path holds neither character unencoded, so this also sees an empty query or fragment.
        /[?#]/.test(url.href) && 'must not have a query or a fragment',
      ]
    : ['must be an absolute URL like https://host/prefix'];
  const problems = rows.flatMap((message) => (message ? [{ path, message }] : []));
  return url && !problems.length
    ? { ok: true, value: url.origin + url.pathname.replace(/\/+$/, '') }
    : { ok: false, problems };
}
