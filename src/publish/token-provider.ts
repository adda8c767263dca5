import { zFlag } from '../contracts/number.js';
import { optional, strictObject } from '../contracts/objects.js';
import { zPort } from '../contracts/port.js';
import { zCount } from '../contracts/retry-options.js';
import { zText } from '../contracts/text.js';
import type { TokenProvider, TokenProviderOptions } from '../contracts/token-provider.js';
import type { Versioned } from '../contracts/versioned.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import { redact } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import { createHttpClient } from '../http/http-client.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import type { TokenSet, TokenStore } from '../stores/token-store.js';
import { untilAborted } from './in-turn.js';
import { checkClientOptions } from './saas-connection.js';
import { storeCall } from './store-call.js';
import { createTokenEndpoint } from './token-endpoint.js';

/** Renewed this long before its end, so that it does not end on the way. */
const MARGIN_MS = 30_000;
/** How long the loser of a race between two processes waits for the winner to store its tokens. */
const SETTLE_MS = 1_000;
/** Lost compare-and-sets in a row that mean a store which takes nothing. */
const MAX_WRITES = 10;

/**
 * The options of {@link createTokenProvider}.
 *
 * @public
 */
export interface TokenProviderSettings {
  /** The SaaS: an https URL, with a path prefix or without. Plain http is for loopback hosts. */
  readonly serverUrl: string;
  /** Where the tokens live: the host's keychain or database. */
  readonly tokens: TokenStore;
  /** The time for one attempt, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number | undefined;
  /** Allows plain http to a host that is not loopback. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
}

/**
 * A login at the SaaS.
 *
 * @public
 */
export interface LoginTokenProvider extends TokenProvider {
  /**
   * Logs in and stores the tokens. Throws `AuthenticationError` when the server refuses the name or the password.
   */
  login(username: string, password: string, options?: TokenProviderOptions): Promise<void>;
}

const zOptions = strictObject({
  serverUrl: zText,
  tokens: zPort<TokenStore>(['get', 'put', 'delete'], 'expected a token store; createMemoryTokenStore() makes one'),
  timeoutMs: optional(zCount),
  allowInsecureHttp: optional(zFlag),
});

/**
 * Keeps a login alive: gives the access token, renews it some seconds before its end or when the server refused it, one
 * renewal at a time, and keeps the old refresh token when the server does not rotate it. Two processes over one store
 * may race: the loser takes what the winner stored.
 *
 * `get()` and `refresh()` reject with an `AuthenticationError` when the login has ended, and with `store`, `transport`,
 * `timeout` or `rate_limited` faults as they come; without a login they resolve to `undefined`.
 *
 * @public
 */
export function createTokenProvider(options: TokenProviderSettings, runtime?: Partial<Runtime>): LoginTokenProvider {
  const { serverUrl, tokens: store, timeoutMs = 10_000 } = checkClientOptions(zOptions, options, 'createTokenProvider');
  const ports = createRuntime(runtime);
  const endpoint = createTokenEndpoint(createHttpClient({ baseUrl: serverUrl, timeoutMs }, ports), ports.now);
  let lastGiven: string | undefined;
  let renewal: Promise<TokenSet | undefined> | undefined;

  // What a database may repeat in its error: the tokens that were read or written last.
  let known: string[] = [];
  const hide = (text: string) => redact(text, known);
  const remember = ({ access, refresh }: TokenSet) => {
    known = [access, refresh, ...known].slice(0, 8);
  };
  const guarded = <Value>(method: keyof TokenStore, call: () => Promise<Value>): Promise<Value> =>
    storeCall(`the token store failed in ${method}()`, { operation: 'token', attempts: 0 }, call, hide);
  const read = async () => {
    const tokens = await guarded('get', () => store.get());
    if (tokens) remember(tokens.value);
    return tokens;
  };
  const write = (tokens: TokenSet, before: Versioned<TokenSet> | undefined) => {
    remember(tokens);
    return guarded('put', () => store.put(tokens, before?.version ?? 'absent'));
  };

  const renew = async (): Promise<TokenSet | undefined> => {
    const before = await read();
    // Perhaps someone else renewed since this provider gave a token out.
    const isNewer = before && before.value.access !== (lastGiven ?? before.value.access) && !isEnding(before.value);
    if (!before || isNewer) return before?.value;
    try {
      const tokens = await endpoint.refresh(before.value);
      // Whoever wrote meanwhile, by a renewal, a login or a logout, knows better.
      return (await write(tokens, before)) ? tokens : (await read())?.value;
    } catch (error) {
      if (!isTrackerError(error, 'authentication')) throw error;
      // Another process may have used this refresh token up, and be about to store what it got.
      await ports.sleep(SETTLE_MS);
      const now = await read();
      if (now?.version !== before.version) return now?.value;
      // A refused refresh token stays refused; sending it again would only look like an attack.
      await guarded('delete', () => store.delete(before.version));
      throw error;
    }
  };
  const isEnding = ({ accessExpiresAt }: TokenSet): boolean => Date.parse(accessExpiresAt) - MARGIN_MS <= ports.now();

  const give = (tokens: TokenSet | undefined): string | undefined => {
    lastGiven = tokens?.access;
    return lastGiven;
  };
  // Not the caller's signal: others wait for the same renewal.
  const giveRenewed = async (signal: AbortSignal | undefined): Promise<string | undefined> => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return give(await untilAborted(renewal, signal));
  };

  return {
    async get({ signal } = {}) {
      const tokens = (await untilAborted(read(), signal))?.value;
      const given = give(tokens);
      if (tokens === undefined || !isEnding(tokens)) return given;
      return giveRenewed(signal).catch((error: unknown) => {
        // It lives a little longer, and what ails the server now may pass.
        const isAlive = Date.parse(tokens.accessExpiresAt) > ports.now();
        if (isAlive && isTrackerError(error) && error.code !== 'authentication') return given;
        throw error;
      });
    },
    refresh: ({ signal } = {}) => giveRenewed(signal),
    async login(username, password, { signal } = {}) {
      const tokens = await endpoint.login(username, password, signal);
      // Over whatever is there: this is the newest the server gave out.
      for (let tries = 0; tries < MAX_WRITES; tries++) if (await write(tokens, await read())) return void give(tokens);
      throw new StoreError('the token store refused every put()', { context: { operation: 'token', attempts: 0 } });
    },
  };
}
