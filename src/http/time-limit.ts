import type { Runtime } from '../runtime/runtime.js';

/**
 * What {@link withinLimit} rejects with when the caller's signal aborted. A mark instead of the reason, so that a reason
 * of any type passes the layers in between untouched.
 *
 * @internal
 */
export const ABORTED: unique symbol = Symbol('aborted');

/**
 * Handed to the work under a time limit.
 *
 * @internal
 */
export interface Limit {
  /** Aborts when the time is over or the caller aborts. */
  readonly signal: AbortSignal;
  /** Says that the answer is complete: from here on neither time nor the caller takes it away. */
  complete(): void;
}

/**
 * Runs work that ends when its time is over (rejects with `expired()`) or the caller aborts (rejects with
 * {@link ABORTED}), even where what it awaits ignores its signal.
 *
 * One controller instead of `AbortSignal.any`: a caller's signal may outlive thousands of calls, and this leaves nothing
 * behind on it.
 *
 * @internal
 */
export async function withinLimit<T>(
  { after }: Pick<Runtime, 'after'>,
  limitMs: number,
  caller: AbortSignal | undefined,
  expired: () => unknown,
  work: (limit: Limit) => Promise<T>,
): Promise<T> {
  if (caller?.aborted) throw ABORTED;
  const controller = new AbortController();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (reason: unknown) => {
    reject(reason);
    controller.abort();
  };
  const onAbort = () => stop(ABORTED);
  const cancel = after(limitMs, () => stop(expired()));
  caller?.addEventListener('abort', onAbort, { once: true });
  const complete = () => {
    cancel();
    caller?.removeEventListener('abort', onAbort);
  };
  try {
    return await Promise.race([work({ signal: controller.signal, complete }), stopped]);
  } finally {
    complete();
  }
}
