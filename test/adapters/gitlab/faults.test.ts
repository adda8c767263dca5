import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTrackerError, type TrackerFault } from '../../../src/errors/is-tracker-error.js';
import { issue, type Json } from './fixtures.js';
import { answered } from './scene.js';
import { CANARY } from './server.js';

const START = 1_773_133_200; // the test runtime's clock, in seconds

type Act = (gitlab: ReturnType<typeof answered>['gitlab']) => Promise<unknown>;
const get: Act = (gitlab) => gitlab.issues.get('5');
const create: Act = (gitlab) => gitlab.issues.create({ title: 'x' });
const remove: Act = (gitlab) => gitlab.issues.delete('5');
const comment: Act = (gitlab) => gitlab.comments.add('5', 'x');

/** What one call comes to when GitLab gives one answer, whatever is asked. */
async function meet(answer: () => Response, act: Act = get): Promise<{ error: TrackerFault; sent: number }> {
  const { gitlab, requests } = answered(answer);
  try {
    await act(gitlab);
  } catch (error) {
    if (!isTrackerError(error)) throw error;
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(/canary/);
    return { error, sent: requests.length };
  }
  throw new Error('no fault');
}

interface Case {
  readonly title: string;
  readonly status: number;
  /** JSON, or a text as it is. */
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly act?: Act;
  readonly error: Json;
  readonly says: string;
  /** Requests sent; 1 unless it is repeated. */
  readonly sent?: number;
}

