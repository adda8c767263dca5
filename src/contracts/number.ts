import * as z from 'zod/mini';

// In place of zod's own, each of which weighs more than all that is here.

/** A number, neither NaN nor infinite. */
export const zNumber = z.custom<number>(Number.isFinite, { error: 'expected number' });

/** True or false. */
export const zFlag = z.custom<boolean>((value) => typeof value === 'boolean', { error: 'expected boolean' });
