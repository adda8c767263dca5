import type { LimitState } from '../../contracts/adapter/limit-report.js';
import type { LimiterOptions } from '../../http/limiter.js';

/** Linear's budgets by the headers that tell them: requests in an hour, and what they cost. */
const BUDGETS = { requests: 'x-ratelimit-requests', complexity: 'x-ratelimit-complexity' } as const;

/** Searches in a minute, which no header of another request tells. */
const SEARCHES = 30;

/** @internal */
export function linearLimits(): LimiterOptions {
  return {
    rules: [
      {
        scope: 'search',
        permits: SEARCHES,
        windowMs: 60_000,
        bucket: ({ operation }) => (operation === 'issues.search' ? '' : undefined),
      },
    ],
    read: readHeaders,
    covers: (scope, { operation }) => scope !== 'search' || operation === 'issues.search',
  };
}

/** The limits that an answer says are used up; that of an endpoint first, because it is the nearest. @internal */
export function spentLimits(headers: Headers): readonly LimitState[] {
  const endpoint = stateOf(headers, headers.get('x-ratelimit-endpoint-name') ?? 'endpoint', 'x-ratelimit-endpoint');
  return [...endpoint, ...readHeaders(headers)]
    .filter(({ remaining }) => remaining !== null && remaining <= 0)
    .map((state) => (state.scope === 'searchIssues' ? { ...state, scope: 'search' } : state));
}

function readHeaders(headers: Headers): readonly LimitState[] {
  return Object.entries(BUDGETS).flatMap(([scope, prefix]) => stateOf(headers, scope, prefix));
}

function stateOf(headers: Headers, scope: string, prefix: string): readonly LimitState[] {
  const numberOf = (name: string) => {
    const text = headers.get(`${prefix}-${name}`);
    return text && /^-?\d+(?:\.\d+)?$/.test(text) ? Math.max(0, Math.floor(Number(text))) : null;
  };
  const remaining = numberOf('remaining');
  if (remaining === null) return [];
  const resetMs = numberOf('reset');
  // In milliseconds, unlike elsewhere.
  const resetAt = resetMs === null ? null : new Date(resetMs).toISOString();
  return [{ scope, limit: numberOf('limit'), remaining, resetAt }];
}
