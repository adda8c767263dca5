import type { LimitState } from '../../contracts/adapter/limit-report.js';
import type { LimitedRequest, LimiterOptions } from '../../http/limiter.js';

/**
 * What is limited by the application and told by no header, by the end of the path. A file takes an upload and then a note:
 * which of the two was refused, the operation does not tell, so a refusal holds for the one that met it.
 *
 * @internal
 */
export const APPLICATION_LIMITS: Readonly<Record<string, RegExp>> = {
  'issue creation': /\/issues$/,
  'note creation': /\/notes$/,
  'attachment creation': /\/(?:uploads|notes)$/,
};

/** @internal */
export function gitlabLimits(issuesPerMinute = 200, notesPerMinute = 60): LimiterOptions {
  const permits: Readonly<Record<string, number>> = {
    'issue creation': issuesPerMinute,
    'note creation': notesPerMinute,
  };
  const isLimited = (scope: string, { method, path }: LimitedRequest) =>
    method === 'POST' && APPLICATION_LIMITS[scope]?.test(path) === true;
  return {
    rules: Object.entries(permits).map(([scope, count]) => ({
      scope,
      permits: count,
      windowMs: 60_000,
      bucket: (request) => (isLimited(scope, request) ? '' : undefined),
    })),
    read: readHeaders,
    covers: (scope, request, refused = request) =>
      !(scope in APPLICATION_LIMITS) || (isLimited(scope, request) && kindOf(request) === kindOf(refused)),
  };
}

function kindOf({ path }: LimitedRequest): string {
  return path.slice(path.lastIndexOf('/'));
}

/** The throttle that an answer names. */
function readHeaders(headers: Headers): readonly LimitState[] {
  const numberOf = (name: string) => {
    const text = headers.get(`ratelimit-${name}`);
    return text && /^\d+$/.test(text) ? Number(text) : null;
  };
  const remaining = numberOf('remaining');
  if (remaining === null) return [];
  const reset = numberOf('reset');
  const resetAt = reset === null ? null : new Date(reset * 1000).toISOString();
  return [{ scope: headers.get('ratelimit-name') ?? 'api', limit: numberOf('limit'), remaining, resetAt }];
}
