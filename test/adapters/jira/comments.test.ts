import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { fault } from './server.js';
import { putIssue } from './site.js';
import { bodiesTo, faultOf, itemsOf, pagesOf, subject } from './subject.js';

const STAFF = { type: 'role', identifier: 'Administrators' } as const;

describe('comments', () => {
  it('are added and listed, oldest first, page by page', async () => {
    const { jira, site, server } = subject({}, { zone: '+0530' });
    const { id } = putIssue(site);
    const added = [];
    for (const text of ['one', 'two', 'three', 'four', 'five']) added.push(await jira.comments.add(id, text));
    expect(added[0]).toEqual({
      id: '20001',
      body: expect.stringContaining('one'),
      author: 'acc-mia',
      createdAt: '2026-03-10T09:00:02.000Z',
      updatedAt: '2026-03-10T09:00:02.000Z',
      visibility: 'public',
    });
    server.requests.length = 0;
    const pages = await pagesOf(jira.comments.list(id));
    expect(pages.map(({ items }) => items.length)).toEqual([2, 2, 1]);
    expect(pages.flatMap(({ items }) => items)).toEqual(added);
    expect(server.requests.map(({ url }) => new URL(url).search)).toEqual(
      [0, 2, 4].map((at) => `?orderBy=created&expand=properties&startAt=${at}&maxResults=100`),
    );
    const rest = await itemsOf(jira.comments.list(id, { cursor: pages[0]?.cursor ?? '' }));
    expect(rest).toEqual(added.slice(2));
    const other = putIssue(site).id;
    expect(await faultOf(jira.comments.list(other, { cursor: pages[0]?.cursor ?? '' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('carry the mark of a client key where nobody sees it', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    for (let at = 0; at < 5; at++) await jira.comments.add(id, `before ${at}`);
    const marked = await jira.comments.add(id, 'marked', { clientKey: 'c-1' });
    for (let at = 0; at < 5; at++) await jira.comments.add(id, `after ${at}`);
    expect((await bodiesTo(server, /comment$/))[5]).toEqual({
      body: expect.objectContaining({ type: 'doc' }),
      properties: [{ key: 'spec-kitty', value: { marker: clientMarker('c-1') } }],
    });
    expect(await jira.comments.findByClientKey(id, 'c-1')).toEqual(marked);
    expect(await jira.comments.findByClientKey(id, 'c-2')).toBe(undefined);
  });

  it('are not there under a key that none was made under, however many the issue has', async () => {
    const { jira, server } = subject();
    const at = '2026-03-10T09:00:00.000+0000';
    server.intercept(({ url }) => {
      const startAt = Number(new URL(url).searchParams.get('startAt'));
      const comments = [{ id: String(startAt), body: null, created: at, updated: at }];
      return Response.json({ comments, startAt, maxResults: 1, total: 1200 });
    });
    expect(await jira.comments.findByClientKey('1', 'c-1')).toBe(undefined);
    expect(server.requests).toHaveLength(1200);
  });

  it('are changed and deleted', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site);
    const comment = await jira.comments.add(id, 'one');
    const changed = await jira.comments.update(id, comment.id, 'two');
    expect(changed).toMatchObject({ id: comment.id, body: expect.stringContaining('two') });
    expect(changed.updatedAt).not.toBe(comment.updatedAt);
    await jira.comments.delete(id, comment.id);
    await jira.comments.delete(id, comment.id);
    expect(await itemsOf(jira.comments.list(id))).toEqual([]);
    expect(await faultOf(jira.comments.update(id, comment.id, 'three'))).toMatchObject({ code: 'not_found' });
  });

  it('are gone only where their issue can be seen', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    await jira.comments.delete(id, '77');
    const path = `/issue/${id}/comment/77`;
    expect(server.calls()).toEqual([`DELETE ${path}`, `GET ${path}`, 'GET /myself', `GET /issue/${id}`]);
    expect(await faultOf(jira.comments.delete('1', '77'))).toMatchObject({ code: 'not_found' });
    const comment = await jira.comments.add(id, 'one');
    server.intercept(({ method }) => (method === 'DELETE' ? fault(404) : undefined));
    expect(await faultOf(jira.comments.delete(id, comment.id))).toMatchObject({ code: 'permission' });
  });

  it('refuse options that nobody knows, and a query', async () => {
    const { jira, server } = subject();
    for (const key of ['', undefined, null, 7])
      expect(await faultOf(jira.comments.findByClientKey('1', key as never))).toMatchObject({
        code: 'invalid_input',
        problems: [{ path: 'clientKey' }],
      });
    const add = (options: object) => faultOf(jira.comments.add('1', 'one', options));
    expect(await add({ clientKey: ' ' })).toMatchObject({ code: 'invalid_input', problems: [{ path: 'clientKey' }] });
    expect(await add({ visible: 'few' })).toMatchObject({ code: 'invalid_input', problems: [{ path: 'visible' }] });
    expect(await faultOf(jira.comments.list('1', { since: 'x' } as never))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'since' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each(['[a]: http://x.test', '[a]: http://x.test\n\n[b]: http://y.test'])(
    'that would say nothing (%j) are refused, before anything is sent',
    async (text) => {
      const { jira, site, server } = subject();
      const { id } = putIssue(site);
      const { id: commentId } = await jira.comments.add(id, 'one');
      server.requests.length = 0;
      const problem = { code: 'invalid_input', problems: [{ path: 'body' }] };
      expect(await faultOf(jira.comments.add(id, text))).toMatchObject(problem);
      expect(await faultOf(jira.comments.update(id, commentId, text))).toMatchObject(problem);
      expect(server.calls().filter((call) => !call.startsWith('GET'))).toEqual([]);
      expect(await jira.comments.add(id, '---')).toMatchObject({ body: expect.stringContaining('---') });
    },
  );

  it('are not asked for by an odd id', async () => {
    const { jira, server } = subject();
    expect(await faultOf(jira.comments.delete('1', '../2'))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'commentId' }],
    });
    expect(await faultOf(jira.comments.list('x/y'))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'id' }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('are sent once when the answer is lost', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(({ method }) => (method === 'POST' ? fault(500) : undefined));
    expect(await faultOf(jira.comments.add(id, 'one', { clientKey: 'c-1' }))).toMatchObject({
      code: 'ambiguous_write',
      clientKey: 'c-1',
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a list by offset', () => {
  const staged = async (whileAt: number, deleted: readonly number[]) => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    const ids: string[] = [];
    for (let at = 0; at < 7; at++) ids.push((await jira.comments.add(id, `${at}`, { clientKey: `c-${at}` })).id);
    server.intercept(({ url }) => {
      if (new URL(url).searchParams.get('startAt') !== String(whileAt)) return undefined;
      const all = site.comments.get(id) ?? [];
      site.comments.set(
        id,
        all.filter((comment) => !deleted.some((at) => ids[at] === comment.id)),
      );
      return undefined;
    });
    return { jira, id, ids };
  };

  it.each([
    [2, [0]],
    [4, [0, 3]],
    [2, [0, 1]],
    [2, [0, 1, 2, 3, 4, 5]],
    [6, [6]],
  ])('passes nothing over where, before offset %i is read, entries are deleted (%j)', async (whileAt, deleted) => {
    const { jira, id, ids } = await staged(whileAt, deleted);
    const listed = (await itemsOf(jira.comments.list(id))).map((comment) => comment.id);
    expect(listed).toEqual(expect.arrayContaining(ids.filter((_, at) => !deleted.includes(at))));
  });

  it('finds what moved to a page that was read', async () => {
    const { jira, id, ids } = await staged(2, [6]);
    expect((await jira.comments.findByClientKey(id, 'c-4'))?.id).toBe(ids[4]);
  });

  it('goes on where a page holds less than it says that it takes, and over one that is empty', async () => {
    const { jira, server } = subject();
    const at = '2026-03-10T09:00:00.000+0000';
    const all = [...'1234567'].map((id) => ({ id, body: null, created: at, updated: at }));
    server.intercept(({ url }) => {
      const startAt = Number(new URL(url).searchParams.get('startAt'));
      return Response.json({ comments: all.slice(startAt, startAt + 3), startAt, maxResults: 100, total: 7 });
    });
    expect((await itemsOf(jira.comments.list('1'))).map(({ id }) => id)).toEqual([...'1234567']);
    server.intercept(({ url }) => {
      const startAt = Number(new URL(url).searchParams.get('startAt'));
      return Response.json({ comments: startAt === 0 ? [] : all.slice(2), startAt, maxResults: 2, total: 7 });
    });
    expect(await itemsOf(jira.comments.list('1'))).toHaveLength(5);
  });
});

describe('a restricted comment', () => {
  it.each([
    ['restricted', 'unsupported'],
    ['internal', 'invalid_input'],
  ])('(%s) is refused where nobody said who may read it, or what it means', async (visibility, code) => {
    const { jira, server } = subject();
    const added = jira.comments.add('1', 'secret', { visibility: visibility as never });
    expect(await faultOf(added)).toMatchObject({ code, context: { attempts: 0 } });
    expect(server.requests).toHaveLength(0);
  });

  describe('that Jira shows to all', () => {
    const staged = async (deletion: () => Response | undefined, signal?: AbortSignal) => {
      const { jira, site, server } = subject({ restrictedTo: STAFF });
      const { id } = putIssue(site);
      server.intercept(async (request) => {
        // As a site that knows no such role, or a proxy that drops what it does not know.
        const { visibility: _, ...body } = (await request.clone().json()) as Record<string, unknown>;
        server.intercept((next) => (next.method === 'DELETE' ? deletion() : undefined));
        return server.handle(new Request(request, { body: JSON.stringify(body) }));
      });
      return {
        found: await faultOf(jira.comments.add(id, 'secret', { visibility: 'restricted', ...(signal && { signal }) })),
        site,
        id,
      };
    };

    it('is taken back, and told with its id', async () => {
      const { found, site, id } = await staged(() => undefined);
      expect(found).toMatchObject({
        code: 'contract',
        message: expect.stringMatching(
          /comment 20001 was to be for few, and Jira made it public; it was deleted again/,
        ),
        problems: [{ path: 'visibility' }],
      });
      expect(site.comments.get(id)).toEqual([]);
    });

    it('is taken back past a caller who gives up, and past a server that is busy', async () => {
      const abort = new AbortController();
      const busy = [fault(503), fault(502)];
      const { found, site, id } = await staged(() => {
        abort.abort();
        return busy.pop();
      }, abort.signal);
      expect(found).toMatchObject({ code: 'contract', message: expect.stringContaining('it was deleted again') });
      expect(site.comments.get(id)).toEqual([]);
    });

    it.each([
      [403, 'lack a right'],
      // Something in between that does not know the path: the comment is there all the same.
      [404, 'it is still there'],
    ])('is told with its id where it cannot be taken back (%i)', async (status, why) => {
      const { found, site, id } = await staged(() => fault(status));
      expect(found).toMatchObject({
        code: 'contract',
        message: expect.stringMatching(/comment 20001 .*; to delete it failed, so .* it stands in public/),
        cause: { message: expect.stringContaining(why) },
      });
      expect(site.comments.get(id)).toHaveLength(1);
    });

    it('after a change is told with its id', async () => {
      const { jira, site, server } = subject({ restrictedTo: STAFF });
      const { id } = putIssue(site);
      const comment = await jira.comments.add(id, 'secret', { visibility: 'restricted' });
      server.intercept(({ method }) => {
        const times = { created: '2026-03-10T09:00:00.000+0000', updated: '2026-03-10T09:00:00.000+0000' };
        return method === 'PUT' ? Response.json({ id: comment.id, ...times }) : undefined;
      });
      expect(await faultOf(jira.comments.update(id, comment.id, 'secret still'))).toMatchObject({
        code: 'contract',
        message: expect.stringContaining(`comment ${comment.id}`),
      });
    });
  });

  it('is for those few, and no note to customers', async () => {
    const { jira, site, server } = subject({ restrictedTo: STAFF });
    const { id } = putIssue(site);
    const comment = await jira.comments.add(id, 'secret', { visibility: 'restricted' });
    expect(comment.visibility).toBe('restricted');
    expect(await bodiesTo(server, /comment$/)).toEqual([
      {
        body: expect.anything(),
        visibility: STAFF,
        properties: [{ key: 'sd.public.comment', value: { internal: true } }],
      },
    ]);
    expect((await jira.comments.add(id, 'open')).visibility).toBe('public');
  });

  it('stays restricted when it is changed', async () => {
    const { jira, site } = subject({ restrictedTo: STAFF });
    const { id } = putIssue(site);
    const comment = await jira.comments.add(id, 'secret', { visibility: 'restricted' });
    const changed = await jira.comments.update(id, comment.id, 'secret still');
    expect(changed.visibility).toBe('restricted');
    expect(site.comments.get(id)).toMatchObject([{ visibility: STAFF, isInternal: true }]);
  });

  it('is known by its readers, by the flag of a service project, and by the property of an internal note', async () => {
    const { jira, server } = subject();
    const comment = { created: '2026-03-10T09:00:00.000+0000', updated: '2026-03-10T09:00:00.000+0000', body: null };
    const comments = [
      { ...comment, id: '1' },
      { ...comment, id: '2', visibility: { type: 'group', value: 'staff', identifier: null } },
      { ...comment, id: '3', jsdPublic: false },
      { ...comment, id: '4', properties: [{ key: 'sd.public.comment', value: { internal: true } }] },
      { ...comment, id: '5', jsdPublic: true, properties: [{ key: 'sd.public.comment', value: null }] },
    ];
    server.intercept(() => Response.json({ comments, startAt: 0, maxResults: 100, total: 5 }));
    expect((await itemsOf(jira.comments.list('1'))).map(({ visibility }) => visibility)).toEqual([
      'public',
      'restricted',
      'restricted',
      'restricted',
      'public',
    ]);
  });
});
