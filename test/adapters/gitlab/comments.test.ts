import { describe, expect, it } from 'vitest';
import { issue, note, nthLink, PROJECT } from './fixtures.js';
import { all, answered, faultOf, scene } from './scene.js';

describe('comments', () => {
  it('are added, listed oldest first, changed and deleted', async () => {
    const { gitlab, server, asked } = scene();
    server.seed();
    const first = await gitlab.comments.add('1', 'First\n');
    await gitlab.comments.add('1', 'Second');
    await gitlab.issues.transition('1', 'done');
    expect(first).toMatchObject({ body: 'First', author: '7', visibility: 'public' });
    expect((await all(gitlab.comments.list('1'))).map(({ body }) => body)).toEqual(['First', 'Second']);
    expect(asked().at(-1)).toBe(
      `GET /projects/${PROJECT}/issues/1/notes?activity_filter=only_comments&order_by=created_at&per_page=100&sort=asc`,
    );
    expect(await gitlab.comments.update('1', first.id, 'First, changed')).toMatchObject({
      id: first.id,
      body: 'First, changed',
      createdAt: first.createdAt,
    });
    await gitlab.comments.delete('1', first.id);
    await gitlab.comments.delete('1', first.id);
    expect((await all(gitlab.comments.list('1'))).map(({ body }) => body)).toEqual(['Second']);
  });

  it('leave the notes of the system out, even where the server does not', async () => {
    const system = note(1, 'closed', { system: true });
    const { gitlab } = answered(() => Response.json([system, note(2, 'Hello')]));
    expect((await all(gitlab.comments.list('1'))).map(({ id }) => id)).toEqual(['2']);
  });

  it('are walked page by page, and go on from a cursor', async () => {
    const { gitlab, server } = scene();
    server.seed();
    for (let n = 0; n < 130; n++) server.notes.set(n + 1, { ...note(n + 1, `Note ${n}`), issue: 1 });
    const { value } = await gitlab.comments.list('1').next();
    expect(value?.items).toHaveLength(100);
    const rest = await all(gitlab.comments.list('1', { cursor: value?.cursor ?? '' }));
    expect(rest.map(({ body }) => body)).toEqual(Array.from({ length: 30 }, (_, n) => `Note ${n + 100}`));
    const elsewhere = all(gitlab.comments.list('2', { cursor: value?.cursor ?? '' }));
    expect(await faultOf(elsewhere)).toMatchObject({ problems: [{ path: 'cursor' }] });
  });

  it('that are restricted are internal notes', async () => {
    const { gitlab, server, sent } = scene();
    server.seed();
    expect(await gitlab.comments.add('1', 'Among us', { visibility: 'restricted' })).toMatchObject({
      visibility: 'restricted',
    });
    await gitlab.comments.add('1', 'For all', { visibility: 'public' });
    expect(await sent()).toEqual([{ body: 'Among us', internal: true }, { body: 'For all' }]);
    expect((await all(gitlab.comments.list('1'))).map(({ visibility }) => visibility)).toEqual([
      'restricted',
      'public',
    ]);
  });

  it('never stay public when they were meant for few', async () => {
    const { gitlab, server } = scene({}, { role: 10 });
    server.seed();
    const error = await faultOf(gitlab.comments.add('1', 'Among us', { visibility: 'restricted' }));
    expect(error).toMatchObject({ code: 'permission', missing: ['Reporter'], context: { operation: 'comments.add' } });
    expect(server.notes.size).toBe(0);
    server.requests.length = 0;
    const misspelt = gitlab.comments.add('1', 'Among us', { visibility: 'restrcted' as never });
    expect(await faultOf(misspelt)).toMatchObject({ code: 'invalid_input', problems: [{ path: 'visibility' }] });
    expect(server.requests).toHaveLength(0);
  });

  const publicNote = (answer: (request: Request) => Response) =>
    answered((request) =>
      request.method === 'POST' ? Response.json(note(12, 'x'), { status: 201 }) : answer(request),
    ).gitlab.comments.add('1', 'Among us', { visibility: 'restricted' });

  it.each<[string, number, string | null]>([
    ['a refusal', 403, '{"message":"403 Forbidden"}'],
    ['a gateway without a word', 502, ''],
    ['a proxy that knows no path', 404, '<html>not here</html>'],
  ])('that stand in public after all are told by their id: %s', async (_, status, text) => {
    const error = await faultOf(publicNote(() => new Response(text, { status })));
    expect(error).toMatchObject({ code: 'permission', missing: ['Reporter'], cause: { message: expect.any(String) } });
    expect(error.message).toContain('the note 12');
    expect(error.message).toContain('it stands in public');
    expect(error.message).not.toContain('was deleted');
  });

  const isNote = ({ url }: Request) => url.endsWith('/notes/12');
  const notFound = () => Response.json({ message: '404 Note Not Found' }, { status: 404 });

  it('that were deleted meanwhile count as taken back, when their issue is there to prove it', async () => {
    const error = await faultOf(publicNote((request) => (isNote(request) ? notFound() : Response.json(issue(1)))));
    expect(error.message).toContain('it was deleted again');
  });

  it('that can still be read were not deleted, whoever says "not found" to the deletion', async () => {
    const error = await faultOf(
      publicNote(({ method }) => (method === 'DELETE' ? notFound() : Response.json(note(12, 'x')))),
    );
    expect(error).toMatchObject({ code: 'permission', missing: ['Reporter'] });
    expect(error.message).toContain('it stands in public');
    expect(error.cause).toMatchObject({ message: expect.stringContaining('it is still there') });
  });

  it('are taken back to the end, whatever the caller has had enough of', async () => {
    const controller = new AbortController();
    const { gitlab, requests } = answered(({ method }, nth) => {
      if (method === 'POST') return Response.json(note(12, 'x'), { status: 201 });
      controller.abort('enough');
      return nth === 2 ? new Response('', { status: 502 }) : new Response(null, { status: 204 });
    });
    const add = gitlab.comments.add('1', 'Among us', { visibility: 'restricted', signal: controller.signal });
    expect((await faultOf(add)).message).toContain('it was deleted again');
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'DELETE', 'DELETE']);
  });

  it.each([410, 404])('are gone only when they cannot be read and their issue can (%i)', async (status) => {
    const gone = () => new Response('<html>gone</html>', { status });
    expect(await faultOf(answered(gone).gitlab.comments.delete('1', '12'))).toMatchObject({ code: 'not_found' });
    const there = answered(({ method }) => (method === 'DELETE' ? gone() : Response.json(note(12, 'x'))));
    expect(await faultOf(there.gitlab.comments.delete('1', '12'))).toMatchObject({
      code: 'permission',
      context: { operation: 'comments.delete', httpStatus: status },
    });
    const { gitlab, requests } = answered((request) => (isNote(request) ? gone() : Response.json(issue(1))));
    await gitlab.comments.delete('1', '12');
    expect(requests.map(({ method, url }) => `${method} ${url.split('/issues')[1]}`)).toEqual([
      'DELETE /1/notes/12',
      'GET /1/notes/12',
      'GET /1',
    ]);
  });

  it.each([
    [{ clientKey: 7 }, 'clientKey'],
    [{ clientKey: ' ' }, 'clientKey'],
    [{ internal: true }, 'internal'],
  ])('are not added with %j', async (options, path) => {
    const { gitlab, server } = scene();
    expect(await faultOf(gitlab.comments.add('1', 'x', options as never))).toMatchObject({ problems: [{ path }] });
    for (const find of [gitlab.comments, gitlab.attachments]) {
      const key = (options as { clientKey?: string }).clientKey as string;
      expect(await faultOf(find.findByClientKey('1', key))).toMatchObject({ problems: [{ path: 'clientKey' }] });
    }
    expect(await faultOf(all(gitlab.comments.list('1', { page: 2 } as never)))).toMatchObject({
      problems: [{ path: 'page' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('are found by their client key, which nobody sees', async () => {
    const { gitlab, server, sent } = scene();
    server.seed();
    for (let n = 0; n < 130; n++) server.notes.set(n + 1, { ...note(n + 1, `Note ${n}`), issue: 1 });
    const made = await gitlab.comments.add('1', 'Text', { clientKey: 'c-1' });
    expect(made.body).toBe('Text');
    expect(JSON.stringify(await sent())).toMatch(/Text\\n\\n<!-- spec-kitty:[0-9a-f]{32} -->/);
    server.requests.length = 0;
    expect(await gitlab.comments.findByClientKey('1', 'c-1')).toEqual(made);
    expect(server.requests).toHaveLength(1);
    expect(await gitlab.comments.findByClientKey('1', 'c-2')).toBeUndefined();
    expect(server.requests).toHaveLength(3);
  });

  it('are not there under a key that none was made under, however many the issue has', async () => {
    const { gitlab, requests } = answered((_, nth) => Response.json([note(nth, 'x')], { headers: nthLink(nth, 1200) }));
    expect(await gitlab.comments.findByClientKey('1', 'c-1')).toBeUndefined();
    expect(requests).toHaveLength(1200);
  });

  it('do not act: lines that look like quick actions stay text', async () => {
    const { gitlab, server } = scene();
    server.seed();
    const body = '/close\n\nPlease run\n/label ~bug\n\n```sh\n/close\n```';
    const made = await gitlab.comments.add('1', body);
    expect(made.body).toBe(body);
    expect((await gitlab.comments.update('1', made.id, `${body}\n/reopen`)).body).toBe(`${body}\n/reopen`);
    expect((await all(gitlab.comments.list('1')))[0]?.body).toBe(`${body}\n/reopen`);
    expect(server.executed).toEqual([]);
  });

  it('are no comments when GitLab answers that it took all of it for commands', async () => {
    const commands = { commands_changes: { state_event: 'close' }, summary: ['Closed this issue.'] };
    const { gitlab, requests } = answered(({ method }) =>
      method === 'GET' ? Response.json(note(5, 'x')) : Response.json(commands, { status: 202 }),
    );
    for (const act of [gitlab.comments.add('1', 'x', { clientKey: 'c' }), gitlab.comments.update('1', '5', 'x')]) {
      const error = await faultOf(act);
      expect(error).toMatchObject({ code: 'rejected', context: { httpStatus: 202 } });
      expect(error.message).toContain('made no comment');
    }
    expect(requests.map(({ method }) => method).sort()).toEqual(['GET', 'POST', 'PUT']);
  });

  it('that break the shape are no comments either: the write may have been applied', async () => {
    const { gitlab } = answered(() => Response.json({ id: 'x' }, { status: 201 }));
    expect(await faultOf(gitlab.comments.add('1', 'x', { clientKey: 'c' }))).toMatchObject({
      code: 'ambiguous_write',
      clientKey: 'c',
    });
  });

  it.each([
    ['add', '1', '  '],
    ['add', '1', undefined],
    ['update', '1', ''],
  ])('are not blank (%s)', async (verb, id, body) => {
    const { gitlab, server } = scene();
    const act =
      verb === 'add' ? gitlab.comments.add(id, body as string) : gitlab.comments.update(id, '5', body as string);
    expect(await faultOf(act)).toMatchObject({ code: 'invalid_input', problems: [{ path: 'body' }] });
    expect(server.requests).toHaveLength(0);
  });

  it('refuse ids that are none', async () => {
    const { gitlab, server } = scene();
    expect(await faultOf(all(gitlab.comments.list('../1')))).toMatchObject({ problems: [{ path: 'issueId' }] });
    expect(await faultOf(gitlab.comments.delete('1', 'x'))).toMatchObject({ problems: [{ path: 'commentId' }] });
    expect(server.requests).toHaveLength(0);
  });
});
