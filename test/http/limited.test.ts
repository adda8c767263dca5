import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createHttpClient } from '../../src/http/http-client.js';
import type { HttpRequest, RetryOptions } from '../../src/http/http-request.js';
import { createLimiter, type LimiterOptions } from '../../src/http/limiter.js';
import type { Runtime } from '../../src/runtime/runtime.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';
import { failureOf } from './failure-of.js';

const START_MS = 1_773_133_200_000;
const list: HttpRequest = { operation: 'issues.list', path: '/issues' };
const create: HttpRequest = { operation: 'issues.create', path: '/issues', method: 'POST', body: {} };

/** Time that passes for all who wait at once, as real time does. */
function createClock() {
  let now = START_MS;
  let timers: { readonly at: number; readonly fire: () => void }[] = [];
  const after = (ms: number, fire: () => void) => {
    const timer = { at: now + ms, fire };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  const sleep: Runtime['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = after(ms, resolve);
      signal?.addEventListener('abort', () => {
        stop();
        reject(signal.reason);
      });
    });
  return {
    runtime: { now: () => now, after, sleep, random: () => 0 } satisfies Partial<Runtime>,
    /** Lets all happen that happens up to a time. */
    async run(ms: number) {
      const end = now + ms;
      for (;;) {
        await setImmediate();
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (!next || next.at > end) break;
        now = next.at;
        timers = timers.filter((other) => other !== next);
        next.fire();
      }
      now = end;
    },
  };
}

interface Sent {
  readonly atMs: number;
  readonly method: string;
}

function clientOn(limits: LimiterOptions, answers: readonly Response[] = [], retry: RetryOptions = {}) {
  const clock = createClock();
  const sent: Sent[] = [];
  const runtime = createTestRuntime({
    ...clock.runtime,
    fetch: async ({ method }) => {
      sent.push({ atMs: runtime.now() - START_MS, method });
      return answers[sent.length - 1] ?? Response.json({});
    },
  });
  const limiter = createLimiter(limits, runtime);
  const http = createHttpClient({ baseUrl: 'https://host.example', provider: 'acme', limiter, retry }, runtime);
  return { clock, http, limiter, sent };
}

const BURST: LimiterOptions = { rules: [{ scope: 'burst', permits: 2, windowMs: 1000 }] };
const limited = (seconds: number) => Response.json({}, { status: 429, headers: { 'retry-after': String(seconds) } });

test('calls at once leave within the limit, each as soon as it may', async () => {
  const { clock, http, sent } = clientOn(BURST);
  const calls = Promise.all(Array.from({ length: 7 }, () => http.send(list)));
  await clock.run(10_000);
  await calls;
  expect(sent.map(({ atMs }) => atMs)).toEqual([0, 0, 1000, 1000, 2000, 2000, 3000]);
});

test('a wait that is longer than any wait ends the call, nothing sent and nothing taken', async () => {
  const rules = [{ scope: 'content', permits: 1, windowMs: 30_001 }];
  const { clock, http, limiter, sent } = clientOn({ rules });
  await http.send(create);
  const error = await failureOf(http.send(create), 'rate_limited');
  expect(error).toMatchObject({
    message: "acme issues.create: the limit 'content' is used up; not sent",
    retryAfterMs: 30_001,
    scope: 'content',
    context: { attempts: 0, operation: 'issues.create', provider: 'acme' },
  });
  expect(sent).toHaveLength(1);
  await clock.run(1);
  expect(limiter.book(create).waitMs).toBe(30_000);
});

test('so does one that grew too long while it lasted', async () => {
  const { clock, http, limiter, sent } = clientOn({});
  limiter.pause(20_000, 'burst');
  const outcome = failureOf(http.send(list), 'rate_limited');
  await clock.run(10_000);
  limiter.pause(41_000, 'burst');
  await clock.run(100_000);
  expect(await outcome).toMatchObject({ retryAfterMs: 31_000, scope: 'burst' });
  expect(sent).toEqual([]);
});

test('so does one that is longer than what is left of the call', async () => {
  const { http, sent } = clientOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 500 }] }, [], { deadlineMs: 500 });
  await http.send(list);
  expect((await failureOf(http.send(list), 'rate_limited')).retryAfterMs).toBe(500);
  expect(sent).toHaveLength(1);
});

test('an abort while it waits passes the reason and frees the place', async () => {
  const { clock, http, limiter, sent } = clientOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }] });
  const controller = new AbortController();
  await http.send(list);
  const waiting = http.send({ ...list, signal: controller.signal });
  await clock.run(400);
  const reason = { tired: true };
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(sent).toHaveLength(1);
  expect(limiter.book(list).waitMs).toBe(600);
});

test('what is aborted before it begins takes no place', async () => {
  const { http, limiter } = clientOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }] });
  const signal = AbortSignal.abort('no');
  await expect(http.send({ ...list, signal })).rejects.toBe('no');
  expect(limiter.book(list).waitMs).toBe(0);
});

test('one refusal holds back those who wait already: they do not run into it one by one', async () => {
  const { clock, http, sent } = clientOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }] }, [limited(10)]);
  const calls = Promise.all(Array.from({ length: 4 }, () => http.send(create)));
  await clock.run(20_000);
  await calls;
  expect(sent.map(({ atMs }) => atMs)).toEqual([0, 10_000, 11_000, 12_000, 13_000]);
});

test('the first request after a wait is one the tracker takes: the budget that an answer named is kept', async () => {
  const read: LimiterOptions['read'] = (headers, now) => {
    const remaining = headers.get('x-remaining');
    if (remaining === null) return [];
    return [{ scope: 'core', limit: 9, remaining: Number(remaining), resetAt: new Date(now + 5000).toISOString() }];
  };
  const answers = [Response.json({}, { headers: { 'x-remaining': '1' } })];
  const { clock, http, sent } = clientOn({ read }, answers);
  await http.send(list);
  const calls = Promise.all([http.send(list), http.send(list), http.send(list)]);
  await clock.run(9000);
  await calls;
  expect(sent.map(({ atMs }) => atMs)).toEqual([0, 0, 5000, 5000]);
});

test('a refusal after which nothing was sent is no ambiguous write', async () => {
  const { clock, http, sent } = clientOn({}, [limited(20), limited(20)], { maxWaitMs: 25_000, deadlineMs: 30_000 });
  const call = http.send(create);
  const outcome = failureOf(call, 'rate_limited');
  await clock.run(100_000);
  expect((await outcome).retryAfterMs).toBe(20_000);
  expect(sent).toHaveLength(2);
});

test('a header that cannot be read costs no answer', async () => {
  const read = () => {
    throw new RangeError('Invalid time value');
  };
  const { http } = clientOn({ read }, [Response.json({ id: 7 })]);
  expect((await http.send(create)).body).toEqual({ id: 7 });
});
