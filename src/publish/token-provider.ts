import * as z from 'zod/mini';
import type { TokenProvider, TokenProviderOptions } from '../contracts/token-provider.js';
import type { Versioned } from '../contracts/versioned.js';
import { AuthenticationError } from '../errors/authentication-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import { toCause } from '../errors/redact.js';
import { StoreError } from '../errors/store-error.js';
import { createHttpClient } from '../http/http-client.js';
import { createRuntime, type Runtime } from '../runtime/runtime.js';
import type { TokenSet, TokenStore } from '../stores/token-store.js';
import { checkClientOptions, zMs, zPort } from './client-options.js';
import { createTokenEndpoint } from './token-endpoint.js';

/** Renewed this long before its end, so that it does not end on the way. */
const MARGIN_MS = 30_000;
/** How long the loser of a race between two processes waits for the winner to store its tokens. */
const SETTLE_MS = 1_000;

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

const zOptions = z.strictObject({
  serverUrl: z.string(),
  tokens: zPort<TokenStore>(['get', 'put', 'delete'], 'expected a token store; createMemoryTokenStore() makes one'),
  timeoutMs: z.optional(zMs),
  allowInsecureHttp: z.optional(z.boolean()),
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

  const guarded = async <Value>(doing: string, call: () => Promise<Value>): Promise<Value> => {
    try {
      return await call();
    } catch (error) {
      throw new StoreError(`the token store failed to ${doing}`, {
        context: { operation: 'token', attempts: 0 },
        cause: toCause(error),
      });
    }
  };
  const read = () => guarded('read the tokens', () => store.get());

  /** Stores tokens over whatever is there: they are the newest the server gave out. */
  const keep = async (tokens: TokenSet, before: Versioned<TokenSet> | undefined): Promise<void> => {
    let expected = before?.version ?? ('absent' as const);
    for (let tries = 0; tries < 10; tries++) {
      if (await guarded('keep the tokens', () => store.put(tokens, expected))) return;
      expected = (await read())?.version ?? 'absent';
    }
    throw new StoreError('the token store refused every write', { context: { operation: 'token', attempts: 0 } });
  };

  /** What another process stored since, where this one's refresh token was refused. */
  const afterRefusal = async (before: Versioned<TokenSet>, fault: AuthenticationError): Promise<TokenSet> => {
    await ports.sleep(SETTLE_MS);
    const now = await read();
    if (now !== undefined && now.version !== before.version) return now.value;
    // A refused refresh token stays refused; sending it again would only look like an attack.
    await guarded('forget the tokens', () => store.delete(before.version));
    throw fault;
  };

  const renew = async (): Promise<TokenSet | undefined> => {
    const before = await read();
    if (before === undefined) return undefined;
    // Someone else renewed since this provider gave a token out.
    if (lastGiven !== undefined && before.value.access !== lastGiven && !isEnding(before.value)) return before.value;
    if (before.value.refresh === '' || Date.parse(before.value.refreshExpiresAt) <= ports.now()) {
      throw new AuthenticationError('refresh: the login has ended; log in again', {
        context: { operation: 'refresh', attempts: 0 },
      });
    }
    try {
      const tokens = await endpoint.refresh(before.value);
      await keep(tokens, before);
      return tokens;
    } catch (error) {
      if (isTrackerError(error, 'authentication')) return afterRefusal(before, error);
      throw error;
    }
  };
  // Not the caller's signal: others wait for the same renewal.
  const renewOnce = (): Promise<TokenSet | undefined> => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const isEnding = ({ accessExpiresAt }: TokenSet): boolean => Date.parse(accessExpiresAt) - MARGIN_MS <= ports.now();

  const give = (tokens: TokenSet | undefined): string | undefined => {
    lastGiven = tokens?.access;
    return lastGiven;
  };

  return {
    async get({ signal } = {}) {
      const current = await read();
      signal?.throwIfAborted();
      if (current === undefined || !isEnding(current.value)) return give(current?.value);
      lastGiven = current.value.access;
      return give(await abortable(renewOnce(), signal));
    },
    async refresh({ signal } = {}) {
      return give(await abortable(renewOnce(), signal));
    },
    async login(username, password, { signal } = {}) {
      const problems = Object.entries({ username, password })
        .filter(([, text]) => typeof text !== 'string' || text.trim() === '')
        .map(([path]) => ({ path, message: 'must not be blank' }));
      if (problems.length > 0) throw new InvalidInputError(problems, { context: { operation: 'login', attempts: 0 } });
      const tokens = await endpoint.login(username, password, signal);
      await keep(tokens, await read());
      give(tokens);
    },
  };
}

function abortable<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
