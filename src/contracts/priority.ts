import * as z from 'zod/mini';

/**
 * Urgency from 0 (most urgent) to 4 (least).
 *
 * @public
 */
export type Priority = 0 | 1 | 2 | 3 | 4;

export const zPriority = z.literal([0, 1, 2, 3, 4], {
  error: 'expected 0 (most urgent) to 4 (least urgent), or null when the tracker sets none',
});
