import { TimeoutError } from '../errors/timeout-error.js';
import { type Call, faultOf } from './call.js';

/**
 * What {@link withinLimit} rejects with when the caller's signal aborted. A mark instead of the reason, so that a reason
 * of any type passes the layers in between untouched.
 *
 * @internal
 */
export const ABORTED = new Error('aborted');

/**
 * What is left of a call's deadline, in milliseconds.
 *
 * @internal
 */
export function leftMs({ deadline, runtime }: Call): number {
  return deadline - runtime.now();
}

/**
 * Runs work that ends when its time or the call's deadline is over (rejects with a `TimeoutError`) or the caller aborts
 * (rejects with {@link ABORTED}), even where what it awaits ignores its signal.
 *
 * One controller instead of `AbortSignal.any`: a caller's signal may outlive thousands of calls, and this leaves nothing
 * behind on it.
 *
 * @internal
 */
export function withinLimit<T>(call: Call, limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { policy, request, runtime } = call;
  const caller = request.signal;
  const left = leftMs(call);
  return new Promise((resolve, reject) => {
    if (caller?.aborted) throw ABORTED;
    const controller = new AbortController();
    const stop = (reason: unknown) => {
      // Also when the work never ends: no timer outlives the call.
      release();
      reject(reason);
      controller.abort();
    };
    const onAbort = () => stop(ABORTED);
    const cancel = runtime.after(Math.min(limitMs, left), () => {
      const timeoutMs = limitMs < left ? limitMs : policy.deadlineMs;
      stop(faultOf(call, TimeoutError, `no complete answer within ${timeoutMs} ms`, { timeoutMs }));
    });
    caller?.addEventListener('abort', onAbort);
    const release = () => {
      cancel();
      caller?.removeEventListener('abort', onAbort);
    };
    work(controller.signal).finally(release).then(resolve, reject);
  });
}
