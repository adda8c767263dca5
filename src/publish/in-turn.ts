/**
 * Runs calls with the same key one after another, in the order in which they came.
 *
 * A caller that aborts while it waits is rejected at once with its signal's reason, and its call is never run.
 */
export function createTurns(): <Value>(
  key: string,
  signal: AbortSignal | undefined,
  run: () => Promise<Value>,
) => Promise<Value> {
  const lines = new Map<string, Promise<unknown>>();
  return (key, signal, run) =>
    new Promise((resolve, reject) => {
      const onAbort = () => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      const turn = (lines.get(key) ?? Promise.resolve()).then(async () => {
        signal?.removeEventListener('abort', onAbort);
        if (signal?.aborted) return reject(signal.reason);
        await run().then(resolve, reject);
      });
      lines.set(key, turn);
      void turn.then(() => {
        if (lines.get(key) === turn) lines.delete(key);
      });
    });
}
