/**
 * Where a client gets its bearer token from, when the token changes over time. `createTokenProvider` makes one over a
 * `TokenStore`; a host may bring its own.
 *
 * @public
 */
export interface TokenProvider {
  /** The token to send now; `undefined` (or a blank text) when there is none: then no `Authorization` header is sent. */
  get(options?: TokenProviderOptions): Promise<string | undefined>;
  /**
   * A new token, after the server refused the last one (401); `undefined` when there is no way to get one. From then on
   * {@link TokenProvider.get} gives it too. Called at most once per request, and not when `get` gives another token than the
   * one refused. Two requests may call it at the same time: run one renewal, and give both its token.
   */
  refresh(options?: TokenProviderOptions): Promise<string | undefined>;
}

/**
 * What every call of a {@link TokenProvider} takes.
 *
 * @public
 */
export interface TokenProviderOptions {
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
}
