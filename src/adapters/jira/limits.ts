import type { LimitState } from '../../contracts/adapter/limit-report.js';
import type { LimitedRequest, LimiterOptions } from '../../http/limiter.js';

const PER_ISSUE = 'jira-per-issue-on-write';
const BURST = 'jira-burst-based';

function issueOf({ method = 'GET', path }: LimitedRequest): string | undefined {
  return method === 'GET' ? undefined : path.match(/\/issue\/([^/]+)/)?.[1];
}

/** An endpoint is a method and a path, whatever the ids in it. */
function endpointOf(methods: string) {
  return ({ method = 'GET', path }: LimitedRequest) =>
    methods.includes(method) ? method + path.replace(/\d+/g, '') : undefined;
}

/**
 * What Jira publishes: bursts per endpoint, and writes per issue; and what its answers say of quotas.
 *
 * @internal
 */
export const LIMITS: LimiterOptions = {
  rules: [
    { scope: BURST, permits: 100, windowMs: 1000, bucket: endpointOf('GET POST') },
    { scope: `${BURST} (PUT, DELETE)`, permits: 50, windowMs: 1000, bucket: endpointOf('PUT DELETE') },
    { scope: PER_ISSUE, permits: 20, windowMs: 2000, bucket: issueOf },
    { scope: `${PER_ISSUE} (30 s)`, permits: 100, windowMs: 30_000, bucket: issueOf },
  ],
  read: readLimits,
  covers,
};

/** A limit per issue or per endpoint holds for those that are like what was refused; the others hold for everything. */
function covers(scope: string, request: LimitedRequest, refused?: LimitedRequest): boolean {
  const kindOf = scope === PER_ISSUE ? issueOf : scope === BURST ? endpointOf('GET POST PUT DELETE') : undefined;
  // Headers alone do not say which issue or endpoint they are about.
  return !kindOf || (refused !== undefined && kindOf(request) === kindOf(refused));
}

/** Lists such as `"global-app-quota";r=11000;t=600`, whose names and order Jira does not promise. */
function readLimits(headers: Headers, now: number): LimitState[] {
  const listIn = (name: string) =>
    (headers.get(name) ?? headers.get(`beta-${name}`) ?? '').split(',').flatMap((entry) => {
      const scope = /^\s*"?([\w-]+)"?\s*;/.exec(entry)?.[1];
      return scope === undefined ? [] : [{ scope, numberOf: (key: string) => numberIn(entry, `\\b${key}=`) }];
    });
  const policies = listIn('ratelimit-policy');
  const states = listIn('ratelimit').map(({ scope, numberOf }): LimitState => {
    const limit = policies.find((policy) => policy.scope === scope)?.numberOf('q') ?? null;
    const endsInS = numberOf('t');
    return { scope, limit, remaining: numberOf('r'), resetAt: timeOf(endsInS === null ? null : now + endsInS * 1000) };
  });
  const [limit = null, remaining = null] = ['limit', 'remaining'].map((name) =>
    numberIn(headers.get(`x-ratelimit-${name}`) ?? '', '^'),
  );
  if (limit === null && remaining === null) return states;
  const scope = headers.get('ratelimit-reason') ?? 'jira';
  return [...states, { scope, limit, remaining, resetAt: timeOf(resetAtMs(headers)) }];
}

function numberIn(text: string, before: string): number | null {
  const digits = new RegExp(`${before}(\\d+)`).exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** When a limit ends, by the header that names a time. @internal */
export function resetAtMs(headers: Headers): number | null {
  const ms = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  return Number.isNaN(ms) ? null : ms;
}
