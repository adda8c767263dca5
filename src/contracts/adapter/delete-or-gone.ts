import { isTrackerError } from '../../errors/is-tracker-error.js';

/**
 * Deletes, and takes "not found" for success only when that is proved: trackers answer it for want of access too, and so
 * does a proxy that knows none of the paths. So what holds the thing is then read; where that is not found either, the
 * first answer stands as the error.
 *
 * @param remove - Sends the deletion.
 * @param readHolder - Reads what holds the thing: the issue of a comment, the project of an issue or a hook.
 * @throws NotFoundError when the holder is not to be seen either. Any other fault of either request.
 *
 * @public
 */
export async function deleteOrGone(remove: () => Promise<unknown>, readHolder: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (fault) {
    if (!isTrackerError(fault, 'not_found')) throw fault;
    try {
      await readHolder();
    } catch (error) {
      throw isTrackerError(error, 'not_found') ? fault : error;
    }
  }
}
