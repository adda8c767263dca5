import { createRuntime, type Runtime } from '../runtime/runtime.js';

/**
 * A runtime whose time is in the test's hands, with a record of what was waited for.
 *
 * @public
 */
export interface TestRuntime extends Runtime {
  /** Every wait that was asked for, in milliseconds, in order. */
  readonly waits: readonly number[];
  /** Moves the time on, firing the time limits that come due. */
  advance(ms: number): void;
}

/**
 * A runtime for tests of retries, leases and time limits: `sleep` moves the time on by itself and resolves at once,
 * `after` fires when the time is moved past it, `random` follows a seed.
 *
 * @param ports - Ports to use instead, such as `fetch`.
 * @param start - The time it starts at, in milliseconds since 1970. Default 2026-03-10T09:00:00Z.
 *
 * @public
 */
export function createTestRuntime(ports: Partial<Runtime> = {}, start = 1_773_133_200_000): TestRuntime {
  const waits: number[] = [];
  const limits = new Map<symbol, { readonly at: number; readonly fn: () => void }>();
  let now = start;
  let seed = 0x2f6e2b1;
  const advance = (ms: number) => {
    now += ms;
    for (const [id, { at, fn }] of [...limits].sort((a, b) => a[1].at - b[1].at)) {
      if (at <= now && limits.delete(id)) fn();
    }
  };
  return {
    ...createRuntime({
      now: () => now,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        waits.push(ms);
        advance(ms);
        signal?.throwIfAborted();
      },
      after: (ms, fn) => {
        const id = Symbol('limit');
        limits.set(id, { at: now + ms, fn });
        return () => void limits.delete(id);
      },
      random: () => {
        // mulberry32: small, seeded, good enough to spread.
        seed = (seed + 0x6d2b79f5) | 0;
        let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
      },
      ...ports,
    }),
    waits,
    advance,
  };
}
