import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { CANARY } from './server.js';
import { faultOf, subject } from './subject.js';

interface Case {
  readonly title: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly error: Partial<TrackerFault> & Record<string, unknown>;
  readonly says?: string;
  /** Requests sent; 1 unless it is repeated. */
  readonly sent?: number;
}

const collection = (errorMessages: readonly string[], errors: Record<string, string> = {}) => ({
  errorMessages,
  errors,
});

const cases: Case[] = [
  {
    title: 'bad credentials',
    status: 401,
    body: 'Client must be authenticated to access this resource.',
    error: { code: 'authentication', retryable: false },
    says: 'jira issues.get: Jira does not accept the credentials',
  },
  {
    title: 'bad credentials, as the gateway says it',
    status: 401,
    body: { code: 401, message: 'Unauthorized' },
    error: { code: 'authentication' },
    says: 'Unauthorized',
  },
  {
    title: 'a missing scope, as the gateway says it',
    status: 401,
    body: { code: 401, message: 'Unauthorized; scope does not match' },
    error: { code: 'permission', retryable: false },
    says: 'the token lacks a scope: Unauthorized; scope does not match',
  },
  {
    title: 'a lock-out',
    status: 403,
    body: '<html>CAPTCHA</html>',
    headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' },
    error: { code: 'authentication' },
    says: 'locked out',
  },
  {
    title: 'a missing right',
    status: 403,
    body: collection(['You do not have permission to delete issues in this project.']),
    headers: { 'x-seraph-loginreason': 'OK' },
    error: { code: 'permission' },
    says: 'the credentials lack a right: You do not have permission to delete',
  },
  {
    title: 'a missing right that comes as 400',
    status: 400,
    body: collection([], { project: 'You do not have permission to create issues in this project.' }),
    error: { code: 'permission' },
    says: 'project: You do not have permission',
  },
  {
    title: 'an issue that is not there, or not to be seen',
    status: 404,
    body: collection(['Issue does not exist or you do not have permission to see it.']),
    error: { code: 'not_found' },
    says: 'these credentials may not see it: Issue does not exist',
  },
  {
    title: 'a dead link, in HTML',
    status: 404,
    body: '<html><body>Oops, you&#39;ve found a dead link.</body></html>',
    error: { code: 'not_found' },
    says: 'may not see it, or this is no Jira Cloud site (Jira Data Center and Server are not supported)',
  },
  {
    title: 'fields, with an empty list of messages',
    status: 400,
    body: collection([], {
      summary: 'You must specify a summary of the issue.',
      customfield_10020: "Field 'customfield_10020' cannot be set. It is not on the appropriate screen, or unknown.",
    }),
    error: {
      code: 'rejected',
      fields: [
        { path: 'summary', message: 'You must specify a summary of the issue.' },
        {
          path: 'customfield_10020',
          message: "Field 'customfield_10020' cannot be set. It is not on the appropriate screen, or unknown.",
        },
      ],
    },
    says: 'Jira refuses the request: summary: You must specify a summary of the issue.; customfield_10020: Field',
  },
  {
    title: 'a text that is too long',
    status: 400,
    body: collection([], {
      description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
    }),
    error: { code: 'rejected', fields: [{ path: 'description', message: expect.stringContaining('32,767') }] },
  },
  {
    title: 'JQL that cannot be read',
    status: 400,
    body: collection(["Error in the JQL Query: Expecting either 'OR' or 'AND' but got 'nonsense'."]),
    error: { code: 'rejected' },
    says: "Expecting either 'OR' or 'AND'",
  },
  {
    title: 'an edit that meets another',
    status: 409,
    body: collection(['Your update was not processed because a conflicting update is in progress.']),
    error: { code: 'conflict', retryable: false },
    says: 'somebody else is changing it: Your update was not processed',
  },
  {
    title: 'an edit that may be tried again',
    status: 409,
    body: collection([]),
    headers: { 'retry-after': '1' },
    error: { code: 'conflict', retryable: true },
    sent: 4,
  },
  {
    title: 'a part of the API that is gone',
    status: 410,
    body: collection(['The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.']),
    error: { code: 'unsupported' },
    says: 'Jira has removed this part of its API: The requested API has been removed.',
  },
  {
    title: 'a limit per issue',
    status: 413,
    body: collection(['The per-issue limit of comments has been breached.']),
    error: { code: 'too_large' },
    says: 'The per-issue limit of comments',
  },
  {
    title: 'a configuration that does not hold',
    status: 422,
    body: collection(['The workflow scheme is misconfigured.']),
    error: { code: 'rejected' },
  },
  {
    title: 'a Data Center, which has no third version',
    status: 404,
    body: { message: 'null for uri: https://jira.acme.example/rest/api/3/issue/1', 'status-code': 404 },
    error: { code: 'not_found' },
    says: 'or this is no Jira Cloud site',
  },
  {
    title: 'the quota of the app',
    status: 429,
    body: { message: 'Rate limit exceeded.' },
    headers: { 'retry-after': '1740', 'ratelimit-reason': 'jira-quota-tenant-based', 'x-ratelimit-remaining': '0' },
    error: { code: 'rate_limited', retryable: true, retryAfterMs: 1_740_000, scope: 'jira-quota-tenant-based' },
    says: 'Jira limits the rate of requests: Rate limit exceeded.',
  },
  {
    title: 'a quota that ends at a time',
    status: 429,
    body: null,
    headers: { 'x-ratelimit-reset': '2026-03-10T09:12:00Z', 'ratelimit-reason': 'jira-quota-global-based' },
    error: { code: 'rate_limited', retryAfterMs: 720_000, scope: 'jira-quota-global-based' },
  },
  {
    title: 'a quota without a word of its end',
    status: 429,
    body: null,
    headers: { 'ratelimit-reason': 'jira-quota-tenant-based' },
    // The test runs at nine o'clock.
    error: { code: 'rate_limited', retryAfterMs: 3_600_000 },
  },
  {
    title: 'a limit that ended by our clock',
    status: 429,
    body: null,
    headers: { 'x-ratelimit-reset': '2026-03-10T08:59:00Z', 'ratelimit-reason': 'jira-burst-based' },
    error: { code: 'rate_limited', retryAfterMs: 1000, scope: 'jira-burst-based' },
    sent: 4,
  },
  {
    title: 'a burst',
    status: 429,
    body: collection([]),
    headers: { 'retry-after': '2', 'ratelimit-reason': 'jira-burst-based' },
    error: { code: 'rate_limited', retryAfterMs: 2000, scope: 'jira-burst-based' },
    sent: 4,
  },
  {
    title: 'a limit that nobody explains',
    status: 429,
    body: '',
    error: { code: 'rate_limited', retryAfterMs: undefined, scope: undefined },
    sent: 4,
  },
  {
    title: 'an outage',
    status: 503,
    body: '<html>Atlassian is down</html>',
    headers: { 'retry-after': '5' },
    error: { code: 'transport', retryable: true, retryAfterMs: 5000 },
    sent: 4,
  },
  {
    title: 'an odd body',
    status: 400,
    body: { errorMessages: 'not a list', errors: [7, null], message: { no: 'text' } },
    error: { code: 'rejected' },
  },
];

