import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { issue } from './fixtures.js';
import { addIssue } from './server-state.js';
import { allOf, answering, faultOf, pageNotFound, scene } from './subject.js';

const COMMENT = `<!-- spec-kitty:${clientMarker('C01').slice(3)} -->`;

describe('comments', () => {
  it('are added, listed oldest first over all pages, changed and deleted', async () => {
    const { github, server } = scene();
    const added = await github.comments.add('1', 'Mine **too**');
    expect(added).toEqual({
      id: expect.stringMatching(/^\d+$/),
      body: 'Mine **too**',
      author: 'mona',
      createdAt: expect.stringMatching(/^2026-03-10T09:/),
      updatedAt: added.createdAt,
      visibility: 'public',
    });
    const [issue] = server.state.issues;
    if (!issue) throw new Error('no issue');
    for (let at = 0; at < 120; at++) {
      const now = server.state.tick();
      const id = server.state.nextId();
      server.state.comments.set(id, { id, issue, body: `${at}`, author: 'zoe', createdAt: now, updatedAt: now });
    }
    const listed = await allOf(github.comments.list('1'));
    expect(listed.map(({ body }) => body)).toEqual([
      'Mine **too**',
      ...Array.from({ length: 120 }, (_, at) => `${at}`),
    ]);

    const { value } = await github.comments.list('1').next();
    expect(await allOf(github.comments.list('1', { cursor: value?.cursor ?? '' }))).toEqual(listed.slice(100));
    // A cursor is of one issue's comments.
    addIssue(server.state, { title: 'Another' });
    const other = allOf(github.comments.list('3', { cursor: value?.cursor ?? '' }));
    expect(await faultOf(other)).toMatchObject({ problems: [{ path: 'cursor' }] });

    const changed = await github.comments.update('1', added.id, 'Not mine');
    expect(changed).toMatchObject({ id: added.id, body: 'Not mine' });
    await github.comments.delete('1', added.id);
    expect((await allOf(github.comments.list('1')))[0]?.body).toBe('0');
    await github.comments.delete('1', added.id);
  });

  it('carry the marker of a client key, through every change, and show it to nobody', async () => {
    const { github, sent, written } = scene();
    const added = await github.comments.add('1', 'Mine too', { clientKey: 'C01' });
    expect(added.body).toBe('Mine too');
    expect(await github.comments.findByClientKey('1', 'C01')).toEqual(added);
    expect(await github.comments.findByClientKey('1', 'C02')).toBeUndefined();
    expect((await github.comments.update('1', added.id, 'Not mine')).body).toBe('Not mine');
    expect(written()).toEqual([{ body: `Mine too\n\n${COMMENT}` }, { body: `Not mine\n\n${COMMENT}` }]);
    expect((await github.comments.findByClientKey('1', 'C01'))?.body).toBe('Not mine');
    expect(sent()).not.toContain('GET /user');
  });

  it('are cut at GitHub’s limit', async () => {
    const { github, written } = scene();
    await github.comments.add('1', 'word '.repeat(20_000), { clientKey: 'C01' });
    const [{ body } = { body: '' }] = written() as { body: string }[];
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/The rest was cut off.*<!-- spec-kitty/s);
  });

  it('are never restricted, and never shown to all instead', async () => {
    const { github, sent } = scene();
    const error = await faultOf(github.comments.add('1', 'For few', { visibility: 'restricted' }));
    expect(error).toMatchObject({ code: 'unsupported', context: { operation: 'comments.add', attempts: 0 } });
    expect(sent()).toEqual([]);
    expect((await github.comments.add('1', 'For all', { visibility: 'public' })).visibility).toBe('public');
  });

  it.each([
    [{ visibility: 'internal' }, 'visibility'],
    [{ visibilty: 'restricted' }, 'visibilty'],
    [{ clientKey: ' ' }, 'clientKey'],
  ])('with the options %j are refused at %s, and shown to nobody', async (options, path) => {
    const { github, sent } = scene();
    const error = await faultOf(github.comments.add('1', 'For few', options as never));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    expect(sent()).toEqual([]);
  });

  it.each([{ cursr: 'x' }, { since: '2026-03-10' }])('are not listed by %j, which nobody knows', async (query) => {
    const { github, sent } = scene();
    const error = await faultOf(allOf(github.comments.list('1', query as never)));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: Object.keys(query)[0] }] });
    expect(sent()).toEqual([]);
  });

  it('of another issue are neither changed nor deleted by mistake', async () => {
    const { github, server, written } = scene();
    addIssue(server.state, { title: 'Another' });
    const { id } = await github.comments.add('1', 'Mine too');
    written();
    for (const [name, act] of [
      ['update', github.comments.update('3', id, 'x')],
      ['delete', github.comments.delete('3', id)],
    ] as const) {
      expect(await faultOf(act)).toMatchObject({
        code: 'not_found',
        message: `github comments.${name}: the comment is not one of #3`,
      });
    }
    expect(written()).toEqual([]);
    expect(await allOf(github.comments.list('1'))).toMatchObject([{ id, body: 'Mine too' }]);
  });

  it('of a pull request are written like any other, and those that are gone are deleted', async () => {
    const { github } = scene();
    const { id } = await github.comments.add('2', 'Mine too');
    expect((await github.comments.update('2', id, 'Not mine')).body).toBe('Not mine');
    await github.comments.delete('2', id);
    await github.comments.delete('2', id);
    expect(await allOf(github.comments.list('2'))).toEqual([]);
  });

  it('without an author or a body are comments still', async () => {
    const { github, server } = scene();
    const { handle } = server;
    const { id } = await github.comments.add('1', 'Mine too');
    Object.assign(server, {
      handle: async (request: Request) => {
        const [wire] = (await (await handle(request)).json()) as object[];
        return Response.json([{ ...wire, user: null, body: undefined }]);
      },
    });
    expect(await allOf(github.comments.list('1'))).toMatchObject([{ id, body: '', author: null }]);
  });

  it.each([
    ['a blank body', '1', '7', ' \n', 'body'],
    ['an issue that is no number', '1/..', '7', 'x', 'issueId'],
    ['a comment that is no number', '1', '7?x=1', 'x', 'commentId'],
  ])('are not written with %s', async (_, issueId, commentId, body, path) => {
    const { github, sent } = scene();
    const acts = [github.comments.update(issueId, commentId, body)];
    if (path !== 'commentId') acts.push(github.comments.add(issueId, body));
    if (path !== 'body') acts.push(github.comments.delete(issueId, commentId) as never);
    for (const act of acts) expect(await faultOf(act)).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    expect(sent()).toEqual([]);
  });
});

