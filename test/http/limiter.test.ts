import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitState } from '../../src/contracts/adapter/limit-report.js';
import { createLimiter, type Limiter, type LimiterOptions, type LimitRule } from '../../src/http/limiter.js';
import { runs } from '../support/runs.js';

const START_MS = 1_773_133_200_000;
const read = { operation: 'issues.list', path: '/issues' } as const;
const write = { operation: 'issues.create', path: '/issues', method: 'POST' } as const;

/** A limiter on a clock of the test's own. */
function limiterOn(options: LimiterOptions) {
  let now = START_MS;
  const limiter = createLimiter(options, { now: () => now });
  const pass = (ms: number) => {
    now += ms;
  };
  return { limiter, now: () => now, pass };
}

const waits = (limiter: Limiter, count: number, request: Parameters<Limiter['book']>[0] = read) =>
  Array.from({ length: count }, () => limiter.book(request).waitMs);

const isWrite: NonNullable<LimitRule['bucket']> = ({ method }) => (method === undefined ? undefined : 'writes');

/** What a header `x-budget: core 100 3 5000` says: scope, limit, remaining, milliseconds to its end. */
function readBudget(headers: Headers, now: number): LimitState[] {
  return (headers.get('x-budget') ?? '').split(',').flatMap((text) => {
    const [scope = '', limit, remaining, resetInMs] = text.trim().split(' ');
    if (!scope) return [];
    const resetAt = resetInMs === undefined ? null : new Date(now + Number(resetInMs)).toISOString();
    return [{ scope, limit: Number(limit), remaining: Number(remaining), resetAt }];
  });
}
const budget = (text: string) => new Headers({ 'x-budget': text });

