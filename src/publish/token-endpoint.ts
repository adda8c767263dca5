import * as z from 'zod/mini';
import { AuthenticationError } from '../errors/authentication-error.js';
import { RejectedError } from '../errors/rejected-error.js';
import type { HttpClient, HttpReply } from '../http/http-request.js';
import type { TokenSet } from '../stores/token-store.js';

const ACCESS_LIFETIME_S = 900;
const REFRESH_LIFETIME_S = 604_800;

const zTokens = z.object({
  access: z.string().check(z.minLength(1)),
  refresh: z.optional(z.nullable(z.string())),
  access_lifetime: z.optional(z.unknown()),
  refresh_lifetime: z.optional(z.unknown()),
  team_slug: z.optional(z.nullable(z.string())),
});
type TokenAnswer = z.output<typeof zTokens>;

/** The SaaS's two token routes. */
export interface TokenEndpoint {
  login(username: string, password: string, signal?: AbortSignal): Promise<TokenSet>;
  /** New tokens for old ones. A server that does not rotate answers without a refresh token: the old one stays. */
  refresh(tokens: TokenSet): Promise<TokenSet>;
}

/** @param now - The time in milliseconds since 1970, for turning lifetimes into times. */
export function createTokenEndpoint(http: HttpClient, now: () => number): TokenEndpoint {
  const at = (lifetime: unknown, otherwise: number) => {
    const seconds = typeof lifetime === 'number' && lifetime > 0 && Number.isFinite(lifetime) ? lifetime : otherwise;
    return new Date(now() + seconds * 1000).toISOString();
  };

  // The server's words are not passed on: they may repeat what was sent, and what was sent is a secret.
  const post = async (
    operation: 'login' | 'refresh',
    path: string,
    body: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<TokenAnswer> => {
    const reply: HttpReply<unknown> = await http.send({
      operation,
      method: 'POST',
      path,
      body,
      secrets: Object.values(body),
      answers: [400, 401, 403, 422],
      // Harmless to repeat: a login more, or a refresh token that the server takes or refuses.
      repeatability: 'keyed',
      signal,
      schema: zTokens,
    });
    const context = { operation, attempts: reply.attempts, httpStatus: reply.status };
    if (reply.status === 401) {
      const what = operation === 'login' ? 'the name or the password is wrong' : 'the login has ended; log in again';
      throw new AuthenticationError(`${operation}: ${what}`, { context });
    }
    if (reply.status >= 400) {
      throw new RejectedError(`${operation}: the server refused the request (${reply.status})`, { context });
    }
    return reply.body as TokenAnswer;
  };

  return {
    async login(username, password, signal) {
      const answer = await post('login', '/api/v1/token/', { username, password }, signal);
      return {
        access: answer.access,
        refresh: answer.refresh ?? '',
        accessExpiresAt: at(answer.access_lifetime, ACCESS_LIFETIME_S),
        refreshExpiresAt: at(answer.refresh_lifetime, REFRESH_LIFETIME_S),
        teamSlug: answer.team_slug ?? null,
      };
    },
    async refresh(tokens) {
      const answer = await post('refresh', '/api/v1/token/refresh/', { refresh: tokens.refresh });
      const rotated = Boolean(answer.refresh) && answer.refresh !== tokens.refresh;
      return {
        access: answer.access,
        refresh: answer.refresh || tokens.refresh,
        accessExpiresAt: at(answer.access_lifetime, ACCESS_LIFETIME_S),
        refreshExpiresAt:
          rotated || answer.refresh_lifetime !== undefined
            ? at(answer.refresh_lifetime, REFRESH_LIFETIME_S)
            : tokens.refreshExpiresAt,
        teamSlug: answer.team_slug ?? tokens.teamSlug,
      };
    },
  };
}
