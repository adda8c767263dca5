import { AmbiguousWriteError } from '../../errors/ambiguous-write-error.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { isTrackerError, type TrackerFault } from '../../errors/is-tracker-error.js';
import { toCause } from '../../errors/redact.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, type LinearCall, type LinearRequest } from './context.js';

/** Something that is made under an id of ours. @internal */
export interface Creation<Body, Made> {
  /** For errors: `issue`. */
  readonly what: string;
  readonly request: Pick<LinearRequest<Body>, 'document' | 'variables' | 'schema'>;
  readonly clientKey: string | undefined;
  /** `write` where Linear would write a second one over the first in place of refusing it: then it is sent once. */
  readonly repeatability?: 'keyed' | 'write';
  /** What an answer says was made. */
  readonly made: (reply: HttpReply<Body>) => Made;
  /** What stands under the id, where it should; undefined where nothing does, or elsewhere. */
  readonly find: () => Promise<Made | undefined>;
}

/**
 * Makes something exactly once: Linear refuses a second one with the same id, so a create whose answer was lost is sent
 * again, and what is there already is taken for what was made.
 *
 * @returns What was made, and whether another call had made it.
 * @throws ConflictError when what was made under the key is deleted or moved away. AmbiguousWriteError when it may have been
 * made, and to look for it failed as well.
 *
 * @internal
 */
export async function createOnce<Body, Made>(
  call: LinearCall,
  { what, request, clientKey, repeatability = 'keyed', made, find }: Creation<Body, Made>,
): Promise<{ readonly found: Made; readonly isEarlier: boolean }> {
  let isInDoubt = false;
  const key = clientKey !== undefined && { clientKey };
  try {
    const reply = await call.send({
      ...request,
      ...key,
      repeatability,
      onAttempt: ({ error }) => {
        if (isLost(error)) isInDoubt = true;
      },
    });
    return { found: made(reply), isEarlier: false };
  } catch (error) {
    // Whatever is no fault of ours is the caller's abort.
    if (!isTrackerError(error)) throw error;
    const isThere = error.code === 'conflict';
    if (!isThere && !isInDoubt && !isLost(error)) throw error;
    let fault: TrackerFault = error;
    try {
      const found = await find();
      if (found !== undefined) return { found, isEarlier: isThere && !isInDoubt };
      // What this very call may have made may also not be shown yet.
      if (isThere && !isInDoubt) {
        const why = `the ${what} that was made under this key is deleted, moved away or not to be seen`;
        throw new ConflictError(`linear ${call.operation}: ${why}`, { context: error.context });
      }
    } catch (other) {
      if (!isTrackerError(other) || other.code === 'conflict') throw other;
      fault = other;
    }
    const message = `linear ${call.operation}: may have been applied; look before sending again`;
    throw new AmbiguousWriteError(message, { context: error.context, cause: toCause(fault), clientKey });
  }
}

const LOST: readonly TrackerFault['code'][] = ['ambiguous_write', 'timeout', 'contract', 'too_large'];

/** Whether what a request met leaves it open that it was applied. */
function isLost(error: unknown): boolean {
  if (isTrackerError(error, 'transport')) return error.certainlyNotApplied !== true;
  return isTrackerError(error) && LOST.includes(error.code);
}

/**
 * A payload, if Linear says that it did what it was asked for: a 200 without errors is not enough.
 *
 * @internal
 */
export function expectDone<Payload extends { readonly success: boolean }>(
  call: LinearCall,
  reply: HttpReply<unknown>,
  payload: Payload,
): Payload {
  if (payload.success) return payload;
  throw about(call, reply, RejectedError, 'Linear says that it did not do it, and not why', {});
}
