import { describe, expect, it } from 'vitest';
import { createGithubAdapter } from '../../../src/adapters/github/index.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY, fault, issue, type Json, repository, user } from './fixtures.js';
import { github, json, stubGithub } from './stub.js';

const stub = stubGithub();

interface Scene {
  readonly repository?: Response;
  readonly issues?: Response;
  readonly user?: Response;
}

function scene(answers: Scene = {}) {
  stub.answer((request) => {
    switch (new URL(request.url).pathname) {
      case '/repos/acme/widgets':
        return answers.repository ?? json(repository());
      case '/repos/acme/widgets/issues':
        return answers.issues ?? json([issue(1)]);
      default:
        return answers.user ?? json(user('mona'));
    }
  });
}

const refusal = (headers: Record<string, string> = {}) =>
  json(fault('Resource not accessible by integration'), { status: 403, headers });
const test = () => github().testConnection();
const sso = { 'x-github-sso': 'partial-results; organizations=21955855,20582480' };

describe('testing the connection', () => {
  it('names the account and finds nothing wrong', async () => {
    scene();
    expect(await test()).toEqual({ account: 'mona', workspace: 'acme/widgets', missingPermissions: [], warnings: [] });
    expect(stub.requests.map(({ url }) => url.slice('https://api.github.com'.length))).toEqual([
      '/repos/acme/widgets',
      '/repos/acme/widgets/issues?state=all&per_page=1',
      '/user',
    ]);
  });

  it.each([
    ['403', () => refusal()],
    ['404', () => json(fault('Not Found'), { status: 404 })],
  ])('of an installation, whose token has no user (%s)', async (_, answer) => {
    scene({ user: answer() });
    expect(await test()).toMatchObject({ account: null, missingPermissions: [], warnings: [] });
  });

  it.each<[string, Scene, string[]]>([
    ['a fine-grained token', { issues: refusal({ 'x-accepted-github-permissions': 'issues=read' }) }, ['issues=read']],
    ['a token that is told nothing', { issues: refusal() }, ['issues=read']],
    ['a token that sees no issues at all', { issues: json(fault('Not Found'), { status: 404 }) }, ['issues=read']],
    ['someone without a role', { repository: json(repository({ permissions: { pull: false } })) }, ['pull']],
    [
      'someone who may read and write but not triage',
      { repository: json(repository({ permissions: { pull: true, push: false, triage: false } })) },
      ['push or triage'],
    ],
    [
      'someone with the triage role',
      { repository: json(repository({ permissions: { pull: true, push: false, triage: true } })) },
      [],
    ],
    [
      'a classic token at a private repository',
      { repository: json(repository(), { headers: { 'x-oauth-scopes': 'public_repo, read:org' } }) },
      ['repo'],
    ],
    [
      'a classic token that is good',
      { repository: json(repository(), { headers: { 'x-oauth-scopes': 'read:org, repo' } }) },
      [],
    ],
    [
      'a classic token at a public repository',
      { repository: json(repository({ private: false }), { headers: { 'x-oauth-scopes': 'gist' } }) },
      [],
    ],
    [
      "an app's user token, whose scopes are empty",
      { repository: json(repository(), { headers: { 'x-oauth-scopes': '' } }) },
      [],
    ],
    [
      'a token without single sign-on',
      { issues: refusal({ 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso' }) },
      ['SAML single sign-on authorisation'],
    ],
  ])('names what %s lacks', async (_, answers, missingPermissions) => {
    scene(answers);
    expect(await test()).toMatchObject({ missingPermissions });
  });

  it.each<[string, Json, RegExp]>([
    ['is archived', { archived: true }, /archived/],
    ['has no issues', { has_issues: false }, /switched off/],
    ['was renamed', { full_name: 'acme/gizmos' }, /acme\/gizmos/],
    ['is spelled differently', { full_name: 'Acme/Widgets' }, /Acme\/Widgets/],
  ])('warns of a repository that %s', async (_, changes, warning) => {
    scene({
      repository: json(repository(changes)),
      ...(changes.has_issues === false ? { issues: json(fault('Issues are disabled'), { status: 410 }) } : {}),
    });
    const report = await test();
    expect(report.warnings).toEqual([expect.stringMatching(warning)]);
    expect(report.workspace).toBe(changes.full_name ?? 'acme/widgets');
    expect(report.missingPermissions).toEqual([]);
  });

  it('asks for no right to write where nothing is written', async () => {
    scene({ repository: json(repository({ permissions: { pull: true, push: false, triage: false } })) });
    const options = { owner: 'acme', repo: 'widgets', token: CANARY, readOnly: true } as const;
    const reader = createGithubAdapter(options, createTestRuntime());
    expect(await reader.testConnection()).toMatchObject({ missingPermissions: [] });
  });

  it('warns once when answers are not whole', async () => {
    scene({ issues: json([], { headers: sso }), user: json(user('mona'), { headers: sso }) });
    expect((await test()).warnings).toEqual([expect.stringMatching(/single sign-on/)]);
  });

  it('reports the true spelling of a repository that redirects', async () => {
    stub.answer((request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/repos/acme/widgets') {
        return json(fault('Moved Permanently'), { status: 301, headers: { location: '/repos/acme/gizmos' } });
      }
      if (pathname === '/repos/acme/gizmos') return json(repository({ full_name: 'acme/gizmos' }));
      return json(pathname === '/user' ? user('mona') : []);
    });
    expect(await test()).toMatchObject({ workspace: 'acme/gizmos', warnings: [expect.stringMatching(/gizmos/)] });
  });

  it.each<[string, Scene, Json]>([
    ['the repository is not there', { repository: json(fault('Not Found'), { status: 404 }) }, { code: 'not_found' }],
    ['the token is bad', { repository: json(fault('Bad credentials'), { status: 401 }) }, { code: 'authentication' }],
    [
      'the token is bad for the user only',
      { user: json(fault('Bad credentials'), { status: 401 }) },
      { code: 'authentication' },
    ],
    [
      'the limit is reached, which is no missing right',
      { user: json(fault('You have exceeded a secondary rate limit.'), { status: 403 }) },
      { code: 'rate_limited', retryAfterMs: 60_000 },
    ],
    ['the shape is broken', { repository: json({ id: 1 }) }, { code: 'contract', problems: [{ path: 'full_name' }] }],
  ])('fails when %s', async (_, answers, error) => {
    scene(answers);
    await expect(test()).rejects.toMatchObject({ ...error, context: { operation: 'testConnection' } });
  });
});
