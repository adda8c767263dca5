import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answered, faultOf, scene } from './scene.js';
import { idOf, OTHER_TEAM, UNKNOWN } from './state.js';

const FILE = { content: new TextEncoder().encode('a log'), name: 'log 1.txt', type: 'text/plain' };

describe('a file', () => {
  it('goes to the address that Linear signs, at another server, without our credentials', async () => {
    const { server, linear } = scene();
    server.place.uploadOrigin = 'https://storage.example';
    const { id } = server.seed();
    const added = await linear.attachments.add(id, { ...FILE, description: 'All of it' });
    const put = server.requests.find(({ method }) => method === 'PUT');
    expect(put?.url).toMatch(/^https:\/\/storage\.example\/upload\/[^?]+\?X-Goog-Algorithm=\S+4711$/);
    const headers = Object.fromEntries(put?.headers ?? []);
    expect(headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'attachment',
      'x-goog-content-length-range': '5,5',
    });
    expect(JSON.stringify(headers)).not.toContain('canary');
    const [upload] = [...server.state.uploads.values()];
    expect(new TextDecoder().decode(upload?.bytes)).toBe('a log');
    expect(added).toMatchObject({ name: 'log 1.txt', type: 'text/plain', sizeBytes: 5 });
    expect(added.url).toMatch(/^https:\/\/uploads\.linear\.app\//);
    expect([...server.state.attachments.values()]).toMatchObject([{ issue: id, subtitle: 'All of it' }]);
    expect(await linear.attachments.list(id)).toEqual([added]);
  });

  it('goes nowhere that is not safe', async () => {
    for (const uploadUrl of [
      'http://storage.example/x',
      'file:///etc/passwd',
      'nonsense',
      'https://a:b@storage.example/?',
    ]) {
      const { linear, requests } = answered((_, nth) => {
        const issue = {
          id: UNKNOWN,
          trashed: null,
          team: { id: '9cfb482a-81e3-4154-b5b9-2c805e70a02d', key: 'ENG' },
          parent: null,
        };
        const uploadFile = { uploadUrl, assetUrl: 'https://uploads.linear.app/x', headers: [] };
        if (nth === 1) return Response.json({ data: { issue } });
        return Response.json({ data: { fileUpload: { success: true, uploadFile } } });
      });
      const fault = await faultOf(linear.attachments.add(UNKNOWN, FILE));
      const isSent = requests.some(({ method }) => method === 'PUT');
      // User names in an address are left out, and that one is an address of https.
      expect([fault.code, isSent]).toEqual(uploadUrl.includes('@') ? [fault.code, true] : ['contract', false]);
    }
  });

  it('whose upload fails is no attachment, and the signature is shown nowhere', async () => {
    const { server, linear } = scene({}, {}, async (request, forward) =>
      request.method === 'PUT' ? new Response(`<Error>no ${request.url}</Error>`, { status: 403 }) : forward(),
    );
    const { id } = server.seed();
    const fault = await faultOf(linear.attachments.add(id, FILE, { clientKey: 'f-1' }));
    expect(fault.code).toBe('permission');
    expect(inspect(fault, { depth: 9 }) + JSON.stringify(fault)).not.toMatch(/4711|canary/);
    expect(server.state.attachments.size).toBe(0);
    expect(await linear.attachments.findByClientKey(id, 'f-1')).toBeUndefined();
  });

  it('under a key that was used is the one that is there, and nothing is uploaded', async () => {
    const { server, linear, again } = scene();
    const { id } = server.seed();
    const first = await linear.attachments.add(id, FILE, { clientKey: 'f-1' });
    expect(await again().attachments.add(id, { ...FILE, name: 'other.txt' }, { clientKey: 'f-1' })).toEqual(first);
    expect([server.state.uploads.size, server.state.attachments.size]).toEqual([1, 1]);
  });

  it('whose answer was lost is looked for, and found', async () => {
    const { server, linear } = scene({}, {}, async (request, forward) => {
      const text = await request.clone().text();
      const response = await forward();
      if (text.includes('attachmentCreate')) throw new TypeError('fetch failed');
      return response;
    });
    const { id } = server.seed();
    const added = await linear.attachments.add(id, FILE);
    expect([...server.state.attachments.keys()]).toEqual([added.id]);
  });

  it('is told from links of other kinds', async () => {
    const { server, linear } = scene();
    const { id } = server.seed();
    const link = { issue: id, title: 'PR', subtitle: null, metadata: {}, createdAt: 1 };
    server.state.attachments.set('a', { ...link, id: 'a', url: 'https://github.com/acme/widgets/pull/1' });
    server.state.attachments.set('b', {
      ...link,
      id: 'b',
      url: 'https://uploads.linear.app/acme/b',
      title: 'by hand.png',
    });
    await linear.backlinks.upsert(id, { key: 'wp-1', url: 'https://host.example/1', title: 'WP' });
    expect((await linear.attachments.list(id)).map(({ id: found, name, type }) => [found, name, type])).toEqual([
      ['b', 'by hand.png', null],
    ]);
  });

  it('is for an issue of the own team', async () => {
    const { server, linear } = scene();
    const { id } = server.seed({ team: OTHER_TEAM });
    expect((await faultOf(linear.attachments.add(id, FILE))).code).toBe('not_found');
    expect((await faultOf(linear.attachments.list(id))).code).toBe('not_found');
    expect(server.state.uploads.size).toBe(0);
  });
});

