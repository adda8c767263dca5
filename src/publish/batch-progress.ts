import type { TrackerErrorCode } from '../errors/codes.js';

/**
 * What an event batch client tells its listeners. Every report names its drain, so that those of two calls can be told
 * apart; none holds an event's content.
 *
 * @public
 */
export interface BatchProgress {
  /** A batch is about to be sent. */
  readonly batch: {
    /** Which drain. */
    readonly drain: number;
    /** Events in it. */
    readonly events: number;
    /** The size of the body before compression. */
    readonly bytes: number;
  };
  /** The same batch is about to be sent again, the same bytes. */
  readonly retry: {
    /** Which drain. */
    readonly drain: number;
    /** Which attempt this is: 2 for the first repetition. */
    readonly attempt: number;
    /** How long was waited before it, in milliseconds. */
    readonly waitedMs: number;
    /** What the attempt before ended with. */
    readonly code: TrackerErrorCode;
  };
  /** What became of events is recorded: in the queue, or for `send` in the report. */
  readonly settled: {
    /** Which drain. */
    readonly drain: number;
    /** Events delivered, duplicates included. */
    readonly delivered: number;
    /** Events refused that stay in the queue. */
    readonly rejected: number;
    /** Events refused for good. */
    readonly parked: number;
  };
  /** A batch was refused as a whole; its halves are sent next, to find the event at fault, or because they are smaller. */
  readonly halved: {
    /** Which drain. */
    readonly drain: number;
    /** Events in the refused batch. */
    readonly events: number;
    /** The size of its body before compression. */
    readonly bytes: number;
    /** The status of the refusal: 400 when the server did not say whom it blames, 413 when the batch is too large. */
    readonly httpStatus: number;
  };
}
