import * as z from 'zod/mini';
import { object, optional } from '../contracts/objects.js';
import { textThat, zTextOrNull } from '../contracts/text.js';
import { AuthenticationError } from '../errors/authentication-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { RejectedError } from '../errors/rejected-error.js';
import type { HttpClient } from '../http/http-request.js';
import type { TokenSet } from '../stores/token-store.js';

const ACCESS_LIFETIME_S = 900;
const REFRESH_LIFETIME_S = 604_800;
/** A hundred years; what is said to live longer says nothing. */
const LONGEST_S = 3_153_600_000;

const zTokens = object({
  access: textThat((text) => text === '' && 'must not be empty'),
  refresh: optional(zTextOrNull),
  access_lifetime: optional(z.custom<unknown>(() => true)),
  refresh_lifetime: optional(z.custom<unknown>(() => true)),
  team_slug: optional(zTextOrNull),
});

const REFUSED = { login: 'the name or the password is wrong', refresh: 'the login has ended; log in again' };

/** The SaaS's two token routes. */
export interface TokenEndpoint {
  login(username: string, password: string, signal?: AbortSignal): Promise<TokenSet>;
  /** New tokens for old ones. A server that does not rotate answers without a refresh token: the old one stays. */
  refresh(tokens: TokenSet): Promise<TokenSet>;
}

/** @param now - The time in milliseconds since 1970, for turning lifetimes into times. */
export function createTokenEndpoint(http: HttpClient, now: () => number): TokenEndpoint {
  const at = (lifetime: unknown, otherwise: number) => {
    const seconds = typeof lifetime === 'number' && lifetime > 0 && lifetime < LONGEST_S ? lifetime : otherwise;
    return new Date(now() + seconds * 1000).toISOString();
  };

  const post = async (
    operation: 'login' | 'refresh',
    path: string,
    body: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<TokenSet> => {
    // Harmless to repeat: a login more, or a refresh token that the server takes or refuses.
    const {
      status,
      attempts,
      body: answer,
    } = await http.send({
      ...{ operation, method: 'POST', path, body, repeatability: 'keyed', signal, schema: zTokens },
      ...{ secrets: Object.values(body), answers: [400, 401, 403, 422] },
    });
    const context = { operation, attempts, httpStatus: status };
    // The server's words are not passed on: they may repeat what was sent, and what was sent is a secret.
    if (status === 401) throw new AuthenticationError(`${operation}: ${REFUSED[operation]}`, { context });
    if (status >= 400) throw new RejectedError(`${operation}: the server refused the request (${status})`, { context });
    return {
      access: answer.access,
      refresh: answer.refresh ?? '',
      accessExpiresAt: at(answer.access_lifetime, ACCESS_LIFETIME_S),
      refreshExpiresAt: at(answer.refresh_lifetime, REFRESH_LIFETIME_S),
      teamSlug: answer.team_slug ?? null,
    };
  };

  return {
    async login(username, password, signal) {
      const problems = Object.entries({ username, password })
        .filter(([, text]: [string, unknown]) => typeof text !== 'string' || text.trim() === '')
        .map(([path]) => ({ path, message: 'must not be blank' }));
      if (problems.length > 0) throw new InvalidInputError(problems, { context: { operation: 'login', attempts: 0 } });
      return post('login', '/api/v1/token/', { username, password }, signal);
    },
    async refresh(tokens) {
      if (tokens.refresh === '' || Date.parse(tokens.refreshExpiresAt) <= now()) {
        throw new AuthenticationError(`refresh: ${REFUSED.refresh}`, {
          context: { operation: 'refresh', attempts: 0 },
        });
      }
      const renewed = await post('refresh', '/api/v1/token/refresh/', { refresh: tokens.refresh });
      const teamSlug = renewed.teamSlug ?? tokens.teamSlug;
      if (renewed.refresh !== '' && renewed.refresh !== tokens.refresh) return { ...renewed, teamSlug };
      // Not rotated: the old one stays, and so does its end.
      return { ...renewed, teamSlug, refresh: tokens.refresh, refreshExpiresAt: tokens.refreshExpiresAt };
    },
  };
}