const cases: Case[] = [
  {
    title: 'a bad token',
    status: 401,
    body: { message: '401 Unauthorized' },
    error: { code: 'authentication', retryable: false },
    says: 'gitlab issues.get: GitLab does not accept the token: 401 Unauthorized',
  },
  {
    title: 'an OAuth token that ran out',
    status: 401,
    body: { error: 'invalid_token', error_description: 'Token was revoked. You have to re-authorize from the user.' },
    error: { code: 'authentication' },
    says: 'Token was revoked',
  },
  {
    title: 'a token without the scope',
    status: 403,
    body: {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than provided by the access token.',
      scope: 'api',
    },
    act: create,
    error: { code: 'permission', missing: ['api'] },
    says: 'gitlab issues.create: the token lacks a scope: The request requires higher privileges',
  },
  {
    title: 'an account without the right',
    status: 403,
    body: { message: '403 Forbidden' },
    act: create,
    error: { code: 'permission', retryable: false },
    says: 'the account lacks a right in this project: 403 Forbidden',
  },
  {
    title: 'deleting without being an Owner',
    status: 403,
    body: { message: '403 Forbidden' },
    act: remove,
    error: { code: 'permission', missing: ['Owner'] },
    says: 'deleting an issue takes the role Owner',
  },
  {
    title: 'an address that was shut out, in plain text',
    status: 403,
    body: 'Forbidden\n',
    error: { code: 'permission' },
    says: 'the account lacks a right',
  },
  {
    title: 'no such project',
    status: 404,
    body: { message: '404 Project Not Found' },
    error: { code: 'not_found', retryable: false },
    says: 'it does not exist, or these credentials may not see it: 404 Project Not Found',
  },
  {
    title: 'no such route, in plain text',
    status: 404,
    body: '404 page not found',
    error: { code: 'not_found' },
    says: 'it does not exist',
  },
  {
    title: 'a write to a project that was moved',
    status: 405,
    body: { message: 'Non GET methods are not allowed for moved projects' },
    act: create,
    error: { code: 'rejected', retryable: false },
    says: 'the project was moved, so configure its new path',
  },
  {
    title: 'a duplicate',
    status: 409,
    body: { message: 'Duplicated issue' },
    act: create,
    error: { code: 'conflict', retryable: false },
    says: 'a conflict with what GitLab has: Duplicated issue',
  },
  {
    title: 'a precondition',
    status: 412,
    body: { message: '412 Precondition Failed' },
    act: remove,
    error: { code: 'conflict' },
    says: '412 Precondition Failed',
  },
  {
    title: 'sentences in a list, of which none names a field',
    status: 400,
    body: { message: ['Title is too long', 'Weight is odd', 7] },
    act: create,
    error: { code: 'rejected', fields: [] },
    says: 'GitLab refuses the request: Title is too long; Weight is odd',
  },
  {
    title: 'a list of nothing',
    status: 422,
    body: { message: [{ title: 'x' }], error: 'Odd' },
    error: { code: 'rejected', fields: [] },
    says: 'GitLab refuses the request: Odd',
  },
  {
    title: 'fields that a model refuses',
    status: 400,
    body: { message: { title: ["can't be blank", 'is too long (maximum is 255 characters)'], 'base.due': 'is odd' } },
    act: create,
    error: {
      code: 'rejected',
      fields: [
        { path: 'title', message: "can't be blank, is too long (maximum is 255 characters)" },
        { path: 'base.due', message: 'is odd' },
      ],
    },
    says: 'gitlab issues.create: GitLab refuses the request',
  },
  {
    title: 'parameters that its check refuses',
    status: 400,
    body: { error: 'title is missing, state_event does not have a valid value, assignee_ids is invalid' },
    act: create,
    error: {
      code: 'rejected',
      fields: [
        { path: 'title', message: 'is missing' },
        { path: 'state_event', message: 'does not have a valid value' },
        { path: 'assignee_ids', message: 'is invalid' },
      ],
    },
    says: 'title is missing',
  },
  {
    title: 'a parameter that was not given',
    status: 400,
    body: { message: '400 (Bad request) "title" not given' },
    act: create,
    error: { code: 'rejected', fields: [{ path: 'title', message: 'not given' }] },
    says: '"title" not given',
  },
  {
    title: 'a note that its model refuses',
    status: 400,
    body: { message: `400 Bad request - Note {:note=>["is too long (maximum is 1000000 characters)"]}` },
    act: comment,
    error: { code: 'rejected', fields: [{ path: 'note', message: 'is too long (maximum is 1000000 characters)' }] },
    says: 'Bad request - Note',
  },
  {
    title: 'what it takes for spam',
    status: 400,
    body: { message: { error: 'Spam detected' } },
    act: create,
    error: { code: 'rejected', serverCode: 'spam' },
    says: 'GitLab takes it for spam',
  },
  {
    title: 'what it takes for spam until a person has solved a riddle',
    status: 409,
    body: { needs_captcha_response: true, spam_log_id: 42, captcha_site_key: 'REDACTED', message: { error: 'x' } },
    act: create,
    error: { code: 'rejected', serverCode: 'spam' },
    says: 'GitLab takes it for spam',
  },
  {
    title: 'a hook to an address inside',
    status: 422,
    body: { error: 'Invalid url given' },
    act: create,
    error: { code: 'rejected', fields: [] },
    says: 'Invalid url given',
  },
  {
    title: 'a body too large',
    status: 413,
    body: '<html><head><title>413 Request Entity Too Large</title></head></html>',
    act: create,
    error: { code: 'too_large' },
    says: 'too large',
  },
  {
    title: 'a query too long',
    status: 414,
    body: '',
    error: { code: 'rejected' },
    says: '414',
  },
  {
    title: 'a throttle with its name and time',
    status: 429,
    body: 'Retry later\n',
    headers: {
      'retry-after': '44',
      'ratelimit-name': 'throttle_authenticated_api',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(START + 44),
    },
    error: { code: 'rate_limited', retryable: true, retryAfterMs: 44_000, scope: 'throttle_authenticated_api' },
    says: 'gitlab issues.get: GitLab limits the rate of requests',
  },
  {
    title: 'a throttle that says only when it ends',
    status: 429,
    body: 'Retry later\n',
    headers: { 'ratelimit-reset': String(START + 50) },
    error: { code: 'rate_limited', retryAfterMs: 50_000, scope: 'api' },
    says: 'GitLab limits',
  },
  {
    title: 'a throttle that says so as a date',
    status: 429,
    body: 'Retry later\n',
    headers: { 'ratelimit-resettime': 'Tue, 10 Mar 2026 09:00:40 GMT' },
    error: { code: 'rate_limited', retryAfterMs: 40_000, scope: 'api' },
    says: 'GitLab limits',
  },
  {
    title: 'a throttle that ended by our clock',
    status: 429,
    body: 'Retry later\n',
    headers: { 'ratelimit-reset': String(START - 5) },
    error: { code: 'rate_limited', retryAfterMs: 1000 },
    says: 'GitLab limits',
    sent: 4,
  },
  {
    title: 'a limit of the application, which says nothing',
    status: 429,
    body: { message: { error: 'This endpoint has been requested too many times. Try again later.' } },
    act: create,
    error: { code: 'rate_limited', retryAfterMs: 60_000, scope: 'issue creation' },
    says: 'GitLab limits',
  },
  {
    title: 'a server that is down, every time, in HTML',
    status: 502,
    body: '<html><body>GitLab is not responding</body></html>',
    error: { code: 'transport', retryable: true },
    says: '502',
    sent: 4,
  },
];

