import * as z from 'zod/mini';
import { schemaFor } from './schema-for.js';

/**
 * How often and how long to try.
 *
 * @public
 */
export interface RetryOptions {
  /** Attempts at the most, the first included. Default 4. */
  readonly attempts?: number;
  /** The first wait's upper end, in milliseconds; it doubles each time. Default 200. */
  readonly baseMs?: number;
  /** The upper end of any wait, a server's hint included, in milliseconds. Default 30 000. */
  readonly maxWaitMs?: number;
  /** The time for the whole call, waits included, in milliseconds. Default 60 000. */
  readonly deadlineMs?: number;
}

/** A whole number from 1: a count, a size in bytes, a time in milliseconds. */
export const zCount = z.custom<number>((value) => Number.isSafeInteger(value) && Number(value) > 0, {
  error: 'expected a whole number, 1 or more',
});

export const zRetryOptions = schemaFor<RetryOptions>()(
  z.strictObject({
    attempts: z.exactOptional(zCount),
    baseMs: z.exactOptional(zCount),
    maxWaitMs: z.exactOptional(zCount),
    deadlineMs: z.exactOptional(zCount),
  }),
);
