import { createUlids } from '../events/ulids.js';
import type { Runtime } from '../runtime/runtime.js';

/** A ULID: sorts by time, unique by chance. */
export function createReceiptId({ now, random }: Pick<Runtime, 'now' | 'random'>): string {
  return createUlids(random)(now());
}