describe('GitLab answers', () => {
  it.each(cases)('$status: $title', async ({ status, body, headers = {}, act = get, error, says, sent = 1 }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    const met = await meet(
      () => new Response(text, { status, headers: { 'content-type': type, 'x-request-id': '01REQ', ...headers } }),
      act,
    );
    expect(met.error).toMatchObject(error);
    expect(met.error.message).toContain(says);
    expect(met.error.context).toMatchObject({
      provider: 'gitlab',
      attempts: sent,
      requestId: '01REQ',
      httpStatus: status,
    });
    expect(met.sent).toBe(sent);
  });

  it('429 to a create is waited out and sent again: it was certainly not applied', async () => {
    const { gitlab, requests, runtime } = answered((_, nth) =>
      nth === 1
        ? new Response('Retry later\n', { status: 429, headers: { 'retry-after': '7' } })
        : Response.json(issue(5, { title: 'x' }), { status: 201 }),
    );
    expect((await gitlab.issues.create({ title: 'x' })).issue.ref.id).toBe('5');
    expect(requests).toHaveLength(2);
    expect(runtime.waits[0]).toBeGreaterThanOrEqual(7000);
  });

  it.each([
    ['HTML', '<html><title>Sign in</title></html>', 'text/html'],
    ['half a document', JSON.stringify(issue(5)).slice(0, 400), 'application/json'],
    ['nothing', '', 'application/json'],
    ['a list', '[]', 'application/json'],
  ])(
    'with %s where an issue should be: a ContractError, or an open question where it was written',
    async (_, text, type) => {
      const answer = () => new Response(text, { headers: { 'content-type': type } });
      expect((await meet(answer)).error).toMatchObject({ code: 'contract', context: { httpStatus: 200 } });
      const written = await meet(answer, create);
      expect(written).toMatchObject({ error: { code: 'ambiguous_write' }, sent: 1 });
    },
  );

  it('5xx to a write: an open question, sent once', async () => {
    const met = await meet(() => new Response('', { status: 500 }), create);
    expect(met).toMatchObject({ error: { code: 'ambiguous_write' }, sent: 1 });
  });

  it('echoing the token: it is masked', async () => {
    const echo = `no: Bearer ${CANARY} (${CANARY})`;
    for (const body of [
      { message: echo },
      { message: { title: [echo], [CANARY]: [echo] } },
      { error: `${CANARY} is missing` },
    ]) {
      await meet(() => Response.json(body, { status: 400 }), create);
    }
  });

  it('are all errors of ours when the token cannot be had', async () => {
    for (const token of [() => '', () => 'two words', () => Promise.reject(new Error(`vault: ${CANARY}`))]) {
      const { gitlab, requests } = answered(() => Response.json(issue(5)), { token });
      const error = await gitlab.issues.get('5').catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'authentication', context: { operation: 'issues.get', attempts: 0 } });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary/);
      expect(requests).toHaveLength(0);
    }
  });

  it('to another origin are not followed', async () => {
    const met = await meet(
      () => new Response(null, { status: 301, headers: { location: 'https://evil.test/api/v4/x' } }),
    );
    expect(met).toMatchObject({ error: { code: 'transport', retryable: false }, sent: 1 });
  });
});
