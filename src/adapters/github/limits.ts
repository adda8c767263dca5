import type { LimitState } from '../../contracts/adapter/limit-report.js';
import { createLimiter, type LimitedRequest, type Limiter } from '../../http/limiter.js';
import type { Runtime } from '../../runtime/runtime.js';

const MINUTE_MS = 60_000;

const whenCreating = ({ method }: LimitedRequest) => (method === 'POST' ? 'content' : undefined);
const whenWriting = ({ method }: LimitedRequest) => (method === undefined || method === 'GET' ? undefined : 'writes');

/**
 * What GitHub publishes and its answers do not say: content is created at most 80 times a minute and 500 times an hour,
 * and writes are a second apart. The hourly budgets come with every answer, one per resource.
 *
 * @internal
 */
export function githubLimiter(runtime: Pick<Runtime, 'now'>): Limiter {
  return createLimiter(
    {
      rules: [
        { scope: 'writes per second', permits: 1, windowMs: 1000, bucket: whenWriting },
        { scope: 'content per minute', permits: 80, windowMs: MINUTE_MS, bucket: whenCreating },
        { scope: 'content per hour', permits: 500, windowMs: 60 * MINUTE_MS, bucket: whenCreating },
      ],
      read: readLimit,
      covers: (scope, { path }) => scope === 'secondary' || scope === (path.startsWith('/search/') ? 'search' : 'core'),
    },
    runtime,
  );
}

/** The primary limit that an answer tells of; an Enterprise Server has none by default, and says nothing. */
function readLimit(headers: Headers): LimitState[] {
  const [limit = null, remaining = null, reset = null] = ['limit', 'remaining', 'reset'].map((name) => {
    const text = headers.get(`x-ratelimit-${name}`);
    return text && /^\d{1,12}$/.test(text) ? Number(text) : null;
  });
  if (remaining === null) return [];
  const scope = headers.get('x-ratelimit-resource') ?? 'core';
  return [{ scope, limit, remaining, resetAt: reset === null ? null : new Date(reset * 1000).toISOString() }];
}
