import { deleteOrGone } from '../../contracts/adapter/delete-or-gone.js';
import { PermissionError } from '../../errors/permission-error.js';
import { toCause } from '../../errors/redact.js';
import type { TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { HttpReply } from '../../http/http-request.js';
import { about, begin, type YoutrackCall } from './context.js';
import { reloadProject } from './project.js';
import { zWireId } from './wire.js';

/**
 * Deletes what was made for few and YouTrack shows to all. The caller's signal does not end this: what stands in public is
 * worse than a call that takes longer.
 *
 * @param name - With its id, because the error is all that the caller gets: `the comment 4-17`.
 * @param path - What is deleted.
 * @param holder - What holds it; default the project.
 * @returns An error that says what became of it.
 *
 * @internal
 */
export async function takeBack(
  call: YoutrackCall,
  reply: HttpReply<unknown>,
  name: string,
  path: string,
  holder?: string,
): Promise<PermissionError> {
  const error = (end: string, more: Pick<TrackerErrorDetails, 'cause'> = {}) => {
    const what = `${name} was to be for few, and YouTrack made it public, as it does where the groups may not see it; ${end}`;
    return about(call, reply, PermissionError, what, { missing: ['to restrict who sees it'], ...more });
  };
  const unending = begin(call, call.operation, undefined);
  const { send } = unending;
  try {
    await deleteOrGone(
      () => send({ method: 'DELETE', path, repeatability: 'keyed' }),
      () => send({ path, fields: 'id', schema: zWireId }),
      () => (holder === undefined ? reloadProject(unending) : send({ path: holder, fields: 'id', schema: zWireId })),
    );
    return error('it was deleted again');
  } catch (fault) {
    return error('to delete it failed, so as far as is known it stands in public', { cause: toCause(fault) });
  }
}
