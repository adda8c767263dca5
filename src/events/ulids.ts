import { encodeTime, incrementBase32 } from 'ulid';

/**
 * Makes ULIDs that grow from one to the next, also within one millisecond and when the time goes back: then the random
 * part of the one before is counted up.
 *
 * @param random - From 0 to below 1.
 *
 * @internal
 */
export function createUlids(random: () => number): (timeMs: number) => string {
  // The package's own factory asks the machine's clock and chance where it is given a 0. Eight characters are 40 bits.
  const half = () => encodeTime(Math.floor(random() * 2 ** 40), 8);
  let time = -1;
  let tail = '';
  return (timeMs) => {
    tail = timeMs > time ? half() + half() : incrementBase32(tail);
    time = Math.max(time, timeMs);
    return encodeTime(time) + tail;
  };
}
