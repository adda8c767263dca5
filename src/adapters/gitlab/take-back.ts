import { PermissionError } from '../../errors/permission-error.js';
import { toCause } from '../../errors/redact.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, begin, type GitlabCall } from './context.js';
import { type Removal, remove } from './remove.js';

/**
 * Deletes what was made for few and GitLab shows to all. The caller's signal does not end this: what stands in public is
 * worse than a call that takes longer.
 *
 * @param name - With its id, because the error is all that the caller gets: `the note 12`.
 * @returns An error that says what became of it.
 *
 * @internal
 */
export async function takeBack(
  call: GitlabCall,
  reply: HttpReply<unknown>,
  name: string,
  removal: Removal,
): Promise<PermissionError> {
  const error = (end: string, more: Pick<TrackerErrorDetails, 'cause'> = {}) => {
    const what = `${name} was to be for few, and GitLab made it public, as it does below the role Reporter; ${end}`;
    return about(call, reply, PermissionError, what, { missing: ['Reporter'], ...more });
  };
  try {
    await remove(begin(call, call.operation, undefined), { ...removal, repeatability: 'keyed' });
    return error('it was deleted again');
  } catch (fault) {
    return error('to delete it failed, so as far as is known it stands in public', { cause: toCause(fault) });
  }
}
