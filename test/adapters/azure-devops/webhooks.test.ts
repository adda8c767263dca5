import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Json, PROJECT_ID } from './fixtures.js';
import { faultOf, scene } from './scene.js';
import { bodiesOf } from './server.js';

const HOOK = { url: 'https://host.example/hooks/azure?key=url-secret-4711', secret: 'hook-secret-4711' };
const EVENTS = ['created', 'updated', 'deleted', 'restored', 'commented'].map((name) => `workitem.${name}`);

describe('a hook', () => {
  it('is one subscription for each event, with the secret as a password', async () => {
    const { azure, server } = scene();
    const hook = await azure.webhooks.register(HOOK);
    const sent = (await bodiesOf(server, 'POST')) as Json[];
    expect(sent.map(({ eventType }) => eventType)).toEqual(EVENTS);
    expect(sent[0]).toEqual({
      publisherId: 'tfs',
      eventType: 'workitem.created',
      resourceVersion: '1.0',
      consumerId: 'webHooks',
      consumerActionId: 'httpRequest',
      publisherInputs: { projectId: PROJECT_ID, areaPath: '', workItemType: '' },
      consumerInputs: {
        url: HOOK.url,
        basicAuthUsername: 'spec-kitty',
        basicAuthPassword: HOOK.secret,
        httpHeaders: 'X-Spec-Kitty-Hook:1',
        resourceDetailsToSend: 'all',
        messagesToSend: 'none',
        detailedMessagesToSend: 'none',
      },
    });
    expect(hook).toMatchObject({ url: HOOK.url, active: true, expiresAt: null });
    expect(hook.id.split(',')).toHaveLength(5);
    expect(await azure.webhooks.health(hook.id)).toEqual({ state: 'ok' });
  });

  it('is told from those of others, of other projects and of another address', async () => {
    const { azure, site } = scene();
    const one = await azure.webhooks.register(HOOK);
    const again = await azure.webhooks.register(HOOK);
    const other = await azure.webhooks.register({ ...HOOK, url: 'https://host.example/other' });
    const [first = {}] = [...site.subscriptions.values()];
    const inputs = first.consumerInputs as Json;
    site.subscriptions.set('foreign', { ...first, id: 'foreign', consumerInputs: { ...inputs, httpHeaders: 'A:b' } });
    site.subscriptions.set('bare', { ...first, id: 'bare', consumerInputs: { url: HOOK.url } });
    site.subscriptions.set('away', { ...first, id: 'away', publisherInputs: { projectId: 'x' } });
    expect(await azure.webhooks.list()).toEqual([one, again, other]);
    await azure.webhooks.unregister(one.id);
    expect(await azure.webhooks.list()).toEqual([again, other]);
    expect(site.subscriptions.has('foreign')).toBe(true);
    await azure.webhooks.unregister(one.id);
  });

  it('fares as badly as the worst of its subscriptions', async () => {
    const { azure, site } = scene();
    const { id } = await azure.webhooks.register(HOOK);
    const [, second = {}, third = {}] = [...site.subscriptions.values()];
    second.status = 'onProbation';
    expect(await azure.webhooks.health(id)).toEqual({ state: 'probation' });
    third.status = 'disabledBySystem';
    expect(await azure.webhooks.health(id)).toEqual({ state: 'disabled' });
    expect((await azure.webhooks.list())[0]?.active).toBe(false);
    site.subscriptions.clear();
    expect(await faultOf(azure.webhooks.health(id))).toMatchObject({ code: 'not_found' });
  });

  it('that was half made is named, so that it can be taken back', async () => {
    const { azure, site, server } = scene();
    let posts = 0;
    server.intercept((request) =>
      request.method === 'POST' && ++posts === 3
        ? Response.json(
            { message: `no: ${HOOK.secret} ${HOOK.url}` },
            { status: 429, headers: { 'retry-after': '3600' } },
          )
        : undefined,
    );
    const fault = await faultOf(azure.webhooks.register(HOOK));
    expect(fault).toMatchObject({ code: 'ambiguous_write', retryable: false });
    const [, id = ''] = /unregister '([^']+)'/.exec(fault.message) ?? [];
    expect(id.split(',')).toEqual([...site.subscriptions.keys()]);
    expect(await azure.webhooks.list().catch(() => [])).toEqual([]);
    server.intercept(undefined);
    expect(inspect(fault, { depth: 9, showHidden: true }) + JSON.stringify(fault)).not.toMatch(
      /hook-secret|url-secret/,
    );
  });

  it('that was half made is listed as one that does not deliver', async () => {
    const { azure, site } = scene();
    const { id } = await azure.webhooks.register(HOOK);
    site.subscriptions.delete(id.split(',')[1] ?? '');
    const [left] = await azure.webhooks.list();
    expect([left?.active, left?.id.split(',').length]).toEqual([false, 4]);
    expect(await azure.webhooks.health(left?.id ?? '')).toEqual({ state: 'disabled' });
    await azure.webhooks.unregister(left?.id ?? '');
    expect(site.subscriptions.size).toBe(0);
  });

  it.each([
    [{ ...HOOK, url: 'http://host.example/h' }, 'url'],
    [{ ...HOOK, secret: 'two words' }, 'secret'],
    [{ ...HOOK, secret: 'x'.repeat(257) }, 'secret'],
  ])('that Azure DevOps does not take is refused before anything is sent: %#', async (hook, path) => {
    const { azure, server } = scene();
    const fault = await faultOf(azure.webhooks.register(hook));
    expect(fault).toMatchObject({ problems: [{ path }] });
    expect(server.requests).toEqual([]);
  });

  it.each(['', '../x', 'a/b', 'a,,b', 'a?b'])('has no id such as %j', async (id) => {
    const { azure, server } = scene();
    expect(await faultOf(azure.webhooks.unregister(id))).toMatchObject({ problems: [{ path: 'id' }] });
    expect(await faultOf(azure.webhooks.health(id))).toMatchObject({ problems: [{ path: 'id' }] });
    expect(server.requests).toEqual([]);
  });
});
