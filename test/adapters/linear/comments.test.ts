import { describe, expect, it } from 'vitest';
import { all, faultOf, scene } from './scene.js';
import { idOf, MONA, OTHER_TEAM, UNKNOWN } from './state.js';

describe('comments', () => {
  it('are listed oldest first, page by page, one request for each', async () => {
    const { server, linear, asked } = scene();
    const { id } = server.seed();
    for (let nth = 0; nth < 230; nth++) {
      const at = server.state.tick();
      const comment = { id: idOf(0xc1, nth), issue: id, body: `Comment ${nth}`, user: nth % 2 ? MONA : null };
      server.state.comments.set(comment.id, { ...comment, createdAt: at, updatedAt: at });
    }
    const found = await all(linear.comments.list(id));
    expect(found.map(({ body }) => body)).toEqual(Array.from({ length: 230 }, (_, nth) => `Comment ${nth}`));
    expect(found.slice(0, 2).map(({ author }) => author)).toEqual([null, MONA]);
    expect(asked()).toEqual(['Comments', 'Comments', 'Comments']);
  });

  it('are added once, whatever happens to the answer', async () => {
    for (const options of [{ clientKey: 'c-1' }, {}]) {
      let lost = 0;
      const { server, linear } = scene({}, {}, async (request, forward) => {
        const { query } = (await request.clone().json()) as { query: string };
        const response = await forward();
        if (query.includes('commentCreate') && lost++ === 0) throw new TypeError('fetch failed');
        return response;
      });
      const { id } = server.seed();
      const added = await linear.comments.add(id, 'Once', options);
      expect([...server.state.comments.keys()]).toEqual([added.id]);
      expect(lost).toBe(2);
    }
  });

  it('under a key that was used are those that are there', async () => {
    const { server, linear, again } = scene();
    const [one, two] = [server.seed(), server.seed()];
    const first = await linear.comments.add(one.id, 'First', { clientKey: 'c-1' });
    expect(await again().comments.add(one.id, 'Second', { clientKey: 'c-1' })).toEqual(first);
    expect(await linear.comments.findByClientKey(one.id, 'c-1')).toEqual(first);
    expect(await linear.comments.findByClientKey(two.id, 'c-1')).toBeUndefined();
    expect((await linear.comments.add(two.id, 'Third', { clientKey: 'c-1' })).id).not.toBe(first.id);
    expect((await faultOf(linear.comments.findByClientKey(one.id, ' '))).code).toBe('invalid_input');
    await linear.comments.delete(one.id, first.id);
    expect(await linear.comments.findByClientKey(one.id, 'c-1')).toBeUndefined();
  });

  it('are changed and deleted at their own issue only, and in its team', async () => {
    const { server, linear } = scene();
    const [one, two, foreign] = [server.seed(), server.seed(), server.seed({ team: OTHER_TEAM })];
    const comment = await linear.comments.add(one.id, 'Text');
    expect((await faultOf(linear.comments.update(two.id, comment.id, 'X'))).code).toBe('not_found');
    await linear.comments.delete(two.id, comment.id).catch(() => {});
    expect(server.state.comments.size).toBe(1);
    expect((await linear.comments.update(one.id, comment.id, 'Other')).body).toBe('Other');
    const at = server.state.tick();
    server.state.comments.set(UNKNOWN, {
      id: UNKNOWN,
      issue: foreign.id,
      body: 'X',
      user: null,
      createdAt: at,
      updatedAt: at,
    });
    for (const act of [
      linear.comments.update(foreign.id, UNKNOWN, 'X'),
      linear.comments.add(foreign.id, 'X'),
      all(linear.comments.list(foreign.id)),
      linear.comments.delete(foreign.id, UNKNOWN),
    ]) {
      expect((await faultOf(act)).code).toBe('not_found');
    }
    expect(server.state.comments.get(UNKNOWN)?.body).toBe('X');
  });

  it('for few are refused before anything is sent', async () => {
    const { linear, server } = scene();
    const fault = await faultOf(linear.comments.add(UNKNOWN, 'Among us', { visibility: 'restricted' }));
    expect([fault.code, server.requests.length]).toEqual(['unsupported', 0]);
  });
});
