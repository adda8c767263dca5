import { describe, expect, it } from 'vitest';
import { answered, faultOf, scene } from './scene.js';

const RESET = 1_773_133_500;
const BUDGET = {
  'x-ratelimit-resource': 'WITAPI',
  'x-ratelimit-limit': '200',
  'x-ratelimit-remaining': '0.6',
  'x-ratelimit-reset': String(RESET),
  'x-ratelimit-delay': '1.5',
};

/** A site that adds headers to its answers. */
function slowed(headers: Record<string, string>) {
  const { server, site } = scene();
  site.seed();
  return answered(async (request, nth) => {
    const response = await server.handle(request);
    return nth === 1
      ? new Response(response.body, { headers: { ...Object.fromEntries(response.headers), ...headers } })
      : response;
  });
}

describe('the limits', () => {
  it('are kept when an answer that is fine asks to slow down', async () => {
    const { azure, runtime, requests } = slowed({ 'retry-after': '7', ...BUDGET });
    await azure.issues.get('1');
    // The second request of that call waits.
    expect([runtime.waits, requests.length]).toEqual([[7000], 2]);
    await azure.issues.get('1');
    expect(runtime.waits).toEqual([7000]);
  });

  it('end a call that would have to wait for longer than it may', async () => {
    const { azure, requests, runtime } = slowed({ 'retry-after': '60' });
    expect(await faultOf(azure.issues.get('1'))).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 });
    expect(requests.length).toBe(1);
    runtime.advance(60_000);
    expect((await azure.issues.get('1')).ref.id).toBe('1');
  });

  it('are shown, and what is left of a budget in other units holds nobody up', async () => {
    const { azure, runtime } = slowed(BUDGET);
    await azure.issues.get('1');
    expect(runtime.waits).toEqual([]);
    expect(azure.limits().limits).toEqual([
      { scope: 'WITAPI', limit: 200, remaining: 0, resetAt: new Date(RESET * 1000).toISOString() },
    ]);
  });

  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ ...BUDGET, 'retry-after': '3' }, 3000],
  ])('of a refusal with %j are waited for by all calls', async (headers, waitMs) => {
    const { server, site } = scene();
    site.seed();
    const { azure, runtime } = answered((request, nth) =>
      nth === 1
        ? Response.json(
            {
              message:
                'TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource WITAPI',
            },
            { status: 429, headers: headers as Record<string, string> },
          )
        : server.handle(request),
    );
    await azure.issues.get('1');
    expect(runtime.waits[0]).toBeGreaterThanOrEqual(waitMs);
  });

  it('of a refusal without a time are a minute, or what is left until the budget is full', async () => {
    const refused = (headers: Record<string, string>) =>
      answered(() => Response.json({}, { status: 429, headers })).azure;
    expect(await faultOf(refused({}).issues.get('1'))).toMatchObject({ retryAfterMs: 60_000, scope: 'TSTU' });
    expect(await faultOf(refused(BUDGET).issues.get('1'))).toMatchObject({ retryAfterMs: 300_000, scope: 'WITAPI' });
  });
});
