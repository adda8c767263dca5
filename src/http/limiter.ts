import type { LimitReport, LimitState } from '../contracts/adapter/limit-report.js';
import type { Runtime } from '../runtime/runtime.js';
import type { HttpRequest } from './http-request.js';

/**
 * What a limit is applied to.
 *
 * @public
 */
export type LimitedRequest = Pick<HttpRequest, 'operation' | 'method' | 'path'>;

/**
 * A limit that a tracker publishes: so many requests in any stretch of so much time.
 *
 * @public
 */
export interface LimitRule {
  /** The tracker's word for it, for errors and reports. */
  readonly scope: string;
  /** How many requests. */
  readonly permits: number;
  /** In how many milliseconds. */
  readonly windowMs: number;
  /** Which bucket a request is counted in; `undefined`: it is not limited by this rule. Default: one bucket for all. */
  readonly bucket?: (request: LimitedRequest) => string | undefined;
}

/**
 * The options of {@link createLimiter}.
 *
 * @public
 */
export interface LimiterOptions {
  /** What the tracker publishes and its answers do not say. */
  readonly rules?: readonly LimitRule[];
  /** What an answer says of the remaining budget. `now` is in milliseconds since 1970. */
  readonly read?: (headers: Headers, now: number) => readonly LimitState[];
  /**
   * Whether a limit that an answer named holds for a request. `refused` is the request that the tracker refused for it,
   * where it is a pause and not a budget: a limit per issue or per endpoint then holds for those like it only. Default:
   * every limit holds for every request.
   */
  readonly covers?: (scope: string, request: LimitedRequest, refused?: LimitedRequest) => boolean;
}

/**
 * A place in the queue.
 *
 * @public
 */
export interface Booking {
  /** How long the request has to wait, in milliseconds; 0 when it may leave now. */
  readonly waitMs: number;
  /** What it waits for, where it has to. */
  readonly scope: string | undefined;
  /**
   * The place after the wait: one with nothing to wait for, unless the tracker has said meanwhile that it takes no more
   * requests for now. Then it is a new place behind that.
   */
  renew(): Booking;
  /** Gives the place back: the request was not sent. */
  cancel(): void;
}

/**
 * Spaces the requests of one adapter, so that it waits before a limit rather than after it. Shared by all of its calls.
 *
 * @public
 */
export interface Limiter {
  /** Books a place for a request. The caller waits and renews, or gives the place back. */
  book(request: LimitedRequest): Booking;
  /**
   * Books a place and waits for it.
   *
   * @param sleep - Waits; may reject.
   * @param mayTake - Whether a wait of so many milliseconds may be taken.
   * @returns The place: with nothing to wait for any more, or given back because the wait may not be taken or broke off.
   */
  admit(
    request: LimitedRequest,
    sleep: (ms: number) => Promise<void>,
    mayTake: (waitMs: number) => boolean,
  ): Promise<Booking>;
  /** Learns what an answer says of the remaining budget. Never throws. */
  learn(headers: Headers): void;
  /**
   * Learns that the tracker refused a request for now, so that the others do not run into it as well.
   *
   * @param waitMs - How long the tracker takes no more of them, in milliseconds.
   * @param scope - The tracker's word for the limit. Without it, every request waits.
   * @param refused - The request that was refused.
   */
  pause(waitMs: number, scope: string | undefined, refused?: LimitedRequest): void;
  /** What is known of the remaining budget. */
  report(): LimitReport;
}

/** The one bucket of a rule that has no others. */
const ANY = '';
/** With this many buckets, those that hold nothing any more are thrown out. */
const MANY_BUCKETS = 1000;

/** Times of departure, past and to come, in order. */
type Departures = number[];

/** A stretch of time in which the tracker takes no requests of a kind. */
interface Pause {
  readonly until: number;
  /** The limit; undefined where nobody said which, so that it holds for every request. */
  readonly scope: string | undefined;
  readonly refused: LimitedRequest | undefined;
}

/** What an answer said of a limit. */
interface Budget {
  limit: number | null;
  remaining: number | null;
  resetMs: number | null;
  /** Departures that `remaining` does not count yet. */
  readonly uncounted: Departures;
}

/**
 * Makes a limiter.
 *
 * @param options - See {@link LimiterOptions}.
 * @param runtime - Where the time comes from.
 *
 * @public
 */
