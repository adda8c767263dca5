import type { LimitState } from '../../contracts/adapter/limit-report.js';
import type { LimiterOptions } from '../../http/limiter.js';
import { parseRetryAfter } from '../../http/retry-after.js';

/** The wait that Azure DevOps asks for with an answer that is fine. */
const SLOW_DOWN = 'slow down';

/**
 * Azure DevOps slows down before it refuses: answers come late and carry `Retry-After`. That is waited for. What it tells
 * of the budget (in units of throughput, not in requests) is only shown: it ends in delays first.
 *
 * @internal
 */
export const AZURE_LIMITS: LimiterOptions = {
  read: readHeaders,
  covers: (scope, _, refused) => refused !== undefined || scope === SLOW_DOWN,
};

function readHeaders(headers: Headers, now: number): readonly LimitState[] {
  const found: LimitState[] = [];
  const waitMs = parseRetryAfter(headers.get('retry-after'), now);
  if (waitMs)
    found.push({ scope: SLOW_DOWN, limit: null, remaining: 0, resetAt: new Date(now + waitMs).toISOString() });
  const remaining = numberIn(headers, 'remaining');
  if (remaining !== null) {
    const reset = numberIn(headers, 'reset');
    found.push({
      scope: headers.get('x-ratelimit-resource') ?? 'TSTU',
      limit: numberIn(headers, 'limit'),
      remaining,
      resetAt: reset === null ? null : new Date(reset * 1000).toISOString(),
    });
  }
  return found;
}

/** A count; what comes with decimals is rounded down. */
function numberIn(headers: Headers, name: string): number | null {
  const text = headers.get(`x-ratelimit-${name}`);
  return text && /^\d+(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : null;
}
