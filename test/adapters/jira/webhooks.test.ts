import { describe, expect, it } from 'vitest';
import { CANARY, CLOUD_ID } from './server.js';
import { bodiesTo, faultOf, subject } from './subject.js';

const HOOK = { url: 'https://hooks.acme.example/jira', secret: 'a-secret-of-the-hook' };
const APP_HOOK = { url: HOOK.url, secret: '' };
const APP = { auth: { accessToken: CANARY, cloudId: CLOUD_ID } };
const DAY = 86_400_000;

describe('an administrator’s webhooks', () => {
  it('are registered for the project, listed and removed', async () => {
    const { jira, server } = subject();
    const hook = await jira.webhooks.register(HOOK);
    expect(hook).toEqual({ id: '20000', url: HOOK.url, expiresAt: null, active: true });
    expect(await bodiesTo(server, /webhook$/)).toEqual([
      {
        name: 'spec-kitty ACME',
        url: HOOK.url,
        secret: HOOK.secret,
        events: [
          'jira:issue_created',
          'comment_created',
          'jira:issue_updated',
          'comment_updated',
          'jira:issue_deleted',
          'comment_deleted',
        ],
        filters: { 'issue-related-events-section': 'project = "ACME"' },
        excludeBody: false,
      },
    ]);
    expect(await jira.webhooks.list()).toEqual([hook]);
    expect(await jira.webhooks.renew(hook.id)).toEqual(hook);
    expect(server.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /rest/webhooks/1.0/webhook',
      'GET /rest/webhooks/1.0/webhook',
      'GET /rest/webhooks/1.0/webhook',
    ]);
    await jira.webhooks.unregister(hook.id);
    await jira.webhooks.unregister(hook.id);
    expect(await jira.webhooks.list()).toEqual([]);
  });

  it('show which of them are switched off', async () => {
    const { jira, site } = subject();
    await jira.webhooks.register(HOOK);
    Object.assign(site.adminHooks[0] ?? {}, { enabled: false });
    expect(await jira.webhooks.list()).toMatchObject([{ active: false }]);
  });

  it('never show the secret in a fault', async () => {
    const { jira, server } = subject();
    server.intercept(async (request) => Response.json({ errorMessages: [await request.text()] }, { status: 400 }));
    const found = await faultOf(jira.webhooks.register(HOOK));
    expect(found).toMatchObject({ code: 'rejected' });
    expect(JSON.stringify(found)).not.toContain(HOOK.secret);
  });
});

