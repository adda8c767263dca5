import * as z from 'zod/mini';
import type { TokenProvider } from '../contracts/token-provider.js';
import { AuthenticationError } from '../errors/authentication-error.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import { isTrackerError } from '../errors/is-tracker-error.js';
import { redact, toCause } from '../errors/redact.js';
import { secretsOf } from '../http/secrets.js';

/** The `token` option of a client: a text, or a provider. */
export const zToken = z.union(
  [
    z.string(),
    z.custom<TokenProvider>((value) => {
      const { get, refresh } = (value ?? {}) as Partial<TokenProvider>;
      return typeof get === 'function' && typeof refresh === 'function';
    }),
  ],
  { error: 'expected a string or a token provider with get() and refresh()' },
);

/**
 * A client's token, whichever way the host gave it.
 *
 * @internal
 */
interface TokenSource {
  /** The `Authorization` header, or no header at all when there is no token. For an `HttpClient`. */
  credentials(): Promise<Readonly<Record<string, string>>>;
  /** Asks for a new token after a 401; whether there is one. Absent when the token is a fixed text. */
  readonly refresh?: (signal?: AbortSignal) => Promise<boolean>;
  /** Masks the tokens that were sent last, and whatever looks like a credential, in a text that others wrote. */
  redact(text: string): string;
}

// A header cannot carry anything else, and runtimes repeat the whole refused value in their error.
const FITS_A_HEADER = /^[\x21-\x7e]+$/;

/**
 * Makes a {@link TokenSource} of the `token` option. Trims; a blank token counts as absent.
 *
 * @param token - The option as it was given.
 * @param operation - Whose token this is, for errors.
 * @throws ConfigurationError for a text that no header can carry. A provider's fault, or such a text from it, rejects
 * the request with an AuthenticationError.
 *
 * @internal
 */
export function createTokenSource(token: string | TokenProvider | undefined, operation: string): TokenSource {
  const sent = new Set<string>();
  const hide = (text: string) => redact(text, secretsOf([], [...sent]));
  const bearer = (text: string): Readonly<Record<string, string>> => {
    if (text === '') return {};
    // The last few: after a refresh an answer may still repeat the token before.
    sent.delete(text);
    sent.add(text);
    for (const old of [...sent].slice(0, -4)) sent.delete(old);
    return { authorization: `Bearer ${text}` };
  };

  if (token === undefined || typeof token === 'string') {
    const text = token?.trim() ?? '';
    if (text !== '' && !FITS_A_HEADER.test(text)) {
      const problem = { path: 'token', message: 'holds a character that no header can carry; check how it was read' };
      throw new ConfigurationError([problem], { context: { operation, attempts: 0 } });
    }
    return { credentials: async () => bearer(text), redact: hide };
  }

  const ask = async (method: 'get' | 'refresh', signal?: AbortSignal): Promise<string> => {
    const fault = (message: string, cause?: unknown) =>
      new AuthenticationError(message, {
        context: { operation, attempts: 0 },
        ...(cause === undefined ? {} : { cause: toCause(cause, [...sent]) }),
      });
    let answer: unknown;
    try {
      answer = await token[method](signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw isTrackerError(error) ? error : fault(`the token provider failed in ${method}()`, error);
    }
    const text = typeof answer === 'string' ? answer.trim() : '';
    if (text === '' || FITS_A_HEADER.test(text)) return text;
    throw fault(`the token provider's ${method}() gave a token with a character that no header can carry`);
  };
  return {
    credentials: async () => bearer(await ask('get')),
    refresh: async (signal) => (await ask('refresh', signal)) !== '',
    redact: hide,
  };
}