describe('rules', () => {
  it('spread requests over windows, to the millisecond', () => {
    const { limiter, pass } = limiterOn({ rules: [{ scope: 'burst', permits: 3, windowMs: 1000 }] });
    expect(waits(limiter, 2)).toEqual([0, 0]);
    pass(400);
    expect(waits(limiter, 6)).toEqual([0, 600, 600, 1000, 1600, 1600]);
    pass(1000);
    expect(waits(limiter, 1)).toEqual([1000]);
    pass(1600);
    expect(waits(limiter, 3)).toEqual([0, 0, 400]);
  });

  it('say what is waited for', () => {
    const { limiter } = limiterOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }] });
    expect(limiter.book(read)).toMatchObject({ waitMs: 0, scope: undefined });
    expect(limiter.book(read)).toMatchObject({ waitMs: 1000, scope: 'burst' });
  });

  it('count each bucket by itself, and leave alone what has none', () => {
    const rules = [
      { scope: 'content', permits: 1, windowMs: 1000, bucket: isWrite },
      { scope: 'issue', permits: 1, windowMs: 500, bucket: ({ path }: { readonly path: string }) => path },
    ];
    const { limiter } = limiterOn({ rules });
    expect(limiter.book(write)).toMatchObject({ waitMs: 0 });
    expect(limiter.book({ ...write, path: '/issues/2' })).toMatchObject({ waitMs: 1000, scope: 'content' });
    expect(limiter.book(read)).toMatchObject({ waitMs: 500, scope: 'issue' });
    expect(limiter.book({ ...read, path: '/issues/3' })).toMatchObject({ waitMs: 0 });
  });

  it('do not make a request wait for one that is booked for later', () => {
    const rules = [
      { scope: 'all', permits: 2, windowMs: 1000 },
      { scope: 'content', permits: 1, windowMs: 60_000, bucket: isWrite },
    ];
    const { limiter } = limiterOn({ rules });
    expect(waits(limiter, 3, write)).toEqual([0, 60_000, 120_000]);
    expect(waits(limiter, 3)).toEqual([0, 1000, 1000]);
  });

  it('let one leave between two that are a window apart', () => {
    const rules = [
      { scope: 'all', permits: 2, windowMs: 1000 },
      { scope: 'content', permits: 1, windowMs: 1500, bucket: isWrite },
    ];
    const { limiter, pass } = limiterOn({ rules });
    expect(waits(limiter, 2, write)).toEqual([0, 1500]);
    pass(600);
    expect(waits(limiter, 3)).toEqual([0, 1000, 1900]);
  });

  it('are all kept where one puts off to what another forbids', () => {
    const rules = [
      { scope: 'all', permits: 1, windowMs: 500 },
      { scope: 'content', permits: 1, windowMs: 1900, bucket: isWrite },
    ];
    const { limiter } = limiterOn({ rules });
    limiter.book(write);
    const [gap] = [limiter.book(read), limiter.book(read), limiter.book(read), limiter.book(read)];
    gap?.cancel();
    expect(limiter.book(write)).toMatchObject({ waitMs: 2500, scope: 'all' });
    expect(waits(limiter, 1)).toEqual([500]);
  });

  it('keep the order in which was asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(700), { maxLength: 40 }), (permits, pauses) => {
        const { limiter, now, pass } = limiterOn({ rules: [{ scope: 'burst', permits, windowMs: 1000 }] });
        const departures = pauses.map((ms) => {
          pass(ms);
          return now() + limiter.book(read).waitMs;
        });
        expect(departures).toEqual([...departures].sort((a, b) => a - b));
      }),
    );
  });

  it('never let more leave than permitted in any window, whatever is booked, given back, refused or learnt', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(900) }),
      fc.record({ kind: fc.constant('book' as const), isWrite: fc.boolean(), issue: fc.nat(2) }),
      fc.record({ kind: fc.constant('cancel' as const), at: fc.nat() }),
      fc.record({ kind: fc.constant('pause' as const), ms: fc.nat(1500) }),
      fc.record({ kind: fc.constant('learn' as const), remaining: fc.nat(3), ms: fc.nat(1500) }),
    );
    const permits = fc.integer({ min: 1, max: 4 });
    const windowMs = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), permits, windowMs, permits, windowMs, (steps, p1, w1, p2, w2) => {
        const rules: LimitRule[] = [
          { scope: 'all', permits: p1, windowMs: w1 },
          { scope: 'content', permits: p2, windowMs: w2, bucket: isWrite },
          { scope: 'issue', permits: 1, windowMs: 100, bucket: ({ path }) => path },
        ];
        const { limiter, now, pass } = limiterOn({ rules, read: readBudget });
        let waiting: { at: number; request: Parameters<Limiter['book']>[0]; place: ReturnType<Limiter['book']> }[] = [];
        const left: { at: number; request: Parameters<Limiter['book']>[0] }[] = [];
        /** Lets the time pass, waking who waits when his time has come. */
        const advance = (ms: number) => {
          const end = now() + ms;
          for (;;) {
            waiting.sort((a, b) => a.at - b.at);
            const [next] = waiting;
            if (!next || next.at > end) break;
            pass(next.at - now());
            waiting.shift();
            const place = next.at === now() && next.place.waitMs > 0 ? next.place.renew() : next.place;
            if (place.waitMs === 0) left.push({ at: now(), request: next.request });
            else waiting.push({ ...next, at: now() + place.waitMs, place });
          }
          pass(end - now());
        };
        for (const action of steps) {
          if (action.kind === 'pass') advance(action.ms);
          if (action.kind === 'pause') limiter.pause(action.ms, undefined);
          if (action.kind === 'learn') limiter.learn(budget(`core 9 ${action.remaining} ${action.ms}`));
          if (action.kind === 'cancel' && waiting.length > 0) {
            const [gone] = waiting.splice(action.at % waiting.length, 1);
            gone?.place.cancel();
          }
          if (action.kind === 'book') {
            const request = { ...(action.isWrite ? write : read), path: `/issues/${action.issue}` };
            const place = limiter.book(request);
            if (place.waitMs === 0) left.push({ at: now(), request });
            else waiting.push({ at: now() + place.waitMs, request, place });
          }
        }
        advance(1e6);
        expect(waiting).toEqual([]);
        waiting = [];
        for (const { permits, windowMs, bucket = () => 'all' } of rules) {
          for (const name of new Set(left.map(({ request }) => bucket(request)))) {
            if (name === undefined) continue;
            const times = left.filter(({ request }) => bucket(request) === name).map(({ at }) => at);
            for (const from of times) {
              expect(times.filter((at) => at >= from && at < from + windowMs).length).toBeLessThanOrEqual(permits);
            }
          }
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('a place given back', () => {
  it('is free for the next, also behind later bookings, and only once', () => {
    const { limiter } = limiterOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }] });
    const [, second] = [limiter.book(read), limiter.book(read), limiter.book(read)];
    second?.cancel();
    second?.cancel();
    expect(waits(limiter, 2)).toEqual([1000, 3000]);
  });

  it('is not taken from another who leaves at the same time', () => {
    const { limiter } = limiterOn({ rules: [{ scope: 'burst', permits: 2, windowMs: 1000 }] });
    const [first] = [limiter.book(read), limiter.book(read)];
    first?.cancel();
    first?.cancel();
    expect(waits(limiter, 2)).toEqual([0, 1000]);
  });

  it('is given back to a budget too', () => {
    const { limiter } = limiterOn({ read: readBudget });
    limiter.learn(budget('core 9 1 5000'));
    const place = limiter.book(read);
    expect(limiter.book(read)).toMatchObject({ waitMs: 5000, scope: 'core' });
    place.cancel();
    expect(limiter.book(read).waitMs).toBe(0);
  });
});

