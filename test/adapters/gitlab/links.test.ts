import { describe, expect, it } from 'vitest';
import type { IssueRelation, LinkType } from '../../../src/contracts/issue-link.js';
import { issue, PROJECT } from './fixtures.js';
import { answered, faultOf, scene } from './scene.js';

const to = (type: LinkType, id: string, workspace = PROJECT): IssueRelation => ({
  type,
  target: { system: 'gitlab', workspace, id, key: null, url: null },
});

function seeded(...args: Parameters<typeof scene>) {
  const made = scene(...args);
  for (let n = 0; n < 4; n++) made.server.seed();
  return made;
}

describe('links', () => {
  it('have the right direction, read from either side', async () => {
    const { gitlab, sent } = seeded();
    await gitlab.links.add('1', to('blocks', '2'));
    await gitlab.links.add('1', to('blocked_by', '3'));
    await gitlab.links.add('1', to('relates_to', '4'));
    expect(await sent()).toEqual([
      { target_project_id: PROJECT, target_issue_iid: '2', link_type: 'blocks' },
      { target_project_id: PROJECT, target_issue_iid: '3', link_type: 'is_blocked_by' },
      { target_project_id: PROJECT, target_issue_iid: '4', link_type: 'relates_to' },
    ]);
    const seen = async (id: string) => (await gitlab.links.list(id)).map(({ type, target }) => [type, target.id]);
    expect(await seen('1')).toEqual([
      ['blocks', '2'],
      ['blocked_by', '3'],
      ['relates_to', '4'],
    ]);
    expect(await seen('2')).toEqual([['blocked_by', '1']]);
    expect(await seen('3')).toEqual([['blocks', '1']]);
    expect((await gitlab.links.list('1'))[0]?.target).toMatchObject({
      system: 'gitlab',
      workspace: PROJECT,
      key: '#2',
    });
  });

  it('lead to other projects too', async () => {
    const { gitlab, asked } = seeded();
    await gitlab.links.add('1', to('relates_to', '9001', 'acme/gadgets'));
    await gitlab.links.add('1', to('relates_to', '2'));
    const [far, near] = await gitlab.links.list('1');
    expect(far?.target).toMatchObject({ workspace: 'acme/gadgets', id: '9001' });
    expect(near?.target.workspace).toBe(PROJECT);
    // Its own number is asked for only where a link leads elsewhere.
    expect(asked().filter((line) => line === `GET /projects/${PROJECT}`)).toHaveLength(1);
    await gitlab.links.remove('1', to('relates_to', '9001', 'acme/gadgets'));
    expect(await gitlab.links.list('1')).toHaveLength(1);
  });

  it('of a project by its number, or by a former name, are its own', async () => {
    const byId = seeded({ project: 278 });
    await byId.gitlab.links.add('1', to('relates_to', '2', '278'));
    await byId.gitlab.links.add('1', to('relates_to', '9001', '99'));
    expect((await byId.gitlab.links.list('1')).map(({ target }) => target.workspace)).toEqual(['278', '99']);
    const moved = seeded({ project: 'acme/old-widgets' });
    moved.server.links.set(1, { source: 1, target: 2, type: 'relates_to' });
    expect((await moved.gitlab.links.list('1'))[0]?.target.workspace).toBe('acme/old-widgets');
  });

  it('can be added twice and removed twice', async () => {
    const { gitlab, server } = seeded();
    for (let n = 0; n < 2; n++) await gitlab.links.add('1', to('blocks', '2'));
    expect(server.links.size).toBe(1);
    for (let n = 0; n < 2; n++) await gitlab.links.remove('1', to('blocks', '2'));
    expect(server.links.size).toBe(0);
  });

  it.each([
    [PROJECT, '278'],
    [278, PROJECT],
    [PROJECT, 'acme/old-widgets'],
  ])('of the project %s are found under its other name %s', async (project, workspace) => {
    const { gitlab, server } = seeded({ project });
    server.links.set(5, { source: 1, target: 2, type: 'blocks' });
    server.links.set(6, { source: 1, target: 9002, type: 'blocks' });
    for (const other of [to('relates_to', '2', workspace), to('blocks', '9002', workspace)]) {
      await gitlab.links.remove('1', other);
    }
    expect(server.links.size).toBe(2);
    await gitlab.links.remove('1', to('blocks', '2', workspace));
    expect([...server.links.keys()]).toEqual([6]);
  });

  it('can be added twice under another name of the project, and are another kind there too', async () => {
    const { gitlab, server } = seeded();
    for (const workspace of [PROJECT, '278']) await gitlab.links.add('1', to('blocks', '2', workspace));
    expect(server.links.size).toBe(1);
    expect(await faultOf(gitlab.links.add('1', to('relates_to', '2', '278')))).toMatchObject({ code: 'conflict' });
  });

  it('to a project that is not there are not called removed where one may be meant', async () => {
    const { gitlab, server } = seeded();
    server.links.set(5, { source: 1, target: 2, type: 'blocks' });
    expect(await faultOf(gitlab.links.remove('1', to('blocks', '2', 'acme/wigdets')))).toMatchObject({
      code: 'not_found',
      context: { operation: 'links.remove' },
    });
  });

  it('that stand after a "not found" were not removed: GitLab says so for want of rights too', async () => {
    const { server } = seeded();
    server.links.set(5, { source: 1, target: 2, type: 'blocks' });
    const { gitlab } = answered((request) =>
      request.method === 'DELETE'
        ? Response.json({ message: '404 No Issue Link found' }, { status: 404 })
        : server.handle(request),
    );
    expect(await faultOf(gitlab.links.remove('1', to('blocks', '2')))).toMatchObject({
      code: 'permission',
      context: { operation: 'links.remove', httpStatus: 404 },
    });
  });

  it('that somebody else removes meanwhile are gone', async () => {
    const { server } = seeded();
    server.links.set(5, { source: 1, target: 2, type: 'blocks' });
    server.links.set(6, { source: 1, target: 3, type: 'blocks' });
    const { gitlab, requests } = answered((request) => {
      if (request.method === 'DELETE') server.links.delete(5);
      return server.handle(request);
    });
    await gitlab.links.remove('1', to('blocks', '2'));
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'DELETE', 'GET', 'GET']);
  });

  it('of another kind between the two are a conflict, not a success', async () => {
    const { gitlab } = seeded();
    await gitlab.links.add('1', to('relates_to', '2'));
    const error = await faultOf(gitlab.links.add('1', to('blocks', '2')));
    expect(error).toMatchObject({ code: 'conflict', context: { httpStatus: 409 } });
    expect(error.message).toContain('remove it first');
    await gitlab.links.remove('1', to('blocks', '2'));
    expect(await gitlab.links.list('1')).toHaveLength(1);
  });

  it.each(['duplicates', 'parent_of', 'child_of'] as const)('of the kind %s are none of GitLab', async (type) => {
    const { gitlab, server } = scene();
    const error = await faultOf(gitlab.links.add('1', to(type, '2')));
    expect(error).toMatchObject({ code: 'unsupported' });
    expect(error.message).toContain('relates_to, blocks, blocked_by');
    expect(server.requests).toHaveLength(0);
  });

  it('that need Premium are refused in GitLab words', async () => {
    const { gitlab } = seeded({}, { premium: false });
    const error = await faultOf(gitlab.links.add('1', to('blocks', '2')));
    expect(error).toMatchObject({ code: 'permission' });
    expect(error.message).toContain('Blocked issues not available for current license');
  });

  it.each<[unknown, string]>([
    [to('blocks', 'x'), 'target.id'],
    [{ ...to('blocks', '2'), target: { ...to('blocks', '2').target, system: 'jira' } }, 'target.system'],
    [{ type: 'likes', target: to('blocks', '2').target }, 'type'],
  ])('refuse %j at %s', async (relation, path) => {
    const { gitlab, server } = scene();
    expect(await faultOf(gitlab.links.add('1', relation as IssueRelation))).toMatchObject({ problems: [{ path }] });
    expect(await faultOf(gitlab.links.remove('1', relation as IssueRelation))).toMatchObject({ problems: [{ path }] });
    expect(server.requests).toHaveLength(0);
  });

  it('of a kind that nobody knows are no guess', async () => {
    const { gitlab } = answered(() => Response.json([{ ...issue(2), issue_link_id: 5, link_type: 'clones' }]));
    expect(await faultOf(gitlab.links.list('1'))).toMatchObject({
      code: 'contract',
      problems: [{ path: '[0].link_type', message: expect.stringContaining('is_blocked_by') }],
    });
  });

  it('are not added under a key that is none', async () => {
    const { gitlab, server } = scene();
    const error = await faultOf(gitlab.links.add('1', to('blocks', '2'), { clientKey: ' ' }));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'clientKey' }] });
    expect(server.requests).toHaveLength(0);
  });

  it('to what is not there are not found', async () => {
    const { gitlab } = seeded();
    expect(await faultOf(gitlab.links.add('1', to('blocks', '77')))).toMatchObject({ code: 'not_found' });
    expect(await faultOf(gitlab.links.list('77'))).toMatchObject({ code: 'not_found' });
  });
});
