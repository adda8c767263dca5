import * as z from 'zod/mini';

/**
 * Urgency from 0 (most urgent) to 4 (least).
 *
 * @public
 */
export type Priority = 0 | 1 | 2 | 3 | 4;

export const zPriority = z.custom<Priority>((value) => [0, 1, 2, 3, 4].includes(value as number), {
  error: 'expected 0 (most urgent) to 4, or null',
});
