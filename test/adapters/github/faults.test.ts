import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { fault, issue, type Json } from './fixtures.js';
import { CANARY, github, json, stubGithub } from './stub.js';

const stub = stubGithub();
const START = Date.parse('2026-03-10T09:00:00Z');
const RESET = String(START / 1000 + 1_740); // 29 minutes on

/** What one call comes to when GitHub gives one answer, whatever is asked. */
async function meet(answer: () => Response, act = () => github({}, createTestRuntime({}, START)).issues.get('5')) {
  stub.answer(answer);
  try {
    await act();
  } catch (error) {
    if (!isTrackerError(error)) throw error;
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(/canary|SSO-REQUEST/);
    return error;
  }
  throw new Error('no fault');
}

const invalid: Json = { value: 'nobody', resource: 'Issue', field: 'assignees', code: 'invalid' };
const taken: Json = { resource: 'Label', field: 'name', code: 'already_exists' };
const custom: Json = { resource: 'Issue', field: 'body', code: 'custom', message: 'body is too long' };

interface Case {
  readonly title: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly error: Partial<TrackerFault> & Json;
  readonly says: string;
  /** Requests sent; 1 unless it is repeated. */
  readonly sent?: number;
}

const cases: Case[] = [
  {
    title: 'bad credentials',
    status: 401,
    body: fault('Bad credentials', { status: '401' }),
    error: { code: 'authentication', retryable: false },
    says: 'github issues.get: GitHub does not accept the token: Bad credentials',
  },
  {
    title: 'the lock-out after bad credentials',
    status: 403,
    body: fault('Maximum number of login attempts exceeded. Please try again later.'),
    error: { code: 'authentication', retryable: false },
    says: 'locked out for a while',
  },
  {
    title: 'the primary limit',
    status: 403,
    body: fault('API rate limit exceeded for user ID 7001.'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, 'x-ratelimit-resource': 'core' },
    error: { code: 'rate_limited', retryable: true, retryAfterMs: 1_740_000, scope: 'core' },
    says: 'GitHub limits the rate of requests: API rate limit exceeded for user ID 7001.',
  },
  {
    title: 'the primary limit of another resource, as 429',
    status: 429,
    body: fault('API rate limit exceeded'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, 'x-ratelimit-resource': 'search' },
    error: { code: 'rate_limited', retryAfterMs: 1_740_000, scope: 'search' },
    says: 'GitHub limits',
  },
  {
    title: 'the primary limit, told by the headers alone',
    status: 403,
    body: null,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    error: { code: 'rate_limited', retryAfterMs: 1_740_000, scope: 'core' },
    says: 'GitHub limits',
  },
  {
    title: 'the secondary limit with no calls remaining',
    status: 403,
    body: fault('You have exceeded a secondary rate limit.'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, 'x-ratelimit-resource': 'core' },
    error: { code: 'rate_limited', retryAfterMs: 1_740_000, scope: 'secondary' },
    says: 'secondary rate limit',
  },
  {
    title: 'a limit that ended by our clock',
    status: 403,
    body: fault('API rate limit exceeded'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(START / 1000 - 5) },
    error: { code: 'rate_limited', retryAfterMs: 1000, scope: 'core' },
    says: 'GitHub limits',
    sent: 4,
  },
  {
    title: 'the secondary limit with a hint',
    status: 403,
    body: fault('You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'),
    headers: { 'retry-after': '90', 'x-ratelimit-remaining': '4211' },
    error: { code: 'rate_limited', retryAfterMs: 90_000, scope: 'secondary' },
    says: 'secondary rate limit',
  },
  {
    title: 'the secondary limit without a hint',
    status: 429,
    body: fault('You have exceeded a secondary rate limit.'),
    error: { code: 'rate_limited', retryAfterMs: 60_000, scope: 'secondary' },
    says: 'secondary rate limit',
  },
  {
    title: 'a limit that only the hint tells of',
    status: 403,
    body: fault('Please slow down.'),
    headers: { 'retry-after': '45' },
    error: { code: 'rate_limited', retryAfterMs: 45_000, scope: 'secondary' },
    says: 'Please slow down.',
  },
  {
    title: 'the older name of the secondary limit',
    status: 403,
    body: fault('You have triggered an abuse detection mechanism. Please retry your request again later.'),
    error: { code: 'rate_limited', retryAfterMs: 60_000, scope: 'secondary' },
    says: 'abuse detection',
  },
  {
    title: 'a limit that comes as 422',
    status: 422,
    body: fault('API rate limit exceeded for 192.0.2.7.'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    error: { code: 'rate_limited', retryAfterMs: 1_740_000, scope: 'core' },
    says: 'GitHub limits',
  },
  {
    title: 'single sign-on',
    status: 403,
    body: fault('Resource protected by organization SAML enforcement.'),
    headers: { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=SSO-REQUEST' },
    error: { code: 'permission', missing: ['SAML single sign-on authorisation'] },
    says: 'authorise the token for the organisation',
  },
  {
    title: 'a fine-grained token without the permission',
    status: 403,
    body: fault('Resource not accessible by personal access token', { status: '403' }),
    headers: { 'x-accepted-github-permissions': 'issues=read; pull_requests=read' },
    error: { code: 'permission', retryable: false, missing: ['issues=read or pull_requests=read'] },
    says: 'github issues.get: the token lacks a right: Resource not accessible by personal access token',
  },
  {
    title: 'a classic token without the scope',
    status: 403,
    body: fault('Must have admin rights to Repository.'),
    headers: { 'x-oauth-scopes': 'gist', 'x-accepted-oauth-scopes': 'repo' },
    error: { code: 'permission', missing: ['repo'] },
    says: 'Must have admin rights',
  },
  ...[
    'Resource not accessible by integration',
    'Must have admin rights to Repository.',
    'You are not authorized to do that.',
    'Repository was archived so is read-only.',
  ].map((message) => ({
    title: `the last call of the budget, refused for another reason: ${message}`,
    status: 403,
    body: fault(message),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    error: { code: 'permission', retryable: false } as const,
    says: `the token lacks a right: ${message}`,
  })),
  ...[{}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET }].map((headers) => ({
    title: `a locked issue, ${JSON.stringify(headers)}`,
    status: 403,
    body: fault('Unable to create comment because issue is locked.'),
    headers,
    error: { code: 'rejected', retryable: false } as const,
    says: 'the issue is locked: Unable to create comment because issue is locked.',
  })),
  {
    title: 'the last call of the budget, locked out',
    status: 403,
    body: fault('Maximum number of login attempts exceeded. Please try again later.'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    error: { code: 'authentication', retryable: false },
    says: 'locked out for a while',
  },
  {
    title: 'the last call of the budget, without single sign-on',
    status: 403,
    body: fault('Resource protected by organization SAML enforcement.'),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, 'x-github-sso': 'required; url=SSO-REQUEST' },
    error: { code: 'permission', missing: ['SAML single sign-on authorisation'] },
    says: 'authorise the token for the organisation',
  },
  {
    title: 'a 403 that says nothing',
    status: 403,
    body: null,
    error: { code: 'permission', missing: [] },
    says: 'github issues.get: the token lacks a right',
  },
  {
    title: 'nothing there',
    status: 404,
    body: fault('Not Found', { status: '404' }),
    error: { code: 'not_found', retryable: false },
    says: 'it does not exist, or these credentials may not see it: Not Found',
  },
  {
    title: 'a deleted issue',
    status: 410,
    body: fault('This issue was deleted'),
    error: { code: 'not_found' },
    says: 'gone: the issue was deleted, or issues are switched off: This issue was deleted',
  },
  {
    title: 'a validation failure',
    status: 422,
    body: fault('Validation Failed', { errors: [invalid, custom, 'and something else', { code: 'missing' }] }),
    error: {
      code: 'rejected',
      fields: [
        { path: 'assignees', message: 'invalid' },
        { path: 'body', message: 'body is too long' },
        { path: '', message: 'and something else' },
        { path: '', message: 'missing' },
      ],
    },
    says: 'GitHub refuses the request: Validation Failed',
  },
  {
    title: 'something that is there already',
    status: 422,
    body: fault('Validation Failed', { errors: [taken, null, 7, ['x'], { field: 5, message: null }] }),
    error: {
      code: 'rejected',
      fields: [
        { path: 'name', message: 'already_exists' },
        ...Array.from({ length: 4 }, () => ({ path: '', message: 'is not accepted' })),
      ],
    },
    says: 'Validation Failed',
  },
  {
    title: 'a page number too deep',
    status: 422,
    body: fault('Pagination with the page parameter is not supported for large datasets', { errors: 'odd' }),
    error: { code: 'rejected', fields: [] },
    says: 'Pagination with the page parameter',
  },
  {
    title: 'an unknown API version',
    status: 400,
    body: fault('"2031-01-01" is not a valid API version'),
    error: { code: 'rejected' },
    says: 'is not a valid API version',
  },
  {
    title: 'a legal block',
    status: 451,
    body: fault('Repository access blocked', { block: { reason: 'dmca', created_at: '2026-01-01T00:00:00Z' } }),
    error: { code: 'rejected', retryable: false },
    says: 'withheld for legal reasons: Repository access blocked',
  },
  {
    title: 'a server that is down, every time',
    status: 502,
    body: fault('Server Error'),
    error: { code: 'transport', retryable: true },
    says: 'Server Error',
    sent: 4,
  },
];

describe('GitHub answers', () => {
  it.each(cases)('$status: $title', async ({ status, body, headers = {}, error, says, sent = 1 }) => {
    const met = await meet(() => json(body, { status, headers: { ...headers, 'x-github-request-id': 'C0DE:1' } }));
    expect(met).toMatchObject(error);
    expect(met.message).toContain(says);
    expect(met.context).toEqual({
      operation: 'issues.get',
      provider: 'github',
      attempts: sent,
      requestId: 'C0DE:1',
      httpStatus: status,
    });
    expect(stub.requests).toHaveLength(sent);
  });

  describe('the secondary limit without a time, again and again', () => {
    const MINUTE_MS = 60_000;
    /** What a call is told to wait, so long after the one before. */
    function waits() {
      const runtime = createTestRuntime({}, START);
      const adapter = github({}, runtime);
      return async (afterMs: number) => {
        await runtime.sleep(afterMs);
        stub.answer(() => json(fault('You have exceeded a secondary rate limit.'), { status: 403 }));
        const error = await adapter.issues.get('5').catch((thrown: TrackerFault) => thrown);
        return (error as { retryAfterMs?: number }).retryAfterMs;
      };
    }

    it('is waited out twice as long each time, up to an hour', async () => {
      const met = waits();
      const told: unknown[] = [await met(0)];
      for (const minutes of [1, 2, 4, 8, 16, 32, 60]) told.push(await met(minutes * MINUTE_MS + 1));
      expect(told).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * MINUTE_MS));
    });

    it('is another one after ten minutes of quiet', async () => {
      const met = waits();
      expect([await met(0), await met(MINUTE_MS), await met(12 * MINUTE_MS)]).toEqual(
        [1, 2, 1].map((m) => m * MINUTE_MS),
      );
    });

    it('counts once for requests that were on their way together', async () => {
      const runtime = createTestRuntime({}, START);
      const adapter = github({}, runtime);
      stub.answer(() => json(fault('You have exceeded a secondary rate limit.'), { status: 403 }));
      const outcomes = await Promise.allSettled([1, 2, 3].map((id) => adapter.issues.get(String(id))));
      expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.retryAfterMs)).toEqual([
        MINUTE_MS,
        MINUTE_MS,
        MINUTE_MS,
      ]);
      expect(stub.requests).toHaveLength(3);
    });

    it('does not concern another adapter', async () => {
      const one = waits();
      expect([await one(0), await one(MINUTE_MS)]).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
      expect(await waits()(0)).toBe(MINUTE_MS);
    });
  });

  it('that a token has run out: the function is asked for another, once, and the request is repeated', async () => {
    const asked: boolean[] = [];
    const token = ({ isRefused }: { readonly isRefused: boolean }) => {
      asked.push(isRefused);
      return asked.includes(true) ? `${CANARY}-new` : CANARY;
    };
    stub.answer((request) =>
      request.headers.get('authorization') === `Bearer ${CANARY}-new`
        ? json(issue(5))
        : json(fault('Bad credentials'), { status: 401 }),
    );
    expect((await github({ token }).issues.get('5')).ref.id).toBe('5');
    expect([asked.filter(Boolean), stub.requests.length]).toEqual([[true], 2]);
    // Who has no other is told at once.
    const met = await meet(
      () => json(fault('Bad credentials'), { status: 401 }),
      () => github({ token: () => CANARY }).issues.get('5'),
    );
    expect(met).toMatchObject({ code: 'authentication', context: { attempts: 1 } });
  });

  it('waits out a short limit, exactly as long as told, and goes on', async () => {
    const runtime = createTestRuntime({ random: () => 0 }, START);
    stub.answer((_, nth) =>
      nth === 1
        ? json(fault('You have exceeded a secondary rate limit.'), { status: 403, headers: { 'retry-after': '7' } })
        : json(issue(5)),
    );
    expect((await github({}, runtime).issues.get('5')).ref.key).toBe('#5');
    expect(runtime.waits).toEqual([7000]);
  });

  it.each([
    ['HTML', '<html><title>Unicorn!</title></html>', 'text/html'],
    ['half a document', JSON.stringify(issue(5)).slice(0, 400), 'application/json'],
    ['nothing', '', 'application/json'],
    ['a list', '[]', 'application/json'],
  ])('with %s where an issue should be: a ContractError that keeps the status', async (_, text, type) => {
    const met = await meet(() => new Response(text, { headers: { 'content-type': type } }));
    expect(met).toMatchObject({ code: 'contract', context: { httpStatus: 200, operation: 'issues.get' } });
  });

  it('echoing the token: it is masked', async () => {
    const echo = `Bad credentials: Bearer ${CANARY} (${CANARY})`;
    const met = await meet(() =>
      json(fault(echo, { errors: [echo, { field: CANARY, message: echo }] }), { status: 422 }),
    );
    expect(met.message).toContain('Bad credentials');
  });

  it('are all errors of ours when the token cannot be had', async () => {
    for (const token of [() => '', () => 'two words', () => Promise.reject(new Error(`vault: ${CANARY}`))]) {
      const met = await meet(
        () => json(issue(5)),
        () => github({ token }).issues.get('5'),
      );
      expect(met).toMatchObject({ code: 'authentication', context: { operation: 'issues.get', attempts: 0 } });
    }
    expect(stub.requests).toHaveLength(0);
  });
});