export function createLimiter(options: LimiterOptions, { now }: Pick<Runtime, 'now'>): Limiter {
  const { rules = [], read = () => [], covers = () => true } = options;
  const buckets = new Map<string, { readonly departures: Departures; readonly windowMs: number }>();
  const budgets = new Map<string, Budget>();
  let pauses: readonly Pause[] = [];
  let sweepAt = MANY_BUCKETS;

  /** The rules that count a request, each with the departures of its bucket that still count. */
  const counted = (request: LimitedRequest, time: number) => {
    if (buckets.size > sweepAt) {
      for (const [key, bucket] of buckets) if (isEmpty(bucket, time)) buckets.delete(key);
      sweepAt = Math.max(MANY_BUCKETS, 2 * buckets.size);
    }
    return rules.flatMap((rule) => {
      const name = rule.bucket ? rule.bucket(request) : ANY;
      if (name === undefined) return [];
      const key = JSON.stringify([rule.scope, name]);
      const bucket = buckets.get(key) ?? { departures: [], windowMs: rule.windowMs };
      buckets.set(key, bucket);
      forget(bucket.departures, time - rule.windowMs);
      return [{ rule, departures: bucket.departures }];
    });
  };

  /** Until when the tracker itself takes no such request, and why. */
  const heldUntil = (request: LimitedRequest, time: number, own = Number.POSITIVE_INFINITY) => {
    const held = { until: time, why: undefined as string | undefined };
    const hold = (until: number | null, why: string) => {
      if (until !== null && until > held.until) Object.assign(held, { until, why });
    };
    pauses = pauses.filter(({ until }) => until > time);
    for (const { until, scope, refused } of pauses) {
      if (scope === undefined || covers(scope, request, refused)) hold(until, scope ?? 'rate');
    }
    for (const [name, { remaining, resetMs, uncounted }] of budgets) {
      if (remaining === null || !covers(name, request)) continue;
      // Of those that are booked, only the ones before this request take something away from it.
      if (remaining - uncounted.filter((at) => at < own).length <= 0) hold(resetMs, name);
    }
    return held;
  };

  const place = (request: LimitedRequest): Booking => {
    const time = now();
    let { until: leaves, why: scope } = heldUntil(request, time);
    const counts = counted(request, time);
    // What one rule puts off may be put off again by another.
    for (let before = Number.NaN; before !== leaves; ) {
      before = leaves;
      for (const { rule, departures } of counts) {
        const at = earliest(departures, rule, leaves);
        if (at > leaves) [leaves, scope] = [at, rule.scope];
      }
    }
    const spent = [...budgets].filter(([name, { resetMs }]) => covers(name, request) && (resetMs ?? 0) > leaves);
    let lists = [...counts.map(({ departures }) => departures), ...spent.map(([, { uncounted }]) => uncounted)];
    for (const list of lists) insert(list, leaves);
    const cancel = () => {
      for (const list of lists) remove(list, leaves);
      lists = [];
    };
    return {
      waitMs: leaves - time,
      scope,
      cancel,
      renew() {
        if (heldUntil(request, now(), leaves).why === undefined) return { ...this, waitMs: 0, scope: undefined };
        cancel();
        return place(request);
      },
    };
  };

  return {
    book: place,
    async admit(request, sleep, mayTake) {
      let booked = place(request);
      while (booked.waitMs > 0) {
        const hasWaited =
          mayTake(booked.waitMs) &&
          (await sleep(booked.waitMs).then(
            () => true,
            () => false,
          ));
        if (!hasWaited) {
          booked.cancel();
          break;
        }
        booked = booked.renew();
      }
      return booked;
    },
    learn(headers) {
      const time = now();
      for (const { scope, limit, remaining, resetAt } of tried(() => read(headers, time)) ?? []) {
        const budget = budgets.get(scope) ?? { limit, remaining, resetMs: null, uncounted: [] };
        const resetMs = Date.parse(resetAt ?? '');
        budgets.set(scope, Object.assign(budget, { limit, remaining, resetMs: resetMs >= 0 ? resetMs : null }));
        // The tracker has counted what left; what is still waiting it has not.
        forget(budget.uncounted, time);
      }
    },
    pause(waitMs, scope, refused) {
      const until = now() + waitMs;
      // One that ends sooner and holds for no more adds nothing.
      const isKnown = pauses.some((pause) => {
        return pause.until >= until && pause.scope === scope && isAlike(pause.refused, refused);
      });
      if (!isKnown) pauses = [...pauses, { until, scope, refused }];
    },
    report: () => ({
      limits: [...budgets].map(([scope, { limit, remaining, resetMs, uncounted }]) => ({
        scope,
        limit,
        remaining: remaining === null ? null : Math.max(0, remaining - uncounted.length),
        resetAt: resetMs === null ? null : new Date(resetMs).toISOString(),
      })),
    }),
  };
}

function isAlike(a: LimitedRequest | undefined, b: LimitedRequest | undefined): boolean {
  return a?.method === b?.method && a?.path === b?.path;
}

/** The earliest time from `from` on at which one more departure keeps a rule, those that are booked for later included. */
function earliest(departures: Departures, { permits, windowMs }: LimitRule, from: number): number {
  let at = from;
  for (let first = 0; first + permits <= departures.length; first++) {
    const [start = 0, end = 0] = [departures[first], departures[first + permits - 1]];
    // These use a window up by themselves: nothing fits in with them.
    if (end - start < windowMs && at > end - windowMs && at < start + windowMs) at = start + windowMs;
  }
  return at;
}

/** Forgets the departures up to a time. */
function forget(departures: Departures, until: number): void {
  const first = departures.findIndex((at) => at > until);
  departures.splice(0, first < 0 ? departures.length : first);
}

function insert(departures: Departures, at: number): void {
  const after = departures.findIndex((other) => other > at);
  departures.splice(after < 0 ? departures.length : after, 0, at);
}

function remove(departures: Departures, at: number): void {
  const found = departures.indexOf(at);
  if (found >= 0) departures.splice(found, 1);
}

function isEmpty({ departures, windowMs }: { departures: Departures; windowMs: number }, time: number): boolean {
  return (departures.at(-1) ?? Number.NEGATIVE_INFINITY) <= time - windowMs;
}

/** What a limit's header cannot be read as is not worth losing the answer for. */
function tried<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
