import type { TrackerErrorCode } from '../../src/errors/codes.js';
import { isTrackerError, type TrackerFault } from '../../src/errors/is-tracker-error.js';

/** The error of this code that a promise rejects with; anything else fails the test. */
export async function failureOf<Code extends TrackerErrorCode>(
  promise: Promise<unknown>,
  code: Code,
): Promise<Extract<TrackerFault, { code: Code }>> {
  const error = await promise.then(
    (value) => new Error(`resolved to ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (isTrackerError(error, code)) return error;
  throw new Error(`expected ${code}`, { cause: error });
}
