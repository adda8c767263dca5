import type { LimitState } from '../../contracts/adapter/limit-report.js';
import type { LimitedRequest, LimiterOptions } from '../../http/limiter.js';

const PER_ISSUE = 'jira-per-issue-on-write';
const BURST = 'jira-burst-based';

function issueOf({ method = 'GET', path }: LimitedRequest): string | undefined {
  return method === 'GET' ? undefined : path.match(/\/issue\/([^/]+)/)?.[1];
}

/** An endpoint is a method and a path, whatever the ids in it. */
const endpointOf =
  (methods: string) =>
  ({ method = 'GET', path }: LimitedRequest) =>
    methods.includes(method) ? method + path.replace(/\d+/g, '') : undefined;

/**
 * What Jira publishes: bursts per endpoint, and writes per issue; and what its answers say of quotas.
 *
 * @internal
 */
export const LIMITS: LimiterOptions = {
  rules: [
    { scope: BURST, permits: 100, windowMs: 1000, bucket: endpointOf('GET POST') },
    { scope: `${BURST} (writes)`, permits: 50, windowMs: 1000, bucket: endpointOf('PUT DELETE') },
    { scope: PER_ISSUE, permits: 20, windowMs: 2000, bucket: issueOf },
    { scope: `${PER_ISSUE} (30 s)`, permits: 100, windowMs: 30_000, bucket: issueOf },
  ],
  read: readLimits,
  covers: (scope, request) => scope !== PER_ISSUE || issueOf(request) !== undefined,
};

/** `"global-app-quota";r=11000;t=600` as its name and its numbers. */
function policiesIn(text: string | null): Map<string, ReadonlyMap<string, number>> {
  const found = new Map<string, ReadonlyMap<string, number>>();
  for (const [, name = '', rest = ''] of (text ?? '').matchAll(/"?([\w-]+)"?((?:\s*;\s*\w+\s*=\s*[^;,\s]+)+)/g)) {
    const pairs = rest.matchAll(/(\w+)\s*=\s*(\d+)/g);
    found.set(name, new Map(Array.from(pairs, ([, key = '', value]) => [key, Number(value)])));
  }
  return found;
}

function readLimits(headers: Headers, now: number): LimitState[] {
  const header = (name: string) => headers.get(name) ?? headers.get(`beta-${name}`);
  const policies = policiesIn(header('ratelimit-policy'));
  const states = [...policiesIn(header('ratelimit'))].map(([scope, values]): LimitState => {
    const endsInS = values.get('t');
    return {
      scope,
      limit: policies.get(scope)?.get('q') ?? null,
      remaining: values.get('r') ?? null,
      resetAt: endsInS === undefined ? null : new Date(now + endsInS * 1000).toISOString(),
    };
  });
  const [limit, remaining] = ['limit', 'remaining'].map((name) => {
    const text = headers.get(`x-ratelimit-${name}`);
    return text && /^\d+$/.test(text) ? Number(text) : null;
  });
  if (limit === null && remaining === null) return states;
  const resetMs = resetAtMs(headers);
  return [
    ...states,
    {
      scope: headers.get('ratelimit-reason') ?? 'jira',
      limit: limit ?? null,
      remaining: remaining ?? null,
      resetAt: resetMs === undefined ? null : new Date(resetMs).toISOString(),
    },
  ];
}

/** When a limit ends, by the header that names a time. @internal */
export function resetAtMs(headers: Headers): number | undefined {
  const ms = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
