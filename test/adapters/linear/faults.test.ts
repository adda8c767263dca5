import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answered, faultOf, scene } from './scene.js';
import { CANARY } from './server.js';
import { UNKNOWN } from './state.js';

interface Case {
  readonly name: string;
  readonly message: string;
  readonly extensions?: object;
  /** With which statuses it was seen. */
  readonly statuses: readonly number[];
  readonly expected: object;
}

const input = (more: object = {}) => ({
  type: 'invalid input',
  code: 'INPUT_ERROR',
  statusCode: 400,
  userError: true,
  ...more,
});

// In the shapes that Linear sends, with values of ours.
const CASES: readonly Case[] = [
  {
    name: 'no credentials',
    message: 'Authentication required, not authenticated',
    extensions: { type: 'authentication error', code: 'AUTHENTICATION_ERROR', statusCode: 401, userError: true },
    statuses: [200, 400, 401],
    expected: { code: 'authentication', retryable: false },
  },
  {
    name: 'a right that is missing',
    message: 'Forbidden',
    extensions: {
      type: 'forbidden',
      code: 'FORBIDDEN',
      statusCode: 403,
      userPresentableMessage: 'You need the scope admin.',
    },
    statuses: [200, 400, 403],
    expected: { code: 'permission', retryable: false },
  },
  {
    name: 'a feature that is not paid for',
    message: 'Feature not accessible',
    extensions: { type: 'feature not accessible', statusCode: 400 },
    statuses: [200, 400],
    expected: { code: 'permission' },
  },
  {
    name: 'an issue that is not there',
    message: 'Entity not found: Issue',
    extensions: input({ userPresentableMessage: 'Could not find referenced Issue.' }),
    statuses: [200, 400],
    expected: { code: 'not_found', retryable: false },
  },
  {
    name: 'an issue that is not there, in one sentence',
    message: 'Entity not found: Issue - Could not find referenced Issue.',
    extensions: input(),
    statuses: [200, 400],
    expected: { code: 'not_found' },
  },
  {
    name: 'a label that the input names and that is not there',
    message: 'Entity not found: IssueLabel: labelIds contained an entry that could not be found.',
    extensions: input(),
    statuses: [200, 400],
    expected: {
      code: 'rejected',
      fields: [{ path: 'labelIds', message: 'contained an entry that could not be found.' }],
    },
  },
  {
    name: 'an issue that the input names and that is not there',
    message: 'Entity not found: Issue: parentId contained an entry that could not be found.',
    extensions: input(),
    statuses: [400],
    expected: { code: 'rejected', fields: [{ path: 'parentId' }] },
  },
  {
    name: 'a person whom the input names and who is not there',
    message: 'Entity not found: User',
    extensions: input(),
    statuses: [200],
    expected: { code: 'rejected', serverCode: 'INPUT_ERROR' },
  },
  {
    name: 'an id that is taken',
    message: 'conflict on insert of Webhook',
    extensions: input({ userPresentableMessage: 'Entity Webhook with id 4711 already exists.' }),
    statuses: [200, 400],
    expected: { code: 'conflict', retryable: false },
  },
  {
    name: 'a title that is too long',
    message: 'Argument Validation Error',
    extensions: input({
      validationErrors: [{ property: 'title', constraints: { maxLength: 'must be shorter than 256 characters' } }],
    }),
    statuses: [200, 400],
    expected: { code: 'rejected', fields: [{ path: 'title', message: 'must be shorter than 256 characters' }] },
  },
  {
    name: 'a field that the schema does not have',
    message: 'Cannot query field "labelNames" on type "Issue".',
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } },
    statuses: [400],
    expected: { code: 'rejected', serverCode: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    name: 'a query that is too complex',
    message: 'Query too complex',
    extensions: input({
      userPresentableMessage: 'The query is too complex. Complexity: 12304.99. Maximum allowed complexity: 10000.',
    }),
    statuses: [200, 400],
    expected: { code: 'rejected', serverCode: 'too_complex' },
  },
  {
    name: 'a plan that is used up',
    message: 'Usage limit exceeded',
    extensions: { type: 'usage limit exceeded', statusCode: 400 },
    statuses: [200, 400],
    expected: { code: 'rejected', serverCode: 'usage_limit_exceeded', retryable: false },
  },
  {
    name: 'too many requests',
    message: 'Rate limit exceeded',
    extensions: { type: 'ratelimited', code: 'RATELIMITED', statusCode: 429 },
    statuses: [200, 400, 429],
    expected: { code: 'rate_limited', retryable: true },
  },
  {
    name: 'a fault of its own',
    message: 'Internal server error',
    extensions: { type: 'internal error', code: 'INTERNAL_SERVER_ERROR', statusCode: 500 },
    statuses: [200, 400, 500],
    expected: { code: 'transport', retryable: true },
  },
  {
    name: 'a lock that was not got',
    message: 'Lock timeout',
    extensions: { type: 'lock timeout', statusCode: 500 },
    statuses: [200, 500],
    expected: { code: 'transport', retryable: true },
  },
  { name: 'a refusal without anything', message: '', statuses: [400], expected: { code: 'rejected' } },
  {
    name: 'an error that says nothing',
    message: 'Unexpected error',
    statuses: [200, 500],
    expected: { code: 'transport', retryable: true },
  },
];

