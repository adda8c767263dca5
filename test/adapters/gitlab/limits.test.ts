import { describe, expect, it } from 'vitest';
import { issue, note } from './fixtures.js';
import { all, answered, faultOf, scene } from './scene.js';

const START = 1_773_133_200; // the test runtime's clock, in seconds
const throttle = (remaining: number, reset = START + 30) => ({
  'ratelimit-limit': '2000',
  'ratelimit-name': 'throttle_authenticated_api',
  'ratelimit-observed': String(2000 - remaining),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(reset),
});

describe('limits', () => {
  it('are unknown before the first answer, and told from then on', async () => {
    const { gitlab } = answered(() => Response.json(issue(1), { headers: throttle(1999) }));
    expect(gitlab.limits()).toEqual({ limits: [] });
    await gitlab.issues.get('1');
    expect(gitlab.limits()).toEqual({
      limits: [
        { scope: 'throttle_authenticated_api', limit: 2000, remaining: 1999, resetAt: '2026-03-10T09:00:30.000Z' },
      ],
    });
  });

  it('are waited for before they are met', async () => {
    const { gitlab, runtime } = answered((_, nth) =>
      Response.json(issue(1), { headers: throttle(nth === 1 ? 0 : 1999) }),
    );
    await gitlab.issues.get('1');
    await gitlab.issues.get('1');
    expect(runtime.waits).toEqual([30_000]);
  });

  it('of the application are kept without being told: so many issues and comments in a minute', async () => {
    const { gitlab, runtime } = answered(
      (request) => Response.json(request.url.endsWith('/notes') ? note(5, 'x') : issue(1), { status: 201 }),
      { issuesPerMinute: 3, notesPerMinute: 2, retry: { maxWaitMs: 100_000, deadlineMs: 200_000 } },
    );
    for (let n = 0; n < 3; n++) await gitlab.issues.create({ title: 'Widget 1 wobbles' });
    for (let n = 0; n < 2; n++) await gitlab.comments.add('1', 'x');
    await gitlab.issues.update('1', { title: 'Widget 1 wobbles' });
    expect(runtime.waits).toEqual([]);
    runtime.advance(10_000);
    await gitlab.comments.add('1', 'x');
    expect(runtime.waits).toEqual([50_000]);
    await gitlab.issues.create({ title: 'Widget 1 wobbles' });
    expect(runtime.waits).toEqual([50_000]);
  });

  it('are 200 issues and 60 comments, where nobody says otherwise', async () => {
    const { gitlab, server, runtime } = scene();
    for (let n = 0; n < 200; n++) await gitlab.issues.create({ title: `Issue ${n}` });
    expect(await faultOf(gitlab.issues.create({ title: 'One more' }))).toMatchObject({
      code: 'rate_limited',
      scope: 'issue creation',
      retryAfterMs: 60_000,
      context: { attempts: 0 },
    });
    for (let n = 0; n < 60; n++) await gitlab.comments.add('1', 'x');
    expect(await faultOf(gitlab.comments.add('1', 'x'))).toMatchObject({ scope: 'note creation' });
    expect(server.requests).toHaveLength(261 - 1);
    // Reading the same paths is not limited.
    expect(await all(gitlab.comments.list('1'))).toHaveLength(60);
    expect(await all(gitlab.issues.list())).toHaveLength(200);
    expect(runtime.waits).toEqual([]);
  });

  it('that are met hold for what they limit, and not for the rest', async () => {
    const { gitlab, requests } = answered((request) =>
      request.method === 'POST' ? new Response('Retry later\n', { status: 429 }) : Response.json(issue(1)),
    );
    const first = await faultOf(gitlab.comments.add('1', 'x'));
    expect(first).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000, scope: 'note creation' });
    expect(await faultOf(gitlab.comments.add('1', 'x'))).toMatchObject({ context: { attempts: 0 } });
    expect(requests).toHaveLength(1);
    expect((await gitlab.issues.get('1')).ref.id).toBe('1');
  });

  it.each([
    ['an upload', '/uploads', false],
    ['the comment that shows it', '/notes', true],
  ])('that are met by %s hold for the next one', async (_, end, isOfComments) => {
    const { gitlab, requests } = answered(({ url }) => {
      if (url.endsWith(end)) return new Response('Retry later\n', { status: 429 });
      return Response.json(
        url.endsWith('/uploads') ? { url: '/uploads/0/a.txt', markdown: '[a](/uploads/0/a.txt)' } : note(5, 'x'),
        { status: 201 },
      );
    });
    const file = { content: new Uint8Array([1]), name: 'a.txt', type: 'text/plain' };
    for (const attempts of [1, 0]) {
      expect(await faultOf(gitlab.attachments.add('1', file))).toMatchObject({
        code: 'rate_limited',
        retryAfterMs: 60_000,
        scope: 'attachment creation',
        context: { attempts },
      });
    }
    expect(requests.filter(({ url }) => url.endsWith(end))).toHaveLength(1);
    // Comments wait for the limit on comments only.
    const comment = gitlab.comments.add('1', 'x');
    if (isOfComments) expect(await faultOf(comment)).toMatchObject({ context: { attempts: 0 } });
    else expect((await comment).id).toBe('5');
  });

  it('whose headers are odd are left alone', async () => {
    const { gitlab } = answered(() => Response.json(issue(1), { headers: { 'ratelimit-remaining': 'many' } }));
    await gitlab.issues.get('1');
    expect(gitlab.limits()).toEqual({ limits: [] });
  });
});
