import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { faultOf, scene } from './subject.js';

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

  it.each([
    [{ ...HOOK, url: 'ftp://host.example' }, 'url'],
    [{ ...HOOK, url: 'host' }, 'url'],
    [{ ...HOOK, secret: ' ' }, 'secret'],
    [{ url: HOOK.url }, 'secret'],
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
