import type { Timestamp } from '../contracts/timestamp.js';
import type { Version, Versioned } from '../contracts/versioned.js';

/**
 * The tokens of one login at the SaaS.
 *
 * @public
 */
export interface TokenSet {
  /** The bearer token. */
  readonly access: string;
  /** What a new access token is had with. */
  readonly refresh: string;
  /** When the access token ends. */
  readonly accessExpiresAt: Timestamp;
  /** When the refresh token ends. */
  readonly refreshExpiresAt: Timestamp;
  /** The team of the login, or null. */
  readonly teamSlug: string | null;
}

/**
 * Where the tokens of a login live: the host's keychain, never this package.
 *
 * Values cross this boundary by copy, both ways. Absence is `undefined`, never an error. A version never comes back, not
 * even after a delete: one who read before it must lose.
 *
 * @public
 */
export interface TokenStore {
  /** The tokens, or `undefined` when nobody is logged in. */
  get(): Promise<Versioned<TokenSet> | undefined>;
  /**
   * Writes if the stored version is still `expected` (`'absent'`: if there is none). Resolves to the new version, or to
   * `undefined` when another process won; then nothing was written.
   */
  put(tokens: TokenSet, expected: Version | 'absent'): Promise<Version | undefined>;
  /** Forgets the tokens if the stored version is still `expected`; resolves to whether it did. */
  delete(expected: Version): Promise<boolean>;
}