describe('a webhook of either kind', () => {
  const secretUrl = 'https://hooks.acme.example/jira?token=query-s3cret&plain=other%20s3cret';
  const answers = (server: ReturnType<typeof subject>['server'], status: number) =>
    server.intercept(async (request) => {
      const text = await request.text();
      const errors = [text, decodeURIComponent(text)];
      return status === 200
        ? Response.json({ webhookRegistrationResult: [{ errors }] })
        : Response.json({ errorMessages: errors }, { status });
    });

  it.each([
    ['an administrator’s', {}, 'a-secret', 400],
    ['an app’s', APP, '', 400],
    ['an app’s, refused inside a 200', APP, '', 200],
  ])('(%s) shows nothing of its address in a fault', async (_, options, secret, status) => {
    const { jira, server } = subject(options);
    answers(server, status);
    const found = await faultOf(jira.webhooks.register({ url: secretUrl, secret }));
    expect(found.code).toBe('rejected');
    expect(found.message).not.toMatch(/s3cret/);
  });

  const odd = 'https://b%6Ft-us3r:p4ss-word@Hooks.acme.example/a b/../p4th-%7Etoken?Key=qu3ry x';

  it.each([
    ['an administrator’s', {}, 'a-secret'],
    ['an app’s', APP, ''],
  ])('(%s) shows nothing of the parts of its address either', async (_, options, secret) => {
    const { href, username, password, pathname, search } = new URL(odd);
    const normal = [href, username, password, pathname, pathname.slice(1), search];
    const given = [odd, 'b%6Ft-us3r', 'a b/../p4th-%7Etoken', 'Key=qu3ry x'];
    for (const [url, shown] of [[odd, [...given, ...normal]] as const, [href, normal] as const]) {
      for (const part of shown) {
        const { jira, server } = subject(options);
        server.intercept(() => Response.json({ errorMessages: [`no ${part}`] }, { status: 400 }));
        const found = await faultOf(jira.webhooks.register({ url, secret }));
        expect(found.message).toContain('[redacted]');
        expect(found.message).not.toMatch(/us3r|p4ss|p4th|qu3ry/);
      }
    }
  });

  it.each([
    ['https://hooks.acme.example/a%20b-s3cretkey', 'a b-s3cretkey'],
    ['https://hooks.acme.example/services/S3CRETSEGMENT/x', 'S3CRETSEGMENT'],
    ['https://hooks.acme.example/jira#s3cret%2Dfragment', 's3cret-fragment'],
  ])('shows nothing of what the address %s says once it is decoded, nor a step of it', async (url, said) => {
    for (const [options, secret, answer] of [
      [{}, 'a-secret', () => Response.json({ errorMessages: [`no ${said}`] }, { status: 400 })],
      [APP, '', () => Response.json({ webhookRegistrationResult: [{ errors: [`no ${said}`] }] })],
    ] as const) {
      const { jira, server } = subject(options);
      server.intercept(answer);
      const found = await faultOf(jira.webhooks.register({ url, secret }));
      expect(found.message).toContain('no [redacted]');
      expect(found.message).not.toMatch(/s3cret/i);
    }
  });

  it.each([
    [{}, { url: 'not a url' }, 'url'],
    [APP, { url: 'not a url' }, 'url'],
    [{}, { secret: '' }, 'secret'],
    [{}, { secret: undefined }, 'secret'],
    [APP, { color: 'red' }, 'color'],
  ])('%# is refused where it is not one', async (options, change, path) => {
    const { jira, server } = subject(options);
    const hook = { ...(options === APP ? APP_HOOK : HOOK), ...change } as typeof HOOK;
    expect(await faultOf(jira.webhooks.register(hook))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
      context: { attempts: 0 },
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['an administrator’s', {}, 'DELETE /rest/webhooks/1.0/webhook/77'],
    ['an app’s', APP, 'DELETE /webhook'],
  ])('(%s) is gone only where the others can be listed', async (_, options, call) => {
    const { jira, server } = subject(options);
    server.intercept(({ method }) => (method === 'DELETE' ? Response.json({}, { status: 404 }) : undefined));
    await jira.webhooks.unregister('77');
    expect(server.calls()[0]).toBe(call);
    const hook = await jira.webhooks.register(options === APP ? APP_HOOK : HOOK);
    expect(await faultOf(jira.webhooks.unregister(hook.id))).toMatchObject({ code: 'permission' });
    server.intercept(({ url }) => (url.endsWith('myself') ? undefined : Response.json({}, { status: 404 })));
    expect(await faultOf(jira.webhooks.unregister('77'))).toMatchObject({ code: 'not_found' });
  });
});

describe('an app’s webhooks', () => {
  it('take no secret: the app has one', async () => {
    const { jira, server } = subject(APP);
    expect(await faultOf(jira.webhooks.register(HOOK))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining("the app's own client secret"),
      context: { attempts: 0 },
    });
    expect(server.requests).toHaveLength(0);
  });

  it('are renewed only where Jira says until when', async () => {
    const { jira, server } = subject(APP);
    server.intercept(({ method }) => (method === 'PUT' ? Response.json({ unrelated: true }) : undefined));
    expect(await faultOf(jira.webhooks.renew('77'))).toMatchObject({ code: 'ambiguous_write' });
  });

  it('are registered through the gateway, run out, and are renewed', async () => {
    const { jira, server, site, runtime } = subject(APP);
    const hook = await jira.webhooks.register(APP_HOOK);
    expect(hook).toEqual({ id: '20000', url: HOOK.url, expiresAt: '2026-04-09T09:00:00.000Z', active: true });
    expect(await bodiesTo(server, /webhook$/)).toEqual([
      {
        url: HOOK.url,
        webhooks: [{ jqlFilter: 'project = "ACME"', events: expect.arrayContaining(['comment_deleted']) }],
      },
    ]);
    expect(await jira.webhooks.list()).toEqual([hook]);
    runtime.advance(31 * DAY);
    expect(await jira.webhooks.list()).toMatchObject([{ id: hook.id, active: false }]);
    site.now += 31 * DAY;
    expect(await jira.webhooks.renew(hook.id)).toMatchObject({
      id: hook.id,
      active: true,
      expiresAt: '2026-05-10T09:00:00.000Z',
    });
    await jira.webhooks.unregister(hook.id);
    expect(site.appHooks).toEqual([]);
    for (const { url } of server.requests)
      expect(url).toMatch(/^https:\/\/api\.atlassian\.com\/ex\/jira\/c10d-4f7b\/rest\//);
  });

  it.each([
    ['1773133200000', '2026-03-10T09:00:00.000Z'],
    ['2026-03-10T10:00:00+01:00', '2026-03-10T09:00:00.000Z'],
  ])('run out at a time that is a text (%s)', async (expirationDate, expiresAt) => {
    const { jira, site } = subject(APP);
    site.appHooks.push({ id: 7, url: HOOK.url, expirationDate });
    expect(await jira.webhooks.list()).toMatchObject([{ id: '7', expiresAt }]);
  });

  it.each(['soon', '99999999999999999999', 9e15])(
    'that run out at no time (%s) are a fault',
    async (expirationDate) => {
      const { jira, site } = subject(APP);
      site.appHooks.push({ id: 7, url: HOOK.url, expirationDate });
      expect(await faultOf(jira.webhooks.list())).toMatchObject({
        code: 'contract',
        problems: [{ path: 'values[0].expirationDate' }],
      });
    },
  );

  it('that Jira refuses inside a 200 are faults', async () => {
    const { jira, site } = subject(APP);
    for (let at = 0; at < 5; at++) await jira.webhooks.register(APP_HOOK);
    expect(await faultOf(jira.webhooks.register(APP_HOOK))).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('The limit of 5 webhooks'),
    });
    expect(site.appHooks).toHaveLength(5);
  });

  it('that Jira does not know are not renewed in silence', async () => {
    const { jira } = subject(APP);
    expect(await faultOf(jira.webhooks.renew('77'))).toMatchObject({ code: 'not_found' });
    await jira.webhooks.unregister('77');
    expect(await faultOf(jira.webhooks.renew('x'))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'id' }],
    });
  });
});
