import { describe, expect, it } from 'vitest';
import { fault } from './server.js';
import { putIssue } from './site.js';
import { faultOf, subject } from './subject.js';

describe('writes to one issue', () => {
  it('wait before twenty in two seconds become too many, and writes to others do not', async () => {
    const { jira, site, runtime } = subject();
    const [a, b] = [putIssue(site).id, putIssue(site).id];
    for (let at = 0; at < 20; at++) await jira.comments.add(a, 'one');
    expect(runtime.waits).toEqual([]);
    await jira.comments.add(b, 'one');
    expect(runtime.waits).toEqual([]);
    await jira.comments.add(a, 'one too many');
    expect(runtime.waits).toEqual([2000]);
  });

  it('wait before a hundred in thirty seconds become too many', async () => {
    const { jira, site, runtime } = subject();
    const { id } = putIssue(site);
    const start = runtime.now();
    for (let at = 0; at < 101; at++) await jira.comments.add(id, 'one');
    expect(runtime.now() - start).toBe(30_000);
  });

  it('do not hold reads up', async () => {
    const { jira, site, runtime } = subject();
    const { id } = putIssue(site);
    for (let at = 0; at < 20; at++) await jira.comments.add(id, 'one');
    await jira.issues.get(id);
    expect(runtime.waits).toEqual([]);
  });

  it('end with a fault where the caller will not wait so long', async () => {
    const { jira, site } = subject({ retry: { maxWaitMs: 1000 } });
    const { id } = putIssue(site);
    for (let at = 0; at < 20; at++) await jira.comments.add(id, 'one');
    expect(await faultOf(jira.comments.add(id, 'one too many'))).toMatchObject({
      code: 'rate_limited',
      scope: 'jira-per-issue-on-write',
      retryAfterMs: 2000,
      context: { attempts: 0 },
    });
  });
});

describe('a burst', () => {
  it('of a hundred reads a second from one endpoint is spread', async () => {
    const { jira, site, runtime } = subject();
    const { id } = putIssue(site);
    await Promise.all(Array.from({ length: 101 }, () => jira.issues.get(id)));
    expect(runtime.waits).toEqual([1000]);
  });

  it('that Jira stops holds its endpoint up until it is over, and nothing else', async () => {
    const { jira, site, server, runtime } = subject({ retry: { attempts: 1 } });
    const { id } = putIssue(site);
    const headers = {
      'retry-after': '3',
      'ratelimit-reason': 'jira-burst-based',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '2026-03-10T09:00:20Z',
    };
    server.intercept(() => (server.requests.length === 1 ? new Response(null, { status: 429, headers }) : undefined));
    await faultOf(jira.issues.list());
    await jira.issues.get(id);
    await jira.comments.add(id, 'one');
    expect(runtime.waits).toEqual([]);
    await jira.issues.list().next();
    expect(runtime.waits).toEqual([3000]);
  });

  it('of one endpoint is one, whichever issue', async () => {
    const { jira, site, server, runtime } = subject({ retry: { attempts: 1 } });
    const [a, b] = [putIssue(site).id, putIssue(site).id];
    const headers = { 'retry-after': '3', 'ratelimit-reason': 'jira-burst-based' };
    server.intercept(() => (server.requests.length === 1 ? new Response(null, { status: 429, headers }) : undefined));
    await faultOf(jira.issues.get(a));
    await jira.issues.get(b);
    expect(runtime.waits).toEqual([3000]);
  });

  it('over a quota holds everything up', async () => {
    const { jira, site, server, runtime } = subject({ retry: { attempts: 1 } });
    const { id } = putIssue(site);
    const headers = { 'retry-after': '3', 'ratelimit-reason': 'jira-quota-tenant-based' };
    server.intercept(() => (server.requests.length === 1 ? new Response(null, { status: 429, headers }) : undefined));
    await faultOf(jira.issues.list());
    await jira.issues.get(id);
    expect(runtime.waits).toEqual([3000]);
  });

  it('of writes to an issue that Jira stops holds up neither reads nor writes to others', async () => {
    const { jira, site, server, runtime } = subject({ retry: { attempts: 1 } });
    const [id, other] = [putIssue(site).id, putIssue(site).id];
    const headers = { 'retry-after': '3', 'ratelimit-reason': 'jira-per-issue-on-write' };
    server.intercept(() => (server.requests.length === 1 ? new Response(null, { status: 429, headers }) : undefined));
    await faultOf(jira.comments.add(id, 'one'));
    await jira.issues.get(id);
    await jira.comments.add(other, 'one');
    expect(runtime.waits).toEqual([]);
    await jira.comments.add(id, 'one');
    expect(runtime.waits).toEqual([3000]);
  });
});

describe('what is known of the limits', () => {
  it('is nothing before the first answer', () => {
    expect(subject().jira.limits()).toEqual({ limits: [] });
  });

  it.each(['', 'beta-'])('is read from the lists of policies, in any order (%s)', async (prefix) => {
    const { jira, server } = subject();
    server.intercept(() =>
      Response.json(
        { issues: [] },
        {
          headers: {
            [`${prefix}ratelimit-policy`]: '"global-app-quota";q=65000;w=3600, "tenant";w=3600;q=100000',
            [`${prefix}ratelimit`]: '"tenant";t=60;r=7, "global-app-quota";r=11000;t=600, odd',
            'x-ratelimit-limit': '100',
            'x-ratelimit-remaining': '99',
            'x-ratelimit-nearlimit': 'true',
          },
        },
      ),
    );
    await jira.issues.ids().next();
    expect(jira.limits()).toEqual({
      limits: [
        { scope: 'tenant', limit: 100_000, remaining: 7, resetAt: '2026-03-10T09:01:00.000Z' },
        { scope: 'global-app-quota', limit: 65_000, remaining: 11_000, resetAt: '2026-03-10T09:10:00.000Z' },
        { scope: 'jira', limit: 100, remaining: 99, resetAt: null },
      ],
    });
  });

  it('keeps a call back when nothing is left, and fails it where the wait is long', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(() => {
      return server.requests.length === 1
        ? Response.json({ issues: [] }, { headers: { ratelimit: '"tenant";r=0;t=1800' } })
        : undefined;
    });
    await jira.issues.ids().next();
    expect(await faultOf(jira.issues.get(id))).toMatchObject({
      code: 'rate_limited',
      scope: 'tenant',
      retryAfterMs: 1_800_000,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('survives headers that nobody understands', async () => {
    const { jira, server } = subject();
    const headers = { ratelimit: ';;;"', 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': 'soon' };
    server.intercept(() => Response.json({ issues: [] }, { headers }));
    await jira.issues.ids().next();
    expect(jira.limits()).toEqual({ limits: [] });
    server.intercept(() => fault(500));
  });
});