describe('a comment that is said not to be there', () => {
  const deleting = ({ method }: Request) => method === 'DELETE';
  const notFound = () => Response.json({ message: 'Not Found' }, { status: 404 });

  it('is gone where its issue is there', async () => {
    const { github, sent } = scene();
    await github.comments.delete('1', '77');
    const read = 'GET /issues/comments/77';
    expect(sent()).toEqual([read, 'DELETE /issues/comments/77', read, 'GET /issues/1']);
  });

  it.each<[string, () => Response]>([
    ['a server that knows none of the paths', pageNotFound],
    [
      'a repository without issues',
      () => Response.json({ message: 'Issues are disabled for this repo' }, { status: 410 }),
    ],
    ['a repository that is not to be seen', notFound],
  ])('by %s, is not gone', async (_, answer) => {
    const arranged = scene();
    answering(arranged, answer);
    expect(await faultOf(arranged.github.comments.delete('1', '77'))).toMatchObject({ code: 'not_found' });
  });

  it('of an issue that is not there, or was transferred, is not gone', async () => {
    const arranged = scene();
    answering(arranged, ({ url }) => {
      const elsewhere = { ...issue(7), repository_url: 'https://api.github.com/repos/acme/plans' };
      return url.endsWith('/issues/1') ? Response.json(elsewhere) : undefined;
    });
    for (const id of ['99', '1']) {
      expect(await faultOf(arranged.github.comments.delete(id, '77'))).toMatchObject({ code: 'not_found' });
    }
  });

  it('and is, is for others to delete', async () => {
    const arranged = scene();
    const { id } = await arranged.github.comments.add('1', 'Mine too');
    answering(arranged, (request) => (deleting(request) ? notFound() : undefined));
    expect(await faultOf(arranged.github.comments.delete('1', id))).toMatchObject({
      code: 'permission',
      message: 'github comments.delete: not deleted: it is still there, and the right to delete it may be missing',
    });
  });

  it('passes other faults on', async () => {
    const arranged = scene();
    answering(arranged, (request) =>
      deleting(request) ? notFound() : Response.json({ message: 'Bad credentials' }, { status: 401 }),
    );
    expect(await faultOf(arranged.github.comments.delete('1', '7'))).toMatchObject({ code: 'authentication' });
  });
});
