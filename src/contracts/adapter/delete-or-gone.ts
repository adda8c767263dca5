import { isTrackerError } from '../../errors/is-tracker-error.js';
import { labelOf } from '../../errors/label-of.js';
import { PermissionError } from '../../errors/permission-error.js';

/**
 * Deletes, and takes "not found" for success only when that is proved: trackers answer it for want of access too, and so
 * does a proxy that knows none of the paths. So the thing itself is looked for, and then what holds it.
 *
 * @param remove - Sends the deletion.
 * @param isThere - Looks for the thing: false, or a `NotFoundError`, when it is not there.
 * @param readHolder - Reads what holds the thing: the issue of a comment, the project of an issue or a hook.
 * @throws PermissionError when the thing is still there. NotFoundError when the holder is not to be seen either. Any other
 * fault of any of the requests.
 *
 * @public
 */
export async function deleteOrGone(
  remove: () => Promise<unknown>,
  isThere: () => Promise<unknown>,
  readHolder: () => Promise<unknown>,
): Promise<void> {
  try {
    await remove();
  } catch (fault) {
    if (!isTrackerError(fault, 'not_found')) throw fault;
    if ((await orNotFound(isThere())) !== false) {
      const message = `${labelOf(fault.context)}: not deleted: it is still there, and the right to delete it may be missing`;
      throw new PermissionError(message, { context: fault.context, missing: ['to delete it'] });
    }
    if ((await orNotFound(readHolder())) === false) throw fault;
  }
}

/** What a reading gives; false for what is not found. */
async function orNotFound(reading: Promise<unknown>): Promise<unknown> {
  try {
    return await reading;
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return false;
    throw error;
  }
}