const failing = ({ message, extensions }: Case, status: number, data: unknown = null) =>
  answered(
    () =>
      Response.json({ errors: [{ message, path: ['issue'], ...(extensions && { extensions }) }], data }, { status }),
    { retry: { attempts: 1 } },
  );

describe('the faults of a reading', () => {
  for (const each of CASES) {
    it.each(each.statuses)(`${each.name}, with %d`, async (status) => {
      const fault = await faultOf(failing(each, status).linear.issues.get(UNKNOWN));
      expect(fault).toMatchObject({ ...each.expected, context: { operation: 'issues.get', httpStatus: status } });
      expect(fault.message).toMatch(/^linear issues\.get: \w/);
    });
  }

  it('takes partial data beside errors for none', async () => {
    const data = { issues: { nodes: [], pageInfo: { hasPreviousPage: false } } };
    for (const each of CASES) {
      const fault = await faultOf(
        failing(each, each.statuses[0] ?? 200, data)
          .linear.issues.list()
          .next(),
      );
      expect(fault).toMatchObject(each.expected);
    }
  });

  it('takes an answer without errors and without what was asked for as a ContractError', async () => {
    for (const body of [
      { data: null },
      { data: { issue: null } },
      {},
      { errors: [] },
      { data: { issue: { id: 'a' } } },
    ]) {
      const { linear } = answered(() => Response.json(body));
      expect((await faultOf(linear.issues.get(UNKNOWN))).code).toBe('contract');
    }
  });

  it('never takes a 404 for an issue that is not there: there is one path, and Linear is not who says so', async () => {
    for (const status of [404, 410]) {
      const { linear } = answered(() => new Response('<html>Not here</html>', { status }));
      expect(await faultOf(linear.issues.get(UNKNOWN))).toMatchObject({ code: 'transport', retryable: false });
      expect((await faultOf(linear.issues.delete(UNKNOWN))).code).toBe('transport');
      expect((await faultOf(linear.issues.findByClientKey('a'))).code).toBe('transport');
    }
  });

  it('masks what Linear says of the credentials', async () => {
    const { linear } = answered(() => Response.json({ errors: [{ message: `the key ${CANARY} is odd` }] }));
    const fault = await faultOf(linear.issues.get(UNKNOWN));
    expect(inspect(fault, { depth: 9 }) + JSON.stringify(fault)).not.toContain('canary');
    expect(fault.message).toMatch(/redacted/);
  });
});

describe('the faults of a write', () => {
  const hook = { url: 'https://host.example/hook', secret: 'a-secret-of-the-hook' };

  for (const each of CASES) {
    it(`${each.name}: a refusal is no doubt, also with 200`, async () => {
      for (const status of each.statuses) {
        const { linear, requests } = failing(each, status);
        const fault = await faultOf(linear.webhooks.register(hook));
        const isLost = (each.expected as { code: string }).code === 'transport';
        expect(fault.code).toBe(isLost ? 'ambiguous_write' : (each.expected as { code: string }).code);
        expect(requests).toHaveLength(1);
      }
    });
  }

  // It was done, and something of what was asked for with it could not be shown.
  const below = (root: string, code: string, data: unknown) => ({
    errors: [{ message: 'no', path: [root, 'webhook', 'url'], extensions: { code } }],
    data,
  });

  it.each(['RATELIMITED', 'FORBIDDEN', 'INPUT_ERROR', 'INTERNAL_SERVER_ERROR'])(
    '%s below what was done leaves it in doubt, and is not sent again',
    async (code) => {
      for (const data of [null, { webhookCreate: { success: true, webhook: null } }]) {
        const { linear, requests } = answered(() => Response.json(below('webhookCreate', code, data)));
        expect(await faultOf(linear.webhooks.register(hook))).toMatchObject({
          code: 'ambiguous_write',
          retryable: false,
        });
        expect(requests).toHaveLength(1);
      }
    },
  );

  it('below a create is no doubt: what was made is found by its id', async () => {
    const { linear, server } = scene({}, {}, async (request, forward) => {
      const { query } = (await request.clone().json()) as { query: string };
      const response = await forward();
      return query.startsWith('mutation') ? Response.json(below('issueCreate', 'FORBIDDEN', null)) : response;
    });
    expect((await linear.issues.create({ title: 'A' })).issue.title).toBe('A');
    expect(server.state.issues.size).toBe(1);
  });

  it('that Linear says it did not do are errors, whatever the status', async () => {
    const { linear } = answered(() =>
      Response.json({
        data: { webhookCreate: { success: false, webhook: { id: 'a', url: 'https://a', enabled: true } } },
      }),
    );
    expect((await faultOf(linear.webhooks.register(hook))).message).toMatch(/says that it did not do it/);
  });
});

