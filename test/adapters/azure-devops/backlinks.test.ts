import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { faultOf, scene } from './scene.js';
import { bodiesOf } from './server.js';

const ONE = { key: 'wp-1', url: 'https://host.example/wp/1', title: 'WP 1' };
const TWO = { key: 'wp-2', url: 'https://host.example/wp/2', title: 'WP 2' };

describe('a backlink', () => {
  it('is a hyperlink, which replaces that of its key and no other', async () => {
    const { azure, site, server } = scene();
    site.seed();
    const held = () =>
      site.items
        .get(1)
        ?.relations.map(({ url, attributes }) => `${url} ${String(attributes.comment).split(' sk-')[0]}`);
    await azure.backlinks.upsert('1', ONE);
    await azure.backlinks.upsert('1', TWO);
    await azure.backlinks.upsert('1', ONE);
    expect((await bodiesOf(server, 'PATCH')).length).toBe(2);
    await azure.backlinks.upsert('1', { ...ONE, title: 'Renamed' });
    expect(held()).toEqual([`${TWO.url} WP 2`, `${ONE.url} Renamed`]);
    expect((await bodiesOf(server, 'PATCH'))[2]).toEqual([
      { op: 'test', path: '/rev', value: 3 },
      { op: 'remove', path: '/relations/0' },
      {
        op: 'add',
        path: '/relations/-',
        value: { rel: 'Hyperlink', url: ONE.url, attributes: { comment: `Renamed ${clientMarker('wp-1')}` } },
      },
    ]);
    await azure.backlinks.remove('1', 'wp-1');
    await azure.backlinks.remove('1', 'wp-1');
    expect(held()).toEqual([`${TWO.url} WP 2`]);
    // It is no link between work items.
    expect(await azure.links.list('1')).toEqual([]);
  });

  it('without a key or to nowhere is refused', async () => {
    const { azure, server } = scene();
    expect(await faultOf(azure.backlinks.remove('1', ' '))).toMatchObject({ code: 'invalid_input' });
    expect(await faultOf(azure.backlinks.upsert('1', { ...ONE, url: 'x' }))).toMatchObject({
      problems: [{ path: 'url' }],
    });
    expect(server.requests).toEqual([]);
  });
});
