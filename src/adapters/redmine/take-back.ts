import { PermissionError } from '../../errors/permission-error.js';
import { toCause } from '../../errors/redact.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, begin, type RedmineCall } from './context.js';

/**
 * Takes back what was made for few and Redmine shows to all. The caller's signal does not end this: what stands in public is
 * worse than a call that takes longer.
 *
 * @param name - With its id, because the error is all that the caller gets: `the note 12`.
 * @param right - The right that was missing.
 * @param undo - Takes it back.
 * @returns An error that says what became of it.
 *
 * @internal
 */
export async function takeBack(
  call: RedmineCall,
  reply: Pick<HttpReply<unknown>, 'attempts' | 'status'>,
  name: string,
  right: string,
  undo: (call: RedmineCall) => Promise<unknown>,
): Promise<PermissionError> {
  const error = (end: string, more: Pick<TrackerErrorDetails, 'cause'> = {}) => {
    const what = `${name} was to be for few, and Redmine made it public for want of the right ${right}; ${end}`;
    return about(call, reply, PermissionError, what, { missing: [right], ...more });
  };
  try {
    await undo(begin(call, call.operation, undefined));
    return error('it was taken back');
  } catch (fault) {
    return error('to take it back failed, so as far as is known it stands in public', { cause: toCause(fault) });
  }
}
