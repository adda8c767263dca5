// No connection was made, in the words of Node and undici, Bun, and OpenSSL's certificate check, which comes before the
// first byte of a request; an unreachable host can also break a connection that stands, and then the system call is a read
// or a write. Deno has no codes. A URL inside its message cannot match: it has no spaces.
const NAMED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E(?:HOST|NET)UNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|CERT_HAS_EXPIRED|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|ERR_TLS_CERT\w+) (?!read|write)|client error \(Connect\)/;

/**
 * Whether an error of `fetch` says that no connection was made, so that the server certainly did not see the request.
 * Anything a runtime does not name as such counts as unknown.
 *
 * @internal
 */
export function isConnectFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { cause, code, message, syscall } = error as Error & { code?: unknown; syscall?: unknown };
  return NAMED.test(`${code} ${syscall} ${message}`) || isConnectFailure(cause);
}
