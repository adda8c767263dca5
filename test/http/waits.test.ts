import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimitedError } from '../../src/errors/rate-limited-error.js';
import { TransportError } from '../../src/errors/transport-error.js';
import { createHttpClient } from '../../src/http/http-client.js';
import type { AttemptReport, FaultTable, RetryOptions } from '../../src/http/http-request.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { runs } from '../support/runs.js';
import { failureOf } from './failure-of.js';
import { json, say, scriptedServer } from './scripted-server.js';

const list = { operation: 'issues.list', path: '/issues' };

/** A client whose network is a list of answers; the last one repeats. */
function clientOn(answers: readonly (() => Response)[], retry: RetryOptions = {}, random = () => 0.5) {
  let sent = 0;
  const fetch = async () => answers[Math.min(sent++, answers.length - 1)]?.() ?? Response.error();
  const runtime = createTestRuntime({ fetch, random });
  const http = createHttpClient({ baseUrl: 'https://host.example', provider: 'github', retry }, runtime);
  return { http, runtime, sent: () => sent };
}
const answer =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json({}, { status, headers });

test('a 503 is repeated after half of 200, 400 and 800 ms, and reported', async () => {
  const { url, seen } = await scriptedServer(say(503), say(503), say(503), json(200, { ok: true }));
  const runtime = createTestRuntime({ random: () => 0.5 });
  const reports: AttemptReport[] = [];
  const http = createHttpClient({ baseUrl: url }, runtime);
  const reply = await http.send({ ...list, onAttempt: (report) => void reports.push(report) });
  expect(reply).toMatchObject({ status: 200, body: { ok: true }, attempts: 4 });
  expect(runtime.waits).toEqual([100, 200, 400]);
  expect(seen).toHaveLength(4);
  expect(reports.map(({ attempt, waitedMs, error }) => [attempt, waitedMs, error?.code])).toEqual([
    [1, 0, undefined],
    [2, 100, 'transport'],
    [3, 200, 'transport'],
    [4, 400, 'transport'],
  ]);
});

test('gives up after the attempts allowed, with the last fault', async () => {
  const { http, runtime, sent } = clientOn([answer(503)], { attempts: 3 });
  const error = await failureOf(http.send(list), 'transport');
  expect(error).toMatchObject({
    message: 'github issues.list: the server failed (503)',
    retryable: true,
    context: { operation: 'issues.list', provider: 'github', attempts: 3, httpStatus: 503 },
  });
  expect(sent()).toBe(3);
  expect(runtime.waits).toHaveLength(2);
});

test('one attempt means one', async () => {
  const { http, runtime, sent } = clientOn([answer(503)], { attempts: 1 });
  await failureOf(http.send(list), 'transport');
  expect([sent(), runtime.waits.length]).toEqual([1, 0]);
});

test('waits lie between 0 and the cap, which doubles up to the maximum', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 5 }),
      async (baseMs, maxWaitMs, draws) => {
        let drawn = 0;
        const random = () => draws[drawn++] ?? 0;
        const { http, runtime } = clientOn([answer(503)], { attempts: 6, baseMs, maxWaitMs, deadlineMs: 1e9 }, random);
        await failureOf(http.send(list), 'transport');
        expect(runtime.waits).toEqual(draws.map((draw, n) => draw * Math.min(maxWaitMs, baseMs * 2 ** n)));
      },
    ),
    { numRuns: runs(30) },
  );
});

test('Retry-After in seconds is waited for, with jitter on top', async () => {
  const { url } = await scriptedServer(json(429, {}, { 'retry-after': 7 }), json(200, []));
  const runtime = createTestRuntime({ random: () => 0.5 });
  await createHttpClient({ baseUrl: url }, runtime).send(list);
  expect(runtime.waits).toEqual([7100]);
});

test('Retry-After as a date is waited for', async () => {
  const runtime = createTestRuntime({ random: () => 0.25 });
  const at = new Date(runtime.now() + 12_000).toUTCString();
  const { url } = await scriptedServer(json(503, {}, { 'retry-after': at }), json(200, []));
  await createHttpClient({ baseUrl: url }, runtime).send(list);
  expect(runtime.waits).toEqual([12_050]);
});

test('a date in the past is no wait of its own', async () => {
  const { http, runtime } = clientOn([answer(429, { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }), answer(200)]);
  await http.send(list);
  expect(runtime.waits).toEqual([100]);
});

test('the jitter on top of a hint stays below the maximum', async () => {
  const { http, runtime } = clientOn([answer(429, { 'retry-after': '10' }), answer(200)], { maxWaitMs: 10_010 });
  await http.send(list);
  expect(runtime.waits).toEqual([10_005]);
});

