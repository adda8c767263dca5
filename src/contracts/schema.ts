import type * as z from 'zod/mini';

/**
 * A validator of values of one type, for the rooms that check values without knowing the library behind.
 *
 * @public
 */
export type Schema<Value = unknown> = z.ZodMiniType<Value>;
