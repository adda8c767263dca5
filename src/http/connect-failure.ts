// No connection was made, in the words of Node and undici, Bun, and OpenSSL's certificate check, which comes before the
// first byte of a request.
const CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
  'FailedToOpenSocket',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

// Deno has no codes. A URL inside the message cannot match: it has no spaces.
const MESSAGE = /client error \(Connect\)|tcp connect error|dns error/;

/**
 * Whether an error of `fetch` says that no connection was made, so that the server certainly did not see the request.
 * Anything a runtime does not name as such counts as unknown.
 *
 * @internal
 */
export function isConnectFailure(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++, at = at.cause) {
    const { code, syscall } = at as { code?: unknown; syscall?: unknown };
    // An unreachable host can also break a connection that stands; then the system call is a read or a write.
    if (typeof code === 'string' && CODES.has(code) && syscall !== 'read' && syscall !== 'write') return true;
    if (MESSAGE.test(at.message)) return true;
  }
  return false;
}
