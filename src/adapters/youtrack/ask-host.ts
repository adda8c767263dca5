import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { toCause } from '../../errors/redact.js';
import { unsent, type YoutrackCall } from './context.js';

/**
 * Asks `resolveUser` before anything is written. An error of ours that it throws passes, and so does the caller's abort.
 *
 * @throws InvalidInputError when it fails in any other way: what it was asked about cannot be used then.
 *
 * @internal
 */
export async function askHost<Answer>(
  call: YoutrackCall,
  path: string,
  ask: () => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    call.signal?.throwIfAborted();
    if (isTrackerError(error)) throw error;
    const cause = toCause(error);
    const message = `the host's resolveUser failed${cause.message && `: ${cause.message}`}`;
    throw new InvalidInputError([{ path, message }], { context: unsent(call), cause });
  }
}
