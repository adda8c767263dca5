import { describe, expect, it } from 'vitest';
import { issue, type Json, MONA, PROJECT, project } from './fixtures.js';
import { answered, faultOf, scene } from './scene.js';
import { CANARY } from './server.js';

interface Answers {
  readonly project?: Json;
  readonly issues?: () => Response;
  readonly user?: () => Response;
}

const meet = ({ project: changes = {}, issues, user }: Answers, options = {}) =>
  answered((request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/issues')) return issues?.() ?? Response.json([issue(1)]);
    if (pathname.endsWith('/user')) return user?.() ?? Response.json(MONA);
    if (pathname.endsWith('/self')) return Response.json({ scopes: ['api'] });
    return Response.json(project(changes));
  }, options).gitlab.testConnection();
const access = (level: number | null, group: number | null = null) => ({
  permissions: {
    project_access: level === null ? null : { access_level: level },
    group_access: group === null ? null : { access_level: group },
  },
});

describe('testing the connection', () => {
  it('names the account and finds nothing wrong', async () => {
    const { gitlab, asked } = scene();
    expect(await gitlab.testConnection()).toEqual({
      account: 'mona',
      workspace: PROJECT,
      missingPermissions: [],
      warnings: [],
    });
    expect(asked()).toEqual([
      `GET /projects/${PROJECT}`,
      `GET /projects/${PROJECT}/issues?scope=all&per_page=1`,
      'GET /user',
      'GET /personal_access_tokens/self',
    ]);
  });

  it.each<[string, Answers, string[], RegExp[]]>([
    ['a Maintainer', { project: access(40) }, [], [/deleting issues.*Owner/]],
    ['a Reporter', { project: access(20) }, [], [/webhooks.*Maintainer/, /deleting issues.*Owner/]],
    ['a Planner', { project: access(15) }, [], [/webhooks/, /deleting/]],
    ['a Guest', { project: access(10) }, ['Reporter'], [/webhooks/, /deleting/]],
    ['a Guest here who owns the group', { project: access(10, 50) }, [], []],
    ['somebody without a role', { project: access(null) }, ['Reporter'], [/webhooks/, /deleting/]],
    ['an administrator', { project: access(null), user: () => Response.json({ ...MONA, is_admin: true }) }, [], []],
    ['an anonymous reader', { project: { permissions: undefined } }, [], []],
    ['an archive', { project: { archived: true } }, [], [/archived/]],
    ['a project without issues', { project: { issues_access_level: 'disabled' } }, [], [/switched off/]],
    ['a renamed project', { project: { path_with_namespace: 'acme/gizmos' } }, [], [/acme\/gizmos/]],
  ])('says what there is to say of %s', async (_, answers, missingPermissions, warnings) => {
    const report = await meet(answers);
    expect(report.missingPermissions).toEqual(missingPermissions);
    expect(report.warnings).toEqual(warnings.map((warning) => expect.stringMatching(warning)));
  });

  it('asks nothing more than reading of an adapter that only reads', async () => {
    expect(await meet({ project: access(10) }, { readOnly: true })).toMatchObject({
      missingPermissions: [],
      warnings: [],
    });
  });

  it('names the scope that is missing', async () => {
    const body = { error: 'insufficient_scope', error_description: 'The request requires more', scope: 'api read_api' };
    expect(await meet({ issues: () => Response.json(body, { status: 403 }) })).toMatchObject({
      missingPermissions: ['api or read_api'],
    });
    const bare = { issues: () => Response.json({ message: '403 Forbidden' }, { status: 403 }) };
    expect(await meet(bare)).toMatchObject({ missingPermissions: ['read_api'] });
  });

  it('finds a token that may only read, where a token can be asked', async () => {
    expect(await scene({}, { scopes: ['read_api'] }).gitlab.testConnection()).toMatchObject({
      missingPermissions: ['api'],
    });
    for (const scopes of [['read_api', 'api'], undefined]) {
      expect(await scene({}, { scopes }).gitlab.testConnection()).toMatchObject({ missingPermissions: [] });
    }
    const reader = meet({}, { readOnly: true });
    expect((await reader).missingPermissions).toEqual([]);
  });

  it.each([401, 403, 404])('says nothing of scopes where a token cannot be asked (%i)', async (status) => {
    const server = scene().server;
    const { gitlab } = answered((request) =>
      request.url.endsWith('/self') ? new Response('no', { status }) : server.handle(request),
    );
    expect(await gitlab.testConnection()).toMatchObject({ missingPermissions: [] });
  });

  it('asks the token function once more when a token is refused, and goes on with the new one', async () => {
    const asked: boolean[] = [];
    let current = 'expired';
    const token = ({ isRefused }: { readonly isRefused: boolean }) => {
      asked.push(isRefused);
      if (isRefused) current = CANARY;
      return current;
    };
    const { gitlab, server } = scene({ token });
    server.seed();
    expect((await gitlab.issues.get('1')).ref.id).toBe('1');
    expect(asked).toEqual([false, false, true]);
    expect(server.requests).toHaveLength(2);
  });

  it('does without the account where a token has none', async () => {
    const refusal = () => Response.json({ error: 'insufficient_scope', scope: 'read_user' }, { status: 403 });
    expect(await meet({ user: refusal })).toMatchObject({ account: null, missingPermissions: [] });
  });

  it('by number does not mind the name', async () => {
    const { gitlab } = scene({ project: 278 });
    expect(await gitlab.testConnection()).toMatchObject({ workspace: PROJECT, warnings: [] });
  });

  it('warns of a name that redirects', async () => {
    const { gitlab } = scene({ project: 'acme/old-widgets' });
    expect((await gitlab.testConnection()).warnings).toEqual([expect.stringContaining(PROJECT)]);
  });

  it('fails when the project is not there, or the token is bad', async () => {
    expect(await faultOf(scene({ project: 'acme/nothing' }).gitlab.testConnection())).toMatchObject({
      code: 'not_found',
      context: { operation: 'testConnection' },
    });
    expect(await faultOf(scene({ token: 'other' }).gitlab.testConnection())).toMatchObject({ code: 'authentication' });
  });
});