test.each([
  ['longer than any wait', '31', {}, 31_000],
  ['longer than what is left', '20', { deadlineMs: 20_000 }, 20_000],
  ['absurd', '99999999999999999999', {}, 9e15],
])('a hint that is %s fails at once and carries the real value', async (_, hint, retry, ms) => {
  for (const [status, code] of [
    [429, 'rate_limited'],
    [503, 'transport'],
  ] as const) {
    const { http, runtime, sent } = clientOn([answer(status, { 'retry-after': hint })], retry);
    expect((await failureOf(http.send(list), code)).retryAfterMs).toBe(ms);
    expect([sent(), runtime.waits.length]).toEqual([1, 0]);
  }
});

test('the deadline counts waits: no repeat begins after it', async () => {
  const { http, runtime, sent } = clientOn([answer(429, { 'retry-after': '9' })], { deadlineMs: 20_000, attempts: 10 });
  const began = runtime.now();
  await failureOf(http.send(list), 'rate_limited');
  expect(sent()).toBe(3);
  expect(runtime.now() - began).toBeLessThan(20_000);
});

test('the header counts where a provider table passes it on or not, and for its own answer only', async () => {
  const steps = [answer(503, { 'retry-after': '5' }), () => Promise.reject(new TypeError('fetch failed'))];
  let sent = 0;
  const runtime = createTestRuntime({ fetch: async () => (steps[sent++] ?? answer(200))(), random: () => 0.5 });
  const faults: FaultTable = (_, details) => new TransportError('down', { ...details, retryable: true });
  await createHttpClient({ baseUrl: 'https://host.example', faults }, runtime).send(list);
  expect(runtime.waits).toEqual([5100, 200]);
});

test('what an attempt met does not stick to the next one', async () => {
  const steps = [answer(503, { 'x-request-id': 'first' }), () => Promise.reject(new TypeError('fetch failed'))];
  let sent = 0;
  const runtime = createTestRuntime({ fetch: async () => (steps[sent++] ?? answer(200))() });
  const http = createHttpClient({ baseUrl: 'https://host.example', retry: { attempts: 2 } }, runtime);
  const { context } = await failureOf(http.send(list), 'transport');
  expect(context).toEqual({ operation: 'issues.list', attempts: 2 });
});

test('a sleep that takes longer than it should: nothing is sent after the deadline', async () => {
  let sent = 0;
  const fetch = async () => {
    sent++;
    return answer(503)();
  };
  const runtime = createTestRuntime({ fetch, sleep: async () => runtime.advance(60_000) });
  const http = createHttpClient({ baseUrl: 'https://host.example' }, runtime);
  expect((await failureOf(http.send(list), 'transport')).context.httpStatus).toBe(503);
  expect(sent).toBe(1);
});

test('a provider table may say how long to wait, and a broken sleep ends the call with the fault at hand', async () => {
  const sleep = () => Promise.reject(new Error('no timers here'));
  const waits: number[] = [];
  let sent = 0;
  const fetch = async () => {
    sent++;
    return answer(403)();
  };
  for (const ports of [{}, { sleep }]) {
    const runtime = createTestRuntime({ fetch, random: () => 0, ...ports });
    const http = createHttpClient(
      {
        baseUrl: 'https://host.example',
        retry: { attempts: 2 },
        faults: ({ status }, details) =>
          status === 403 ? new RateLimitedError('secondary limit', { ...details, retryAfterMs: 4000 }) : undefined,
      },
      runtime,
    );
    expect((await failureOf(http.send(list), 'rate_limited')).message).toBe('secondary limit');
    waits.push(...runtime.waits);
  }
  expect(waits).toEqual([4000]);
  expect(sent).toBe(3);
});

test('an outage is not amplified: the client stops repeating when its budget is spent', async () => {
  const { http, sent } = clientOn([answer(503)]);
  const requests: number[] = [];
  for (let call = 0; call < 20; call++) {
    const before = sent();
    await failureOf(http.send(list), 'transport');
    requests.push(sent() - before);
  }
  // 500 buys 35 repeats of 14: eleven calls with three each, one with two, then none.
  expect(requests).toEqual([...Array<number>(11).fill(4), 3, ...Array<number>(8).fill(1)]);
});

test('a repeat after a 429 costs less, and successes refill the budget', async () => {
  let status = 429;
  let sent = 0;
  const fetch = async () => {
    sent++;
    return Response.json({}, { status });
  };
  const http = createHttpClient({ baseUrl: 'https://host.example' }, createTestRuntime({ fetch }));
  for (let call = 0; call < 40; call++) await failureOf(http.send(list), 'rate_limited');
  expect(sent).toBe(140); // 100 repeats of 5, and then none
  status = 200;
  for (let call = 0; call < 10; call++) await http.send(list);
  status = 429;
  sent = 0;
  await failureOf(http.send(list), 'rate_limited');
  expect(sent).toBe(3); // ten successes bought two repeats
});

test('a success after a repeat gives back what the repeat took', async () => {
  let sent = 0;
  const fetch = async () => Response.json({}, { status: sent++ % 2 === 0 ? 503 : 200 });
  const http = createHttpClient({ baseUrl: 'https://host.example' }, createTestRuntime({ fetch }));
  for (let call = 0; call < 100; call++) expect((await http.send(list)).attempts).toBe(2);
});
