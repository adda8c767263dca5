import { describe, expect, it } from 'vitest';
import type { RedmineAdapter } from '../../../src/adapters/redmine/index.js';
import { MONA, PROJECT, rightsWithout } from './fixtures.js';
import { all, faultOf, scene, type WritingOptions } from './scene.js';
import { CANARY, type RedmineServerOptions } from './server.js';

const WRONG = 'f'.repeat(40);

describe('testing the connection', () => {
  it('proves the key where nobody is answered without one, first of all', async () => {
    const { redmine, asked } = scene();
    const workspace = PROJECT;
    expect(await redmine.testConnection()).toEqual({
      account: 'mona',
      workspace,
      missingPermissions: [],
      warnings: [],
    });
    expect(asked()[0]).toBe('GET /users/current.json?include=memberships');
  });

  it.each<[string, RedmineServerOptions, WritingOptions, string[], RegExp[]]>([
    ['an ordinary member', { isAdmin: false }, {}, [], []],
    [
      'somebody who only reads',
      { isAdmin: false, rights: ['view_issues'] },
      {},
      ['add_issues', 'edit_issues', 'add_issue_notes'],
      [/links/, /parents/, /restricted issues/, /restricted comments/, /deleting comments/, /deleting issues/],
    ],
    [
      'somebody with rights over what is his own',
      {
        isAdmin: false,
        rights: [...rightsWithout('edit_issues', 'edit_issue_notes'), 'edit_own_issues', 'edit_own_issue_notes'],
      },
      {},
      [],
      [],
    ],
    ['an administrator, whatever his role', { rights: [] }, {}, [], []],
    ['a closed project', { state: 5 }, {}, [], [/closed/]],
    ['an archived project', { state: 9 }, {}, [], [/archived/]],
    [
      'a map that contradicts Redmine',
      {},
      { statusMap: { Resolved: 'done', '5': 'blocked' } },
      [],
      [/done of 'Resolved', which is open.*reads as in_review/, /blocked of 'Closed', which is closed.*reads as done/],
    ],
  ])('says what there is to say of %s', async (_, server, options, missingPermissions, warnings) => {
    const report = await scene(options, server).redmine.testConnection();
    expect(report.missingPermissions).toEqual(missingPermissions);
    expect(report.warnings).toEqual(warnings.map((warning) => expect.stringMatching(warning)));
  });

  it('names an API that is switched off', async () => {
    const error = await faultOf(scene({}, { hasApi: false }).redmine.testConnection());
    expect(error).toMatchObject({ code: 'permission', message: expect.stringMatching(/REST API is switched off/) });
  });
});

