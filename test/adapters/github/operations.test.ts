import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { asking, CANARY, createSubject, operations } from './operations.js';
import { SPEC_NOTE } from './server.js';

/** What runs an operation against the fake, with an interceptor from the first request of the operation itself on. */
async function perform(
  { prepare, run }: (typeof operations)[number],
  intercept?: (request: Request, nth: number, handle: (request: Request) => Promise<Response>) => Promise<Response>,
  signal?: AbortSignal,
) {
  const { server, create } = createSubject();
  let nth = -1;
  const logged: unknown[] = [];
  const log = (...entry: unknown[]) => void logged.push(entry);
  const fetch = (request: Request) =>
    intercept && nth >= 0 ? intercept(request, ++nth, server.handle) : server.handle(request);
  const adapter = create({
    ...createTestRuntime({ fetch, logger: { debug: log, info: log, warn: log, error: log } }),
  });
  const prepared = await prepare?.(adapter);
  server.requests.length = 0;
  nth = 0;
  const outcome = await run(adapter, prepared, signal ? { signal } : {}).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  );
  const printed = inspect([outcome, logged], { depth: 9, showHidden: true }) + JSON.stringify([outcome, logged]);
  expect(printed).not.toMatch(/canary/);
  return { ...outcome, requests: server.requests };
}

describe.each(asking)('$name', (operation) => {
  it(`works against the fake, request by request as GitHub describes them${SPEC_NOTE}`, async () => {
    const { error, requests } = await perform(operation);
    expect(error).toBeUndefined();
    expect(requests.length).toBeGreaterThan(0);
    const writes = requests.filter(({ method }) => method !== 'GET');
    expect(writes.length > 0).toBe(operation.kind === 'write');
    for (const request of requests) expect(request.headers.get('authorization')).toBe(`Bearer ${CANARY}`);
  });

  it.each<[string, () => Response, string[]]>([
    ['401', () => Response.json({ message: 'Bad credentials' }, { status: 401 }), ['authentication']],
    ['403', () => Response.json({ message: 'Resource not accessible' }, { status: 403 }), ['permission']],
    [
      '429',
      () => Response.json({ message: 'secondary rate limit' }, { status: 429, headers: { 'retry-after': '900' } }),
      ['rate_limited'],
    ],
    [
      'HTML',
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      ['contract', 'ambiguous_write'],
    ],
    ['half a document', () => new Response('{"id": 1, "numb'), ['contract', 'ambiguous_write']],
  ])('answered %s is an error of ours, never a result', async (_, answer, codes) => {
    const { error } = await perform(operation, async () => answer());
    expect(isTrackerError(error) && error.code).toBeOneOf(codes);
    const [name] = operation.name.split(' ');
    expect(error).toMatchObject({ context: { provider: 'github', operation: name } });
  });

  it("ends with the caller's own reason", async () => {
    const reason = new Error('enough');
    const { error, requests } = await perform(operation, undefined, AbortSignal.abort(reason));
    expect(error).toBe(reason);
    expect(requests).toHaveLength(0);
  });
});

describe.each(asking.filter(({ kind }) => kind === 'write'))('$name', (operation) => {
  it('whose first write was applied and its answer lost is not sent again', async () => {
    const { error, value, requests } = await perform(operation, async (request, _, handle) => {
      const answer = await handle(request);
      if (request.method === 'GET') return answer;
      throw new TypeError('fetch failed');
    });
    const writes = requests.filter(({ method }) => method !== 'GET');
    expect(writes).toHaveLength(1);
    // What deletes looks at what is there; every other write is for the caller to look up.
    expect(error ?? value).toMatchObject({ code: 'ambiguous_write' });
  });
});

describe.each(operations.filter((operation) => !asking.includes(operation)))('$name', (operation) => {
  it('asks nobody', async () => {
    const { error, requests } = await perform(operation, () => Promise.reject(new TypeError('fetch failed')));
    expect([error, requests]).toEqual([undefined, []]);
  });
});
