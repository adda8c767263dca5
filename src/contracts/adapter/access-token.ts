import * as z from 'zod/mini';

/**
 * What an adapter asks a token for.
 *
 * @public
 */
export interface TokenRequest {
  /** Whether the tracker has refused the last one (401): give another, or the same where there is none. */
  readonly isRefused: boolean;
}

/**
 * A token, or a function that gives one. The function is asked before every request, so it is the place to renew a token
 * that expires; and once more in a call when the tracker refuses what it gave, which is then repeated if there is another.
 *
 * @public
 */
export type AccessToken = string | ((request: TokenRequest) => string | Promise<string>);

// Tokens have no fixed length or alphabet; only what no header can carry is refused.
const isToken = (text: unknown): text is string => typeof text === 'string' && /^[\x21-\x7e]+$/.test(text.trim());

/** The schema of an {@link AccessToken}. @public */
export const zAccessToken = z.custom<AccessToken>((token) => typeof token === 'function' || isToken(token), {
  error: 'expected a token (not blank, without spaces inside), or a function that returns one',
});

/**
 * The token as it is now.
 *
 * @throws TypeError when a function gives none; the HTTP client makes an `AuthenticationError` of it.
 *
 * @public
 */
export async function tokenText(token: AccessToken, isRefused = false): Promise<string> {
  const text: unknown = typeof token === 'function' ? await token({ isRefused }) : token;
  if (isToken(text)) return text.trim();
  throw new TypeError('the token function returned no usable token');
}
