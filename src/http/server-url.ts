import type { Checked } from '../contracts/problems.js';
import type { Problem } from '../errors/problem.js';

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * How a server URL is checked.
 *
 * @internal
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
 * @internal
 */
export function checkServerUrl(text: string, rules: ServerUrlRules = {}): Checked<string> {
  const { path = 'serverUrl', allowInsecureHttp = false } = rules;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) {
    return {
      ok: false,
      problems: [{ path, message: 'is no absolute URL; write https://host or https://host/prefix' }],
    };
  }
  const { protocol, hostname, username, password, href, origin, pathname } = url;
  const problems: Problem[] = [];
  const refuse = (message: string) => problems.push({ path, message });
  if (protocol !== 'https:' && protocol !== 'http:') {
    refuse('must begin with https://');
  } else if (protocol === 'http:' && !allowInsecureHttp && !LOOPBACK.test(hostname)) {
    refuse('must begin with https://; plain http is for loopback hosts, or set allowInsecureHttp: true');
  }
  if (username !== '' || password !== '') {
    refuse('must not hold a user name or password; pass credentials as an option of their own');
  }
  // A path holds neither character unencoded, so this also sees an empty query or fragment.
  if (href.includes('?')) refuse('must not have a query; remove everything from the question mark on');
  if (href.includes('#')) refuse('must not have a fragment; remove everything from the # on');
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: origin + pathname.replace(/\/+$/, '') };
}