describe('a fault', () => {
  it.each(cases)('for $title ($status)', async ({ status, body, headers = {}, error, says = '', sent = 1 }) => {
    const { jira, server } = subject();
    server.intercept(() => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }));
    const found = await faultOf(jira.issues.get('5'));
    expect(found).toMatchObject({
      ...error,
      context: { operation: 'issues.get', provider: 'jira', httpStatus: status },
    });
    expect(found.message).toContain(says);
    expect(server.requests).toHaveLength(sent);
  });

  it.each([
    ['HTML', '<html>Log in</html>', { 'content-type': 'text/html' }],
    ['half a document', '{"id":"5","key":"ACME-5","fi', {}],
    ['nothing', '', {}],
    ['null', 'null', {}],
    ['an empty object', '{}', {}],
  ])('for a 200 with %s', async (_, body, headers) => {
    const { jira, server } = subject({ retry: { attempts: 1 } });
    server.intercept(() => new Response(body, { headers }));
    expect(await faultOf(jira.issues.get('5'))).toMatchObject({ code: 'contract', context: { httpStatus: 200 } });
  });

  it('shows no secret, wherever Jira repeats it', async () => {
    const { jira, server } = subject();
    const pair = btoa(`canary.bot@acme.example:${CANARY}`);
    server.intercept(() =>
      Response.json({ errorMessages: [CANARY, `Basic ${pair}`], errors: { [CANARY]: CANARY } }, { status: 400 }),
    );
    const found = await faultOf(jira.issues.get('5'));
    expect(inspect(found, { depth: 9, showHidden: true }) + JSON.stringify(found) + found.stack).not.toMatch(
      new RegExp(`${CANARY}|${pair}`),
    );
  });
});
