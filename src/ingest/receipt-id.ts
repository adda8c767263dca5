import type { Runtime } from '../runtime/runtime.js';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: sorts by time, unique by chance. */
export function createReceiptId({ now, random }: Pick<Runtime, 'now' | 'random'>): string {
  let time = '';
  for (let rest = now(), at = 0; at < 10; at++, rest = Math.floor(rest / 32)) time = CROCKFORD[rest % 32] + time;
  return time + Array.from({ length: 16 }, () => CROCKFORD[Math.floor(random() * 32)]).join('');
}
