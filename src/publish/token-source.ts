import * as z from 'zod/mini';
import type { TokenProvider } from '../contracts/token-provider.js';
import { redact } from '../errors/redact.js';
import { secretsOf } from '../http/secrets.js';

/** The `token` option of a client: a text, or a provider. */
export const zToken = z.custom<string | TokenProvider>(
  (value) => {
    // A header carries nothing else.
    if (typeof value === 'string') return /^[\x21-\x7e]*$/.test(value.trim());
    const { get, refresh } = (value ?? {}) as Partial<TokenProvider>;
    return typeof get === 'function' && typeof refresh === 'function';
  },
  { error: 'expected a token of ASCII without spaces, or a provider with get() and refresh()' },
);

/**
 * A client's token, whichever way the host gave it. What a provider throws, the `HttpClient` turns into an error.
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

/**
 * Makes a {@link TokenSource} of the `token` option. Trims; a blank token counts as absent.
 *
 * @param token - The option, checked by {@link zToken}.
 *
 * @internal
 */
export function createTokenSource(token: string | TokenProvider | undefined): TokenSource {
  const provider = typeof token === 'object' ? token : undefined;
  // The last few: after a refresh an answer may still repeat the token before.
  let sent: string[] = typeof token === 'string' ? [token.trim()] : [];
  return {
    async credentials() {
      const text = (provider ? await provider.get() : (token as string | undefined))?.trim();
      if (!text) return {};
      sent = [text, ...sent.filter((other) => other !== text)].slice(0, 4);
      return { authorization: `Bearer ${text}` };
    },
    ...(provider && { refresh: async (signal) => Boolean((await provider.refresh({ signal }))?.trim()) }),
    redact: (text) => redact(text, secretsOf([], sent)),
  };
}
