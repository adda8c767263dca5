import { describe, expect, it } from 'vitest';
import { all, faultOf, scene } from './scene.js';

const idsOf = (issues: readonly { ref: { id: string } }[]) => issues.map(({ ref }) => ref.id);

describe('searching', () => {
  it('finds text', async () => {
    const { gitlab, server, asked } = scene();
    server.seed({ title: 'Squeaks & creaks' });
    server.seed({ description: 'squeaks too' });
    server.seed();
    expect(idsOf(await all(gitlab.issues.search({ text: 'squeaks' })))).toEqual(['2', '1']);
    await all(gitlab.issues.search({ text: 'a & b=c', pageSize: 5 }));
    expect(asked()[1]).toMatch(/\/issues\?search=a\+&\+b=c&scope=all&per_page=5$/);
  });

  it("takes a query of GitLab's own, of this project only", async () => {
    const { gitlab, server, asked } = scene();
    server.seed({ milestone: { id: 1, title: 'v1' } });
    server.seed();
    expect(idsOf(await all(gitlab.issues.search({ native: '?milestone=v1&not[labels]=ui,%20x' })))).toEqual(['1']);
    expect(asked()[0]).toBe(
      'GET /projects/acme/tools/widgets/issues?milestone=v1&not[labels]=ui,+x&scope=all&per_page=100',
    );
  });

  it('walks its pages, and goes on from a cursor of the same query', async () => {
    const { gitlab, server } = scene();
    for (let n = 0; n < 7; n++) server.seed();
    const { value } = await gitlab.issues.search({ text: 'wobbles', pageSize: 3 }).next();
    const cursor = value?.cursor ?? '';
    expect(await all(gitlab.issues.search({ text: 'wobbles', pageSize: 3, cursor }))).toHaveLength(4);
    expect(await faultOf(all(gitlab.issues.search({ text: 'other', pageSize: 3, cursor })))).toMatchObject({
      problems: [{ path: 'cursor' }],
    });
  });

  it.each([
    [{}, ''],
    [{ text: 'a', native: 'labels=b' }, ''],
    [{ text: ' ' }, 'text'],
    [{ native: 'page=2' }, 'native'],
    [{ native: 'labels=x&private_token=abc' }, 'native'],
    [{ native: 'sudo=root' }, 'native'],
    [{ native: 'id=1' }, 'native'],
    [{ native: 'labels=x', pageSize: 101 }, 'pageSize'],
  ])('refuses %j at %j', async (query, path) => {
    const { gitlab, server } = scene();
    const error = await faultOf(gitlab.issues.search(query).next());
    expect(error).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
      context: { operation: 'issues.search' },
    });
    expect(server.requests).toHaveLength(0);
  });
});