describe('a limit', () => {
  const limited = (headers: Record<string, string>, status = 400) =>
    answered((_, nth) =>
      nth === 1
        ? Response.json(
            { errors: [{ message: 'Rate limit exceeded', extensions: { type: 'ratelimited', code: 'RATELIMITED' } }] },
            { status, headers },
          )
        : Response.json({ data: { teams: { nodes: [], pageInfo: { hasNextPage: false } } } }),
    );
  const NOW = 1_773_133_200_000;

  it('is waited for until its end, which comes in milliseconds', async () => {
    const { linear, runtime } = limited({
      'x-ratelimit-requests-limit': '2500',
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': String(NOW + 12_000),
    });
    await linear.directory.projects().next();
    expect(runtime.waits).toEqual([12_000]);
  });

  it('is the one that is used up: complexity, or that of an endpoint', async () => {
    const complexity = limited({
      'x-ratelimit-requests-remaining': '17',
      'x-ratelimit-complexity-remaining': '0',
      'x-ratelimit-complexity-reset': String(NOW + 3_600_000),
    });
    expect(await faultOf(complexity.linear.directory.projects().next())).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 3_600_000,
      scope: 'complexity',
    });
    const endpoint = limited({
      'x-ratelimit-endpoint-name': 'searchIssues',
      'x-ratelimit-endpoint-remaining': '0',
      'x-ratelimit-endpoint-reset': String(NOW + 40_000),
    });
    expect(await faultOf(endpoint.linear.issues.search({ text: 'a' }).next())).toMatchObject({ scope: 'search' });
    // Only searches wait for it.
    expect((await endpoint.linear.directory.projects().next()).value?.items).toEqual([]);
    expect(endpoint.runtime.waits).toEqual([]);
  });

  it('takes a minute where nothing tells its end, and what Retry-After says where that is there', async () => {
    expect(await faultOf(limited({}).linear.directory.projects().next())).toMatchObject({ retryAfterMs: 60_000 });
    const { linear, runtime } = limited({ 'retry-after': '7' }, 200);
    await linear.directory.projects().next();
    expect(runtime.waits).toEqual([7000]);
  });

  it('is told from the headers, and waited for before it is met', async () => {
    const { linear, requests, runtime } = answered(() =>
      Response.json(
        { data: { teams: { nodes: [], pageInfo: { hasNextPage: false } } } },
        {
          headers: {
            'x-ratelimit-requests-limit': '2500',
            'x-ratelimit-requests-remaining': '0',
            'x-ratelimit-requests-reset': String(NOW + 20_000),
            'x-ratelimit-complexity-limit': '3000000',
            'x-ratelimit-complexity-remaining': '2999990.5',
            'x-ratelimit-complexity-reset': 'soon',
          },
        },
      ),
    );
    await linear.directory.projects().next();
    expect(linear.limits().limits).toEqual([
      { scope: 'requests', limit: 2500, remaining: 0, resetAt: '2026-03-10T09:00:20.000Z' },
      { scope: 'complexity', limit: 3_000_000, remaining: 2_999_990, resetAt: null },
    ]);
    await linear.directory.projects().next();
    expect([requests.length, runtime.waits]).toEqual([2, [20_000]]);
  });

  it('holds for searches by itself: 30 in a minute', async () => {
    const { linear, runtime } = answered(
      () => Response.json({ data: { found: { nodes: [], pageInfo: { hasNextPage: false } } } }),
      { retry: { maxWaitMs: 60_000, deadlineMs: 120_000 } },
    );
    for (let nth = 0; nth < 31; nth++) await linear.issues.search({ text: 'a' }).next();
    expect(runtime.waits).toEqual([60_000]);
  });
});
