import * as z from 'zod/mini';
import { optional, strictObject } from './objects.js';
import { schemaFor } from './schema-for.js';

/**
 * How often and how long to try.
 *
 * @public
 */
export interface RetryOptions {
  /** Attempts at the most, the first included. Default 4. */
  readonly attempts?: number | undefined;
  /** The first wait's upper end, in milliseconds; it doubles each time. Default 200. */
  readonly baseMs?: number | undefined;
  /** The upper end of any wait, a server's hint included, in milliseconds. Default 30 000. */
  readonly maxWaitMs?: number | undefined;
  /** The time for the whole call, waits included, in milliseconds. Default 60 000. */
  readonly deadlineMs?: number | undefined;
}

/** A whole number from 1: a count, a size in bytes, a time in milliseconds. */
export const zCount = z.custom<number>((value) => Number.isSafeInteger(value) && Number(value) > 0, {
  error: 'expected a whole number, 1 or more',
});

export const zRetryOptions = schemaFor<RetryOptions>()(
  strictObject({
    attempts: optional(zCount),
    baseMs: optional(zCount),
    maxWaitMs: optional(zCount),
    deadlineMs: optional(zCount),
  }),
);
