import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { all, answered, faultOf, scene } from './scene.js';
import { ACCESS_TOKEN } from './server.js';
import { idOf, MONA, OTHER_TEAM, TEAM, UNKNOWN, ZOE } from './state.js';

describe('the connection', () => {
  it('is tested in one request, with account and team', async () => {
    const { linear, again, asked } = scene();
    expect(await linear.testConnection()).toEqual({
      account: 'mona@acme.test',
      workspace: TEAM,
      missingPermissions: [],
      warnings: [],
    });
    expect(asked()).toEqual(['Connection']);
    const byKey = await again({ team: 'ENG' }).testConnection();
    expect(byKey.workspace).toBe('ENG');
    expect(byKey.warnings).toEqual([expect.stringContaining(TEAM)]);
  });

  it('tells who may not tend webhooks', async () => {
    const { server, linear } = scene();
    Object.assign(server.state.users[0] ?? {}, { admin: false });
    expect((await linear.testConnection()).warnings).toEqual([expect.stringMatching(/webhooks/)]);
  });

  it('is none with a key in the form of a token, or where Linear answers as if nobody had asked', async () => {
    const { again } = scene();
    const wrong = again({ auth: { apiKey: ACCESS_TOKEN } });
    expect((await faultOf(wrong.testConnection())).code).toBe('authentication');
    const { linear } = answered(() => Response.json({ data: { viewer: null, teams: null, issues: null } }));
    expect((await faultOf(linear.testConnection())).code).toBe('authentication');
  });

  it('names a team that is not there', async () => {
    const { again } = scene();
    expect((await faultOf(again({ team: 'NONE' }).testConnection())).message).toMatch(/no such team/);
  });
});

describe('the directory', () => {
  it('has teams, and people, states and labels of a team', async () => {
    const { linear, again } = scene({ statusMap: { 'In Review': 'in_review' } });
    const { directory } = linear;
    expect(await all(directory.projects())).toEqual([
      { id: TEAM, key: 'ENG', name: 'Engineering', url: null },
      { id: OTHER_TEAM, key: 'OPS', name: 'Operations', url: null },
    ]);
    // Not those who cannot be assigned anything any more.
    expect((await all(directory.users())).map(({ id, email }) => [id, email])).toEqual([
      [MONA, 'mona@acme.test'],
      [ZOE, 'zoe@acme.test'],
    ]);
    const statuses = await all(directory.statuses());
    expect(statuses.map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'Triage: todo',
      'Backlog: todo',
      'Next: todo',
      'Todo: todo',
      'In Progress: in_progress',
      'In Review: in_review',
      'Done: done',
      'Canceled: canceled',
      'Duplicate: canceled',
    ]);
    expect((await all(directory.labels())).sort()).toEqual([
      'Bug',
      'Story',
      'suite two',
      'suite-one',
      'suite-two',
      'two words',
    ]);
    expect(await all(again({ team: 'ENG' }).directory.labels())).toEqual(await all(directory.labels()));
    expect((await all(directory.statuses({ project: 'OPS' }))).map(({ name }) => name)).toEqual(['Todo']);
    expect(await all(directory.labels({ project: OTHER_TEAM }))).toContain('Elsewhere');
    expect((await faultOf(all(directory.users({ project: UNKNOWN })))).code).toBe('not_found');
  });

  it('comes page by page, however much there is', async () => {
    const { server, linear } = scene();
    for (let nth = 0; nth < 260; nth++) {
      server.state.labels.push({
        id: idOf(0x1f, nth),
        name: `many ${nth % 255}`,
        isGroup: false,
        parent: null,
        team: null,
      });
    }
    for (let nth = 0; nth < 120; nth++) {
      const id = idOf(0x7e, nth);
      server.state.teams.push({ id, key: `T${nth}`, name: `Team ${nth}` });
    }
    const labels = await all(linear.directory.labels());
    expect([labels.length, new Set(labels).size]).toEqual([261, 261]);
    expect(await all(linear.directory.projects())).toHaveLength(122);
  });
});

describe('webhooks', () => {
  const hook = {
    url: 'https://host.example/hooks/4711?token=a-secret-in-the-address',
    secret: 'a-secret-to-sign-with',
  };

  it('are made for the team, with its issues, comments and labels', async () => {
    const { server, linear } = scene();
    const made = await linear.webhooks.register(hook);
    expect([...server.state.hooks.values()]).toEqual([
      { id: made.id, ...hook, enabled: true, resourceTypes: ['Issue', 'Comment', 'IssueLabel'], team: TEAM },
    ]);
    expect(inspect([made, await linear.webhooks.list()])).not.toContain('sign-with');
  });

  it('that Linear switched off are told, and switched on again', async () => {
    const { server, linear } = scene();
    const { id } = await linear.webhooks.register(hook);
    Object.assign(server.state.hooks.get(id) ?? {}, { enabled: false });
    expect(await linear.webhooks.health(id)).toEqual({ state: 'disabled' });
    expect(await linear.webhooks.list()).toMatchObject([{ id, active: false }]);
    expect(await linear.webhooks.renew(id)).toMatchObject({ id, active: true, expiresAt: null });
    expect(await linear.webhooks.health(id)).toEqual({ state: 'ok' });
  });

  it('of applications, which have no address, are left out', async () => {
    const { server, linear } = scene();
    server.state.hooks.set(UNKNOWN, {
      id: UNKNOWN,
      url: null,
      secret: 's',
      enabled: true,
      resourceTypes: [],
      team: TEAM,
    });
    expect(await linear.webhooks.list()).toEqual([]);
  });

  it('that are not there are not found, and unregistered', async () => {
    const { linear } = scene();
    expect((await faultOf(linear.webhooks.health(UNKNOWN))).code).toBe('not_found');
    expect((await faultOf(linear.webhooks.renew(UNKNOWN))).code).toBe('not_found');
    expect((await faultOf(linear.webhooks.renew(' '))).code).toBe('invalid_input');
    await linear.webhooks.unregister(UNKNOWN);
  });

  it('show neither their secret nor what may be one in their address', async () => {
    const { linear } = answered(
      (request) => new Response(`no ${hook.url} and ${hook.secret} for ${request.url}`, { status: 500 }),
    );
    const lost = await faultOf(linear.webhooks.register(hook));
    const refused = answered(() => Response.json({ errors: [{ message: `bad ${hook.url} ${hook.secret}` }] }));
    const fault = await faultOf(refused.linear.webhooks.register(hook));
    for (const each of [lost, fault]) {
      expect(inspect(each, { depth: 9 }) + JSON.stringify(each)).not.toMatch(/sign-with|in-the-address|4711/);
    }
  });
});
