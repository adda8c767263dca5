import { describe, expect, it } from 'vitest';
import { fault } from './server.js';
import { putIssue } from './site.js';
import { faultOf, subject } from './subject.js';

const BACKLINK = { key: 'system=https://host.example&id=1', url: 'https://host.example/wp/1', title: 'WP 1' };

describe('backlinks', () => {
  it('are remote links, replaced under their key and removed by it', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site);
    await jira.backlinks.upsert(id, BACKLINK);
    await jira.backlinks.upsert(id, { ...BACKLINK, title: 'WP 1, renamed' });
    expect([...(site.remoteLinks.get(id) ?? [])]).toEqual([
      [BACKLINK.key, { globalId: BACKLINK.key, object: { url: BACKLINK.url, title: 'WP 1, renamed' } }],
    ]);
    await jira.backlinks.remove(id, BACKLINK.key);
    await jira.backlinks.remove(id, BACKLINK.key);
    expect(site.remoteLinks.get(id)?.size).toBe(0);
  });

  it('are sent again when an answer is lost, because Jira knows them by their key', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(() => (server.requests.length === 1 ? fault(502) : undefined));
    await jira.backlinks.upsert(id, BACKLINK);
    expect(server.requests).toHaveLength(2);
    expect(site.remoteLinks.get(id)?.size).toBe(1);
  });

  it('are gone only where their issue can be seen', async () => {
    const { jira, server } = subject();
    expect(await faultOf(jira.backlinks.remove('1', 'k'))).toMatchObject({ code: 'not_found' });
    const path = '/issue/1/remotelink';
    expect(server.calls()).toEqual([`DELETE ${path}`, `GET ${path}`, 'GET /myself', 'GET /issue/1']);
    expect(new URL(server.requests[1]?.url ?? '').search).toBe('?globalId=k');
  });

  it('are not gone where they are still to be seen', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    await jira.backlinks.upsert(id, BACKLINK);
    server.intercept(({ method }) => (method === 'DELETE' ? fault(404) : undefined));
    expect(await faultOf(jira.backlinks.remove(id, BACKLINK.key))).toMatchObject({ code: 'permission' });
  });

  it.each([
    [{ url: undefined }, 'url'],
    [{ url: 'host.example' }, 'url'],
    [{ title: '' }, 'title'],
    [{ colour: 'red' }, 'colour'],
  ])('with %j are refused', async (change, path) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.backlinks.upsert('1', { ...BACKLINK, ...change } as never))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
    });
    expect(server.requests).toHaveLength(0);
  });

  it('are written only where Jira says so', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(() => Response.json({ unrelated: true }));
    expect(await faultOf(jira.backlinks.upsert(id, BACKLINK))).toMatchObject({ code: 'contract' });
  });

  it.each(['', ' ', 'x'.repeat(256)])('are refused under the key %j', async (key) => {
    const { jira, server } = subject();
    expect(await faultOf(jira.backlinks.upsert('1', { ...BACKLINK, key }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'key' }],
    });
    expect(await faultOf(jira.backlinks.remove('1', key))).toMatchObject({ code: 'invalid_input' });
    expect(server.requests).toHaveLength(0);
  });
});
