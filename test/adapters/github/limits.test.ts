import { describe, expect, it } from 'vitest';
import { issue } from './fixtures.js';
import { faultOf, scene } from './subject.js';

const START = Date.UTC(2026, 2, 10, 9);

/** Answers every request with an issue and these headers, from here on. */
function answering({ server }: ReturnType<typeof scene>, headers: () => Record<string, string>) {
  Object.assign(server, { handle: async () => Response.json(issue(1), { headers: headers() }) });
}

describe('limits', () => {
  it('are reported per resource, as the newest answers told them, and nothing before', async () => {
    const { github } = scene();
    expect(github.limits()).toEqual({ limits: [] });
    await github.issues.get('1');
    await github.issues.search({ text: 'x' }).next();
    const resetAt = '2026-03-10T10:00:00.000Z';
    expect(github.limits()).toEqual({
      limits: [
        { scope: 'core', limit: 5000, remaining: 4999, resetAt },
        { scope: 'search', limit: 5000, remaining: 4998, resetAt },
      ],
    });
  });

  it('that an answer does not tell, or garbles, are unknown', async () => {
    const arranged = scene();
    answering(arranged, () => ({ 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': '-1' }));
    await arranged.github.issues.get('1');
    expect(arranged.github.limits()).toEqual({ limits: [] });
    answering(arranged, () => ({ 'x-ratelimit-remaining': '7' }));
    await arranged.github.issues.get('1');
    expect(arranged.github.limits()).toEqual({
      limits: [{ scope: 'core', limit: null, remaining: 7, resetAt: null }],
    });
  });

  it('are waited for before they are met, and others go on', async () => {
    const arranged = scene();
    const { github, runtime } = arranged;
    answering(arranged, () => ({
      'x-ratelimit-limit': '30',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(START / 1000 + 20),
      'x-ratelimit-resource': 'search',
    }));
    await github.issues.get('1');
    await github.issues.get('1');
    expect(runtime.waits).toEqual([]);
    const pages = github.issues.search({ text: 'x' }).next();
    await pages.catch(() => {});
    expect(runtime.waits[0]).toBe(20_000);
  });

  it('that last longer than the caller waits end the call unsent', async () => {
    const arranged = scene();
    answering(arranged, () => ({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(START / 1000 + 3000),
    }));
    await arranged.github.issues.get('1');
    expect(await faultOf(arranged.github.issues.get('1'))).toMatchObject({
      code: 'rate_limited',
      scope: 'core',
      retryAfterMs: 3_000_000,
      context: { attempts: 0 },
    });
  });

  it('that GitHub met us with hold for every other call too', async () => {
    const { github, server } = scene();
    const { handle } = server;
    Object.assign(server, {
      handle: async () => Response.json({ message: 'You have exceeded a secondary rate limit.' }, { status: 403 }),
    });
    const limited = { code: 'rate_limited', scope: 'secondary', retryAfterMs: 60_000 };
    expect(await faultOf(github.issues.get('1'))).toMatchObject(limited);
    Object.assign(server, { handle });
    expect(await faultOf(github.issues.search({ text: 'x' }).next())).toMatchObject({
      ...limited,
      context: { attempts: 0 },
    });
    expect(server.requests).toHaveLength(0);
  });

  it('keep writes a second apart, and reads as they are', async () => {
    const { github, runtime } = scene();
    await Promise.all([1, 2, 3].map((at) => github.comments.add('1', `Comment ${at}`)));
    expect([runtime.waits.length, runtime.now() - START]).toEqual([2, 2000]);
    await Promise.all([1, 2, 3].map(() => github.issues.get('1')));
    expect(runtime.waits).toHaveLength(2);
  });

  it('keep what is created below 500 an hour, and say how long to wait for more', async () => {
    const { github, runtime, server } = scene();
    for (let at = 0; at < 500; at++) await github.comments.add('1', `Comment ${at}`);
    expect(runtime.now() - START).toBe(499_000);
    const error = await faultOf(github.comments.add('1', 'One more'));
    expect(error).toMatchObject({ code: 'rate_limited', scope: 'content per hour', retryAfterMs: 3_600_000 - 499_000 });
    expect(server.state.comments.size).toBe(500);
    // Changing is not creating.
    const [id] = server.state.comments.keys();
    expect((await github.comments.update('1', String(id), 'Changed')).body).toBe('Changed');
  });
});