describe('a wrong key, where anybody may read', () => {
  const calls: [string, (redmine: RedmineAdapter) => Promise<unknown>][] = [
    ['testConnection', (redmine) => redmine.testConnection()],
    ['issues.list', (redmine) => all(redmine.issues.list())],
    ['issues.ids', (redmine) => all(redmine.issues.ids())],
    ['issues.get', (redmine) => redmine.issues.get('1')],
    ['issues.get of what nobody sees', (redmine) => redmine.issues.get('77')],
    ['issues.search', (redmine) => all(redmine.issues.search({ text: 'wobbles' }))],
    ['issues.findByClientKey', (redmine) => redmine.issues.findByClientKey('k')],
    ['comments.list', (redmine) => all(redmine.comments.list('1'))],
    ['links.list', (redmine) => redmine.links.list('1')],
    ['attachments.list', (redmine) => redmine.attachments.list('1')],
    ['directory.projects', (redmine) => all(redmine.directory.projects())],
    ['directory.labels', (redmine) => all(redmine.directory.labels())],
    ['issues.create', (redmine) => redmine.issues.create({ title: 'Never made' })],
    ['issues.delete', (redmine) => redmine.issues.delete('1')],
    ['issues.delete of what nobody sees', (redmine) => redmine.issues.delete('77')],
  ];

  it.each(calls)('is an AuthenticationError of %s', async (_, call) => {
    const { redmine, server } = scene({ token: WRONG });
    server.seed();
    expect(await faultOf(call(redmine))).toMatchObject({ code: 'authentication' });
    expect(server.issues.size).toBe(1);
  });

  it('is no page and no end of a census that began with a good one', async () => {
    const { redmine, server, runtime } = scene();
    for (let n = 0; n < 3; n++) server.seed(n === 2 ? { is_private: true } : {});
    const pages = redmine.issues.list({ pageSize: 1 });
    expect((await pages.next()).value?.items.length).toBe(1);
    server.keys.delete(CANARY);
    // What was proved a moment ago holds for a page on the way, but the last one is proved by itself.
    await expect(all(pages)).rejects.toMatchObject({ code: 'authentication' });
    await runtime.advance(60_000);
    await expect(redmine.issues.get('1')).rejects.toMatchObject({ code: 'authentication' });
  });

  it('is proved anew when it changes', async () => {
    let token = CANARY;
    const { redmine, server } = scene({ token: () => token });
    server.seed();
    await redmine.issues.get('1');
    token = WRONG;
    await expect(redmine.issues.get('1')).rejects.toMatchObject({ code: 'authentication' });
  });

  it.each<[string, number, (redmine: RedmineAdapter) => Promise<unknown>]>([
    ['issues.list', 2, async (redmine) => (await all(redmine.issues.list())).length],
    ['issues.list, page by page', 2, async (redmine) => (await all(redmine.issues.list({ pageSize: 1 }))).length],
    ['issues.ids', 2, async (redmine) => (await all(redmine.issues.ids())).length],
    ['issues.search', 2, async (redmine) => (await all(redmine.issues.search({ text: 'wobbles' }))).length],
    ['issues.get', 2, async (redmine) => Number((await redmine.issues.get('2')).ref.id)],
  ])('that goes out once, with good ones around it, leaves nothing out of %s', async (_, whole, read) => {
    let sent = Number.POSITIVE_INFINITY;
    for (let wrong = 1; wrong <= sent; wrong++) {
      sent = 0;
      const { redmine, server } = scene({
        token: ({ isRefused }) => (++sent === wrong && !isRefused ? WRONG : CANARY),
      });
      server.seed();
      server.seed({ is_private: true });
      expect([wrong, await read(redmine)]).toEqual([wrong, whole]);
    }
  });

  it('that is another one with every request reads nothing', async () => {
    let sent = 0;
    const { redmine, server } = scene({ token: () => `${sent++}` });
    for (let n = 0; n < 1000; n++) server.keys.set(`${n}`, MONA);
    server.seed();
    expect(await faultOf(redmine.issues.get('1'))).toMatchObject({ code: 'authentication' });
    expect(sent).toBeLessThan(20);
  });

  it('is asked about once in half a minute, not with every call', async () => {
    const { redmine, server, runtime, asked } = scene();
    server.seed();
    const proofs = () => asked().filter((line) => line.includes('/users/current')).length;
    for (let n = 0; n < 5; n++) await redmine.issues.get('1');
    expect(proofs()).toBe(1);
    await runtime.advance(31_000);
    await redmine.issues.get('1');
    expect(proofs()).toBe(2);
  });
});

describe('a closed project', () => {
  it.each<[string, (redmine: RedmineAdapter) => Promise<unknown>]>([
    ['create', (redmine) => redmine.issues.create({ title: 'Never made' })],
    ['update', (redmine) => redmine.issues.update('1', { title: 'Never written' })],
    ['delete', (redmine) => redmine.issues.delete('1')],
    ['a comment', (redmine) => redmine.comments.add('1', 'Never said')],
    [
      'a link',
      (redmine) =>
        redmine.links.add('1', {
          type: 'blocks',
          target: { system: 'redmine', workspace: PROJECT, id: '2', key: null, url: null } as never,
        }),
    ],
  ])('is named by what refuses %s', async (_, call) => {
    const { redmine, server } = scene({}, { state: 5 });
    server.seed();
    server.seed();
    const error = await faultOf(call(redmine));
    expect(error).toMatchObject({ code: 'permission', message: expect.stringMatching(/the project is closed/) });
  });

  it('is not blamed for what it is not to blame for', async () => {
    const { redmine, server } = scene({}, { rights: rightsWithout('delete_issues') });
    server.seed();
    expect(await faultOf(redmine.issues.delete('1'))).toMatchObject({
      code: 'permission',
      message: expect.not.stringMatching(/closed/),
    });
  });
});
