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
  /** Whether a limit that an answer named holds for a request. Default: every one does. */
  readonly covers?: (scope: string, request: LimitedRequest) => boolean;
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
  /** Gives the place back: the request was not sent. */
  cancel(): void;
}

/**
 * Spaces the requests of one adapter, so that it waits before a limit rather than after it. Shared by all of its calls.
 *
 * @public
 */
export interface Limiter {
  /** Books a place for a request. The caller waits, or gives the place back. */
  book(request: LimitedRequest): Booking;
  /** Learns what an answer says of the remaining budget. */
  learn(headers: Headers): void;
  /** Learns that the tracker refused a request for now, so that the others do not run into it as well. */
  pause(waitMs: number, scope: string | undefined): void;
  /** What is known of the remaining budget. */
  report(): LimitReport;
}

/** A pause that holds for every request, because nobody said for which. */
const ANY = '';

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
  /** When the requests of a bucket leave or left, in order. */
  const buckets = new Map<string, number[]>();
  const states = new Map<string, { limit: number | null; remaining: number | null; resetMs: number | null }>();
  const pauses = new Map<string, number>();

  /** The rules that count a request, each with the departures of its bucket that still count. */
  const counted = (request: LimitedRequest, time: number) =>
    rules.flatMap((rule) => {
      const bucket = (rule.bucket ?? (() => ANY))(request);
      if (bucket === undefined) return [];
      const key = JSON.stringify([rule.scope, bucket]);
      const departures = (buckets.get(key) ?? []).filter((departure) => departure > time - rule.windowMs);
      buckets.set(key, departures);
      return [{ rule, departures }];
    });

  return {
    book(request) {
      const time = now();
      let leaves = time;
      let scope: string | undefined;
      const notBefore = (at: number, why: string) => {
        if (at > leaves) [leaves, scope] = [at, why];
      };
      for (const [name, until] of pauses) {
        if (until <= time) pauses.delete(name);
        else if (name === ANY || covers(name, request)) notBefore(until, name || 'rate');
      }
      const spent = [...states].filter(([name]) => covers(name, request)).map(([name, state]) => ({ name, state }));
      for (const { name, state } of spent) {
        if (state.remaining !== null && state.remaining <= 0) notBefore(state.resetMs ?? 0, name);
      }
      const counts = counted(request, time);
      for (const { rule, departures } of counts) {
        const before = departures.at(-rule.permits);
        if (before !== undefined) notBefore(before + rule.windowMs, rule.scope);
      }
      for (const { departures } of counts) {
        departures.push(leaves);
        departures.sort((a, b) => a - b);
      }
      // What an answer said is out of date by the requests that left since.
      const taken = spent.filter(({ state }) => state.remaining !== null && (state.resetMs ?? 0) > leaves);
      for (const { state } of taken) state.remaining = (state.remaining ?? 0) - 1;
      return {
        waitMs: leaves - time,
        scope,
        cancel() {
          for (const { departures } of counts) departures.splice(departures.indexOf(leaves), 1);
          for (const { state } of taken) state.remaining = (state.remaining ?? 0) + 1;
        },
      };
    },
    learn(headers) {
      for (const { scope, limit, remaining, resetAt } of read(headers, now())) {
        states.set(scope, { limit, remaining, resetMs: resetAt === null ? null : Date.parse(resetAt) });
      }
    },
    pause(waitMs, scope = ANY) {
      pauses.set(scope, Math.max(pauses.get(scope) ?? 0, now() + waitMs));
    },
    report: () => ({
      limits: [...states].map(([scope, { limit, remaining, resetMs }]) => ({
        scope,
        limit,
        remaining: remaining === null ? null : Math.max(0, remaining),
        resetAt: resetMs === null ? null : new Date(resetMs).toISOString(),
      })),
    }),
  };
}
