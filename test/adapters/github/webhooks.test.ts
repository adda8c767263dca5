import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answering, faultOf, pageNotFound, scene } from './subject.js';

const HOOK = { url: 'https://host.example/github?tenant=7', secret: 'hunter2-hunter2' };

describe('webhooks', () => {
  it('are made to deliver signed JSON of what concerns issues, listed, and removed', async () => {
    const { github, written } = scene();
    const made = await github.webhooks.register(HOOK);
    expect(made).toEqual({ id: expect.stringMatching(/^\d+$/), url: HOOK.url, expiresAt: null, active: true });
    expect(written()).toEqual([
      {
        name: 'web',
        active: true,
        events: ['issues', 'issue_comment', 'sub_issues', 'issue_dependencies'],
        config: { url: HOOK.url, content_type: 'json', secret: HOOK.secret, insecure_ssl: '0' },
      },
    ]);
    expect(await github.webhooks.list()).toEqual([made]);
    await github.webhooks.unregister(made.id);
    expect(await github.webhooks.list()).toEqual([]);
    await github.webhooks.unregister(made.id);
  });

  it('are listed over all pages', async () => {
    const { github, server } = scene();
    for (let id = 1; id <= 120; id++) {
      server.state.hooks.set(id, { id, url: `https://host.example/${id}`, events: ['push'], contentType: 'json' });
    }
    expect(await github.webhooks.list()).toHaveLength(120);
  });

  it('are not made twice', async () => {
    const { github } = scene();
    await github.webhooks.register(HOOK);
    const error = await faultOf(github.webhooks.register(HOOK));
    expect(error).toMatchObject({
      code: 'rejected',
      fields: [{ path: '', message: 'Hook already exists on this repository' }],
    });
  });

  it('keep their secret, also where GitHub repeats it', async () => {
    const { github, server } = scene();
    const echo = { message: `config.secret ${HOOK.secret} is too short` };
    Object.assign(server, { handle: async () => Response.json(echo, { status: 422 }) });
    const error = await faultOf(github.webhooks.register(HOOK));
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('hunter2');
    expect(error.message).toMatch(/config\.secret .*too short/);
  });

  it('keep what their address holds, where GitHub repeats it', async () => {
    const arranged = scene();
    const url = 'https://robot:hunter2pw@host.example/github?tenant=acme-hunter2&sign%20in=hunter2%2Bmore&n=7';
    const { searchParams } = new URL(url);
    const echoes = [url, new URL(url).search, ...searchParams.values(), 'key hunter2pw'];
    answering(arranged, () => Response.json({ message: echoes.join(' ') }, { status: 422 }));
    const error = await faultOf(arranged.github.webhooks.register({ ...HOOK, url }));
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('hunter2');
    expect(error.message).toContain('GitHub refuses the request: [redacted] ');
  });

  it.each([
    'HTTPS://Robot:Hunter2@Host.Example:443/a/../hunter2-Ä/b c',
    'https://host.example/hunter2?Tenant=ä hunter2&x#hunter2',
    'https://host.example?hunter2',
    'https://host.example\\hunter2\\{more}',
  ])('keep the address %s, as it was given and as it is read', async (url) => {
    const arranged = scene();
    const { href, pathname, search, hash } = new URL(url);
    const given = url.slice(url.toLowerCase().indexOf('host.example') + 12);
    const echoes = [url, href, given, pathname + search + hash, pathname, search, hash].filter(
      (text) => text.length > 3,
    );
    for (const echo of echoes) {
      const errors = [{ field: echo, code: 'custom', message: `${echo} is taken` }];
      for (const status of [422, 403, 404]) {
        answering(arranged, () => Response.json({ message: `Cannot reach ${echo}`, errors }, { status }));
        const error = await faultOf(arranged.github.webhooks.register({ ...HOOK, url }));
        expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(/hunter2/i);
        expect(error.message).toContain('Cannot reach ');
      }
    }
  });

  it.each([
    ['https://host.example/a%20b-hunter2key', 'a b-hunter2key'],
    ['https://host.example/services/HUNTER2SEGMENT/x', 'HUNTER2SEGMENT'],
    ['https://host.example/?key=hunter2%2Dquery', 'hunter2-query'],
    ['https://rob%6Ft:hunter2%21@host.example/x', 'robot with hunter2!'],
  ])('keep what the address %s says once it is decoded, and each step of it', async (url, said) => {
    const arranged = scene();
    answering(arranged, () => Response.json({ message: `Cannot reach ${said}` }, { status: 422 }));
    const error = await faultOf(arranged.github.webhooks.register({ ...HOOK, url }));
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(/hunter2/i);
    expect(error.message).toContain('Cannot reach ');
  });

  it.each([
    [{ ...HOOK, url: 'ftp://host.example' }, 'url'],
    [{ ...HOOK, url: 'host' }, 'url'],
    [{ ...HOOK, secret: ' ' }, 'secret'],
    [{ url: HOOK.url }, 'secret'],
    [{ ...HOOK, events: ['push'] }, 'events'],
  ])('are refused as %j at %s', async (hook, path) => {
    const { github, sent } = scene();
    const error = await faultOf(github.webhooks.register(hook as typeof HOOK));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    expect(sent()).toEqual([]);
  });

  it('have numbers', async () => {
    const { github, sent } = scene();
    expect(await faultOf(github.webhooks.unregister('7/tests'))).toMatchObject({ problems: [{ path: 'id' }] });
    expect(sent()).toEqual([]);
  });

  it('have nothing to renew, and nothing else that GitHub lacks', () => {
    const { github } = scene();
    expect(Object.keys(github.webhooks).sort()).toEqual(['list', 'register', 'unregister']);
  });
});

describe('a hook that is said not to be there', () => {
  const notFound = () => Response.json({ message: 'Not Found' }, { status: 404 });
  const isHooks = (request: Request) => request.url.includes('/hooks');

  it('is gone where the hooks can be read', async () => {
    const { github, sent } = scene();
    await github.webhooks.unregister('7');
    expect(sent()).toEqual(['DELETE /hooks/7', 'GET /hooks/7', 'GET /hooks']);
  });

  it.each<[string, (request: Request) => Response | undefined]>([
    ['a server that knows none of the paths', pageNotFound],
    ['a repository whose hooks are not to be seen', (request) => (isHooks(request) ? notFound() : undefined)],
  ])('by %s, is not gone', async (_, answer) => {
    const arranged = scene();
    answering(arranged, answer);
    expect(await faultOf(arranged.github.webhooks.unregister('7'))).toMatchObject({ code: 'not_found' });
  });

  it('and is, is for others to remove', async () => {
    const arranged = scene();
    const { id } = await arranged.github.webhooks.register(HOOK);
    answering(arranged, ({ method }) => (method === 'DELETE' ? notFound() : undefined));
    const message =
      'github webhooks.unregister: not deleted: it is still there, and the right to delete it may be missing';
    expect(await faultOf(arranged.github.webhooks.unregister(id))).toMatchObject({ code: 'permission', message });
  });
});
