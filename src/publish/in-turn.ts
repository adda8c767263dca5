/**
 * A promise that rejects with the signal's reason when the caller aborts first. The work itself goes on.
 *
 * @internal
 */
export function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * Runs calls with the same key one after another, in the order in which they came. A caller that aborts while it waits
 * is rejected at once, and its call is never run; once it runs, the signal is its own affair.
 *
 * @internal
 */
export function createTurns(): <Value>(
  key: string,
  signal: AbortSignal | undefined,
  run: () => Promise<Value>,
) => Promise<Value> {
  const lines = new Map<string, Promise<unknown>>();
  return (key, signal, run) => {
    const before = lines.get(key) ?? Promise.resolve();
    const turn = untilAborted(before, signal).then(run);
    const done = Promise.allSettled([before, turn]).then(() => {
      if (lines.get(key) === done) lines.delete(key);
    });
    lines.set(key, done);
    return turn;
  };
}
