import { AmbiguousWriteError } from '../../errors/ambiguous-write-error.js';
import { toCause } from '../../errors/redact.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, type RedmineCall } from './context.js';

/**
 * Reads what became of a write that Redmine took: whatever goes wrong on the way, it is no refusal of the write, and none
 * that makes it worth doing again.
 *
 * @param what - What was done: `the note was written`.
 *
 * @internal
 */
export async function afterWrite<Found>(
  call: RedmineCall,
  reply: Pick<HttpReply<unknown>, 'attempts' | 'status'>,
  what: string,
  read: () => Promise<Found>,
  clientKey?: string,
): Promise<Found> {
  try {
    return await read();
  } catch (fault) {
    call.signal?.throwIfAborted();
    throw about(call, reply, AmbiguousWriteError, `${what}, but could not be read back`, {
      cause: toCause(fault),
      ...(clientKey !== undefined && { clientKey }),
    });
  }
}
