import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { toCause } from '../../errors/redact.js';
import { type LinearCall, unsent } from './context.js';

/** A function of the host's, and what it is asked for. @internal */
export interface HostQuestion<Answer> {
  /** The option's name. */
  readonly name: string;
  /** The input that it is asked about, for the error. */
  readonly path: string;
  readonly ask: () => Answer | Promise<Answer>;
}

/**
 * Asks a function of the host's before anything is written. An error of ours that it throws passes, and so does the caller's
 * abort.
 *
 * @throws InvalidInputError when it fails in any other way: what it was asked about cannot be used then.
 *
 * @internal
 */
export async function askHost<Answer>(call: LinearCall, { name, path, ask }: HostQuestion<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    call.signal?.throwIfAborted();
    if (isTrackerError(error)) throw error;
    const cause = toCause(error);
    const message = `the host's ${name} failed${cause.message && `: ${cause.message}`}`;
    throw new InvalidInputError([{ path, message }], { context: unsent(call), cause });
  }
}
