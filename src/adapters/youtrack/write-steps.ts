import { isTrackerError } from '../../errors/is-tracker-error.js';

/** The requests of one write, one after the other. @internal */
export interface WriteSteps {
  /** Whether something was written. */
  readonly hasWritten: () => boolean;
  /** Why fields are not as asked. */
  readonly reasons: Map<string, string>;
  /**
   * A step that writes. The first that fails ends the write with its error; once something is written, to lose sight of it
   * would be worse: then the failure becomes the reason of a warning.
   */
  step(field: string, act: () => Promise<unknown>): Promise<void>;
}

/** @internal */
export function createSteps(reasons: Map<string, string>, isBegun: boolean): WriteSteps {
  let hasWritten = isBegun;
  return {
    hasWritten: () => hasWritten,
    reasons,
    async step(field, act) {
      try {
        await act();
        hasWritten = true;
      } catch (error) {
        if (!hasWritten) throw error;
        // Whatever it is, an abort too.
        reasons.set(field, `not written: ${isTrackerError(error) ? error.message : 'the call was aborted'}`);
      }
    },
  };
}
