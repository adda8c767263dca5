import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { ADA, OPS } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';

describe('comments', () => {
  it('are written in Markdown and read with who and when', async () => {
    const { server, youtrack, sent } = scene();
    const id = server.seed();
    const added = await youtrack.comments.add(id, 'Some *text*.\r\nMore.', { clientKey: 'c-1' });
    expect(await sent()).toEqual([
      {
        to: `/issues/${id}/comments`,
        text: `Some *text*.\nMore.\n\n<!-- spec-kitty:${clientMarker('c-1').slice(3)} -->`,
        usesMarkdown: true,
      },
    ]);
    expect(added).toMatchObject({ body: 'Some *text*.\nMore.', author: ADA.id, visibility: 'public' });
    expect(added.updatedAt).toBe(added.createdAt);
    const changed = await youtrack.comments.update(id, added.id, 'New.');
    expect(changed.body).toBe('New.');
    expect(Date.parse(changed.updatedAt ?? '')).toBeGreaterThan(Date.parse(changed.createdAt ?? ''));
    expect((await youtrack.comments.findByClientKey(id, 'c-1'))?.id).toBe(added.id);
  });

  it('beyond a page are walked, and those that were deleted are left out', async () => {
    const { server, youtrack, another } = scene();
    const id = server.seed();
    const ids: string[] = [];
    for (let n = 0; n < 230; n++) ids.push((await youtrack.comments.add(id, `Comment ${n}`)).id);
    const gone = server.comments.get(ids[5] ?? '');
    if (gone) gone.deleted = true;
    const left = ids.filter((one) => one !== gone?.id);
    const pages: { ids: string[]; cursor: string | null }[] = [];
    for await (const { items, cursor } of youtrack.comments.list(id))
      pages.push({ ids: items.map((one) => one.id), cursor });
    expect(pages.map((page) => page.ids.length)).toEqual([99, 100, 30]);
    expect(pages.flatMap((page) => page.ids)).toEqual(left);
    const rest = await all(another().comments.list(id, { cursor: pages[0]?.cursor ?? '' }));
    expect(rest.map((one) => one.id)).toEqual(left.slice(99));
  });

  it('are all walked where one is deleted for good between two pages, and none comes twice', async () => {
    const { server, youtrack } = scene();
    const id = server.seed();
    const ids: string[] = [];
    for (let n = 0; n < 250; n++)
      ids.push((await youtrack.comments.add(id, `Comment ${n}`, { clientKey: `c-${n}` })).id);
    const got: string[] = [];
    for await (const { items } of youtrack.comments.list(id)) {
      if (got.length === 0) server.comments.delete(ids[0] ?? '');
      got.push(...items.map((one) => one.id));
    }
    expect(got).toEqual(ids);
  });

  it('that were deleted cannot be changed, and deleting them again succeeds', async () => {
    const { server, youtrack } = scene();
    const id = server.seed();
    const added = await youtrack.comments.add(id, 'Text');
    const stored = server.comments.get(added.id);
    if (stored) stored.deleted = true;
    expect(await faultOf(youtrack.comments.update(id, added.id, 'New'))).toMatchObject({ code: 'not_found' });
    await youtrack.comments.delete(id, added.id);
    await youtrack.comments.delete(id, added.id);
    expect(await all(youtrack.comments.list(id))).toEqual([]);
  });

  it('for few are for the groups that the host names, and stay so when they change', async () => {
    const { server, youtrack, sent } = scene({ restrictedTo: ['3-7'] });
    const id = server.seed();
    const added = await youtrack.comments.add(id, 'Among us', { visibility: 'restricted' });
    expect(added.visibility).toBe('restricted');
    expect((await sent())[0]).toMatchObject({
      visibility: { $type: 'LimitedVisibility', permittedGroups: [{ id: '3-7' }] },
    });
    expect((await youtrack.comments.update(id, added.id, 'Still')).visibility).toBe('restricted');
    expect((await sent())[1]).not.toHaveProperty('visibility');
  });

  it('for few are refused where nobody says for whom', async () => {
    const { server, youtrack, asked } = scene();
    const fault = await faultOf(youtrack.comments.add(server.seed(), 'Among us', { visibility: 'restricted' }));
    expect(fault).toMatchObject({ code: 'unsupported' });
    expect(asked()).toEqual([]);
  });

  it('for few that YouTrack shows to all are deleted again', async () => {
    const { server, youtrack } = scene({ restrictedTo: ['3-7'] }, { ignoresVisibility: true });
    const fault = await faultOf(youtrack.comments.add(server.seed(), 'Among us', { visibility: 'restricted' }));
    expect([fault.code, fault.message]).toEqual(['permission', expect.stringContaining('deleted again')]);
    expect(server.comments.size).toBe(0);
  });

  it('for few that YouTrack shows to all are deleted again, though the caller aborts', async () => {
    const caller = new AbortController();
    const { server, youtrack } = scene({ restrictedTo: ['3-7'] }, { ignoresVisibility: true }, ({ method }) => {
      if (method !== 'DELETE' || caller.signal.aborted) return undefined;
      caller.abort();
      return new Response('{}', { status: 503, headers: { 'content-type': 'application/json' } });
    });
    const options = { visibility: 'restricted', signal: caller.signal } as const;
    const fault = await faultOf(youtrack.comments.add(server.seed(), 'Among us', options));
    expect([fault.code, fault.message]).toEqual(['permission', expect.stringContaining('deleted again')]);
    expect([caller.signal.aborted, server.comments.size]).toEqual([true, 0]);
  });

  it('of an issue of another project are not to be had', async () => {
    const { server, youtrack } = scene();
    const id = server.seed({ project: OPS.shortName });
    expect(await faultOf(all(youtrack.comments.list(id)))).toMatchObject({ code: 'not_found' });
    expect(await faultOf(youtrack.comments.findByClientKey(id, 'c-1'))).toMatchObject({ code: 'not_found' });
    server.comments.set('4-1', {
      id: '4-1',
      issue: id,
      text: 'Theirs',
      created: 0,
      updated: null,
      deleted: false,
      visibility: { $type: 'UnlimitedVisibility', id: 'v' },
      author: ADA.id,
    });
    expect(await faultOf(all(youtrack.comments.list(id)))).toMatchObject({ code: 'not_found' });
    expect(await faultOf(youtrack.comments.delete(id, '4-1'))).toMatchObject({ code: 'not_found' });
    expect(server.comments.size).toBe(1);
  });

  it.each(['', '..', '4-1/../4-2', 'x', '4-1?x'])('have no id %j', async (commentId) => {
    const { server, youtrack, asked } = scene();
    const fault = await faultOf(youtrack.comments.delete(server.seed(), commentId));
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'commentId' }] });
    expect(asked()).toEqual([]);
  });
});