describe('a backlink', () => {
  const one = { key: 'wp-1', url: 'https://host.example/wp/1', title: 'WP 1' };

  it('takes the place of the one with its key, at the same address and at another', async () => {
    const { server, linear, asked } = scene();
    const { id } = server.seed();
    const kept = () => [...server.state.attachments.values()].map(({ url, title, metadata }) => [url, title, metadata]);
    await linear.backlinks.upsert(id, one);
    await linear.backlinks.upsert(id, { ...one, title: 'Renamed' });
    const metadata = { specKitty: 'backlink', key: 'wp-1' };
    expect(kept()).toEqual([[one.url, 'Renamed', metadata]]);
    expect(asked().filter((name) => name === 'DeleteAttachment')).toEqual([]);
    await linear.backlinks.upsert(id, { ...one, url: 'https://host.example/moved' });
    expect(kept()).toEqual([['https://host.example/moved', 'WP 1', metadata]]);
  });

  it('does not take the address of another', async () => {
    const { server, linear } = scene();
    const { id } = server.seed();
    await linear.backlinks.upsert(id, one);
    expect((await faultOf(linear.backlinks.upsert(id, { ...one, key: 'wp-2' }))).code).toBe('conflict');
    await linear.backlinks.remove(id, 'wp-2');
    expect(server.state.attachments.size).toBe(1);
    await linear.backlinks.remove(id, 'wp-1');
    expect(server.state.attachments.size).toBe(0);
  });

  it('leaves what somebody else attached: it would be written over, and deleted with the backlink', async () => {
    const { server, linear } = scene();
    const { id } = server.seed();
    const url = 'https://github.test/a/b/pull/1';
    const metadata = { status: 'open' };
    const theirs = { id: idOf(0xa7, 77), issue: id, url, title: 'PR 1', subtitle: 'open', metadata, createdAt: 1 };
    server.state.attachments.set(theirs.id, { ...theirs });
    expect((await faultOf(linear.backlinks.upsert(id, { ...one, url }))).code).toBe('conflict');
    expect(server.state.attachments.get(theirs.id)).toEqual(theirs);
  });

  it('is of an issue that is there', async () => {
    const { linear } = scene();
    expect((await faultOf(linear.backlinks.upsert(UNKNOWN, one))).code).toBe('not_found');
    expect((await faultOf(linear.backlinks.remove(UNKNOWN, 'wp-1'))).code).toBe('not_found');
    expect((await faultOf(linear.backlinks.remove(UNKNOWN, ' '))).code).toBe('invalid_input');
  });
});