describe('what an answer says', () => {
  it('is a budget that is not overdrawn before its end', () => {
    const { limiter, pass } = limiterOn({ read: readBudget });
    expect(waits(limiter, 3)).toEqual([0, 0, 0]);
    limiter.learn(budget('core 9 2 5000'));
    expect(waits(limiter, 3)).toEqual([0, 0, 5000]);
    pass(5000);
    expect(waits(limiter, 3)).toEqual([0, 0, 0]);
  });

  it('counts on top of what it already knows those who are booked for later', () => {
    const { limiter, pass } = limiterOn({ read: readBudget, rules: [{ scope: 'burst', permits: 1, windowMs: 10 }] });
    limiter.learn(budget('core 9 3 5000'));
    expect(waits(limiter, 2)).toEqual([0, 10]);
    pass(5);
    // The first has been counted by the tracker, the second not yet.
    limiter.learn(budget('core 9 2 4995'));
    expect(limiter.report().limits[0]?.remaining).toBe(1);
    expect(waits(limiter, 2)).toEqual([15, 4995]);
  });

  it('holds for what it covers', () => {
    const covers: LimiterOptions['covers'] = (scope, { path }) => (scope === 'search') === path.startsWith('/search');
    const { limiter } = limiterOn({ read: readBudget, covers });
    limiter.learn(budget('core 9 0 5000, search 9 5 1000'));
    expect(limiter.book(read)).toMatchObject({ waitMs: 5000, scope: 'core' });
    expect(limiter.book({ ...read, path: '/search/issues' }).waitMs).toBe(0);
    expect(limiter.report().limits).toMatchObject([
      { scope: 'core', remaining: 0 },
      { scope: 'search', remaining: 4 },
    ]);
  });

  it('is reported, and nothing before the first answer', () => {
    const { limiter } = limiterOn({ read: readBudget });
    expect(limiter.report()).toEqual({ limits: [] });
    limiter.learn(budget('core 5000 4999 60000'));
    limiter.learn(budget('search 30 29'));
    expect(limiter.report()).toEqual({
      limits: [
        { scope: 'core', limit: 5000, remaining: 4999, resetAt: '2026-03-10T09:01:00.000Z' },
        { scope: 'search', limit: 30, remaining: 29, resetAt: null },
      ],
    });
    limiter.book(read);
    expect(limiter.report().limits[0]?.remaining).toBe(4998);
  });

  it.each(['core 9 0 nonsense', 'core 9 0'])('does no harm where it cannot be read: %s', (text) => {
    const { limiter } = limiterOn({ read: readBudget });
    limiter.learn(budget(text));
    expect(limiter.book(read).waitMs).toBe(0);
    expect(() => limiter.report()).not.toThrow();
  });
});

