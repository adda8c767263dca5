import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { signingToken } from '../../../src/adapters/gitlab/write-webhooks.js';
import { hook } from './fixtures.js';
import { answered, faultOf, scene } from './scene.js';

const URL = 'https://host.example/hooks/gitlab';
const SECRET = 'canary-hook-secret';

describe('webhooks', () => {
  it('are registered for issues and comments, confidential ones included, and for nothing else', async () => {
    const { gitlab, sent, server } = scene();
    const made = await gitlab.webhooks.register({ url: URL, secret: SECRET });
    expect(made).toEqual({ id: expect.stringMatching(/^\d+$/), url: URL, expiresAt: null, active: true });
    expect(await sent()).toEqual([
      {
        url: URL,
        issues_events: true,
        confidential_issues_events: true,
        note_events: true,
        confidential_note_events: true,
        push_events: false,
        enable_ssl_verification: true,
        token: SECRET,
      },
    ]);
    expect(await gitlab.webhooks.list()).toEqual([made]);
    expect(await gitlab.webhooks.health(made.id)).toEqual({ state: 'ok' });
    await gitlab.webhooks.unregister(made.id);
    await gitlab.webhooks.unregister(made.id);
    expect(server.hooks.size).toBe(0);
    expect(await faultOf(gitlab.webhooks.health(made.id))).toMatchObject({ code: 'not_found' });
  });

  it('are signed from 19.0 on, and the secret itself does not travel', async () => {
    const { gitlab, sent } = scene({}, { version: '19.0.1' });
    await gitlab.webhooks.register({ url: URL, secret: SECRET });
    const [body] = (await sent()) as [Record<string, unknown>];
    expect(body).not.toHaveProperty('token');
    expect(body.signing_token).toBe(signingToken(SECRET));
  });

  it('are signed with the secret itself where it is a key, else with its SHA-256', () => {
    expect(signingToken('whsec_QUJD')).toBe('whsec_QUJD');
    const key = Buffer.from(signingToken(SECRET).slice('whsec_'.length), 'base64');
    expect(key).toHaveLength(32);
    // What a receiver computes, by the standard's own formula.
    const signature = createHmac('sha256', key).update('id.1773133200.{}').digest('base64');
    expect(signature).toHaveLength(44);
  });

  it('send the secret along where GitLab took no key after all', async () => {
    const { gitlab, requests } = answered((request) =>
      request.url.endsWith('/metadata') ? Response.json({ version: '19.1.0' }) : Response.json(hook(5, URL)),
    );
    expect((await gitlab.webhooks.register({ url: URL, secret: SECRET })).id).toBe('5');
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'PUT']);
    expect(await requests[2]?.json()).toEqual({ url: URL, token: SECRET });
  });

  const unsigned = (answer: (request: Request) => Response) =>
    answered((request) => {
      if (request.url.endsWith('/metadata')) return Response.json({ version: '19.1.0' });
      return request.method === 'POST' ? Response.json(hook(5, URL), { status: 201 }) : answer(request);
    });

  it('are taken back when the secret cannot be set after all', async () => {
    const { gitlab, requests } = unsigned(({ method }) =>
      method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json({ message: 'no' }, { status: 422 }),
    );
    expect(await faultOf(gitlab.webhooks.register({ url: URL, secret: SECRET }))).toMatchObject({ code: 'rejected' });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'PUT', 'DELETE']);
  });

  it('that stand without a secret are told by their id', async () => {
    const { gitlab } = unsigned(() => Response.json({ message: '403 Forbidden' }, { status: 403 }));
    const error = await faultOf(gitlab.webhooks.register({ url: URL, secret: SECRET }));
    expect(error).toMatchObject({ code: 'ambiguous_write', context: { operation: 'webhooks.register' } });
    expect(error.message).toContain('hook 5');
  });

  it('are not taken for gone behind a proxy that knows no path of the project', async () => {
    const { gitlab, requests } = answered(() => new Response('<html>404</html>', { status: 404 }));
    expect(await faultOf(gitlab.webhooks.unregister('5'))).toMatchObject({ code: 'not_found' });
    expect(requests.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'GET']);
  });

  it('that can still be read are not taken for gone', async () => {
    const { gitlab } = answered(({ method }) =>
      method === 'DELETE' ? Response.json({ message: '404 Not found' }, { status: 404 }) : Response.json(hook(5, URL)),
    );
    expect(await faultOf(gitlab.webhooks.unregister('5'))).toMatchObject({
      code: 'permission',
      context: { operation: 'webhooks.unregister', httpStatus: 404 },
    });
  });

  it('go without a version where it is not told', async () => {
    const { gitlab, requests } = answered((request) =>
      request.url.endsWith('/metadata')
        ? new Response('Forbidden\n', { status: 403 })
        : Response.json(hook(5, URL), { status: 201 }),
    );
    await gitlab.webhooks.register({ url: URL, secret: SECRET });
    expect(await requests[1]?.json()).toMatchObject({ token: SECRET });
  });

  it('that GitLab gave up are told', async () => {
    const { gitlab, server } = scene();
    for (const [at, alert_status] of ['executable', 'temporarily_disabled', 'disabled', undefined].entries()) {
      server.hooks.set(at + 1, hook(at + 1, URL, { alert_status }));
    }
    expect((await gitlab.webhooks.list()).map(({ active }) => active)).toEqual([true, false, false, true]);
    const states = await Promise.all(['1', '2', '3', '4'].map((id) => gitlab.webhooks.health(id)));
    expect(states.map(({ state }) => state)).toEqual(['ok', 'probation', 'disabled', 'ok']);
  });

  it('take a Maintainer', async () => {
    const { gitlab } = scene({}, { role: 30 });
    expect(await faultOf(gitlab.webhooks.list())).toMatchObject({ code: 'permission' });
  });

  it.each([
    [{ url: 'nowhere', secret: SECRET }, 'url'],
    [{ url: URL, secret: ' ' }, 'secret'],
    [{ url: URL }, 'secret'],
    [{ url: URL, secret: SECRET, events: [] }, 'events'],
  ])('refuse %j at %s', async (given, path) => {
    const { gitlab, server } = scene();
    const error = await faultOf(gitlab.webhooks.register(given as never));
    expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['https://host.example/hooks/canary-of-path?key=canary%2Dof%2Dquery&token=short', 'Invalid url, canary-of-query'],
    ['https://host.example/hooks/canary-of-path?x=1', 'nothing at /hooks/canary-of-path'],
    ['https://host.example/hooks/süper-canary', 'nothing at https://host.example/hooks/süper-canary'],
    ['https://host.example/hooks/%63anary-of-path', 'nothing at canary-of-path'],
    ['https://host.example/a#canary-of-fragment', 'nothing at https://host.example:443/a#canary-of-fragment'],
  ])('never show what their address %s holds', async (url, said) => {
    const { gitlab } = answered((request) =>
      request.url.endsWith('/metadata')
        ? Response.json({ version: '18.0.0' })
        : Response.json({ message: said, error: said }, { status: 422 }),
    );
    const error = await faultOf(gitlab.webhooks.register({ url, secret: SECRET }));
    expect(error.message).toContain(said.slice(0, 10));
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(/canary/);
  });

  it('never show their secret', async () => {
    const { gitlab } = answered((request) =>
      request.url.endsWith('/metadata')
        ? Response.json({ version: '19.1.0' })
        : Response.json({ message: `no: ${SECRET} ${signingToken(SECRET)}` }, { status: 422 }),
    );
    const error = await faultOf(gitlab.webhooks.register({ url: URL, secret: SECRET }));
    const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toMatch(/canary/);
    expect(shown).not.toContain(signingToken(SECRET).slice(6));
  });
});