describe('a refusal', () => {
  it('holds everyone back for as long as the tracker said, and the longest counts', () => {
    const { limiter, pass } = limiterOn({});
    limiter.pause(3000, undefined);
    limiter.pause(1000, undefined);
    expect(limiter.book(read)).toMatchObject({ waitMs: 3000, scope: 'rate' });
    pass(2999);
    expect(waits(limiter, 1)).toEqual([1]);
    pass(1);
    expect(waits(limiter, 1)).toEqual([0]);
  });

  it('of one scope holds back what the scope covers', () => {
    const covers: LimiterOptions['covers'] = (scope, { method }) => scope !== 'content' || method !== undefined;
    const { limiter } = limiterOn({ covers });
    limiter.pause(3000, 'content');
    expect(limiter.book(read).waitMs).toBe(0);
    expect(limiter.book(write)).toMatchObject({ waitMs: 3000, scope: 'content' });
  });

  it('holds back those like the one that was refused, where the tracker limits so', () => {
    const covers: LimiterOptions['covers'] = (_, { path }, refused) => !refused || path === refused.path;
    const { limiter, pass } = limiterOn({ covers });
    const [one, other] = [
      { operation: 'issues.update', method: 'PUT', path: '/issues/1' },
      { operation: 'issues.update', method: 'PUT', path: '/issues/2' },
    ] as const;
    limiter.pause(3000, 'per issue', one);
    expect(limiter.book(other).waitMs).toBe(0);
    expect(limiter.book(one)).toMatchObject({ waitMs: 3000, scope: 'per issue' });
    limiter.pause(9000, 'per issue', other);
    expect(limiter.book(one).waitMs).toBe(3000);
    pass(3000);
    expect(limiter.book(one).waitMs).toBe(0);
    expect(limiter.book(other).waitMs).toBe(6000);
  });

  it('is seen by those who wait already, when their wait is over', () => {
    const { limiter, pass } = limiterOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }] });
    const [, second, third] = [limiter.book(read), limiter.book(read), limiter.book(read)];
    limiter.pause(5000, undefined);
    pass(1000);
    const after = second?.renew();
    expect(after).toMatchObject({ waitMs: 4000, scope: 'rate' });
    pass(1000);
    expect(third?.renew()).toMatchObject({ waitMs: 4000, scope: 'burst' });
    pass(3000);
    expect(after?.renew().waitMs).toBe(0);
  });

  it('does not move those whom it does not concern', () => {
    const { limiter, pass } = limiterOn({ rules: [{ scope: 'burst', permits: 1, windowMs: 1000 }], read: readBudget });
    limiter.learn(budget('core 9 9 9000'));
    const [, second, third, fourth] = Array.from({ length: 4 }, () => limiter.book(read));
    pass(500);
    limiter.learn(budget('core 9 2 8500'));
    pass(500);
    expect(second?.renew().waitMs).toBe(0);
    pass(1000);
    expect(third?.renew().waitMs).toBe(0);
    pass(1000);
    expect(fourth?.renew()).toMatchObject({ waitMs: 6000, scope: 'core' });
  });
});

it('remembers no bucket for longer than its window', () => {
  const rules = [{ scope: 'issue', permits: 1, windowMs: 10, bucket: ({ path }: { readonly path: string }) => path }];
  const { limiter, pass } = limiterOn({ rules });
  const before = process.memoryUsage().heapUsed;
  for (let issue = 0; issue < 200_000; issue++) {
    limiter.book({ ...read, path: `/issues/${issue}` });
    pass(1);
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
});
