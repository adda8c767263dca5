import { refusal } from '../errors/refusal.js';
import type { LamportClock } from './event-ports.js';
import { COUNT } from './field-rules.js';

/**
 * A {@link LamportClock} that forgets on restart and answers at once.
 *
 * @public
 */
export interface MemoryLamportClock extends LamportClock {
  /** Moves the clock on by 1 and returns the new value. */
  tick(): number;
  /**
   * Moves the clock to one more than the greater of its own value and `remote`, and returns the new value.
   *
   * @throws InvalidInputError for a remote time that is no integer from 0 on, or so great that the clock could not move
   * on from it. The clock has not moved then.
   */
  receive(remote: number): number;
}

// Half the safe range: one absurd time from elsewhere must not stop this clock, and no honest one comes near.
const GREATEST = 2 ** 52;

/**
 * Makes a clock for tests, examples and one-shot scripts. A host that restarts needs one of its own that saves its value,
 * or it repeats times.
 *
 * @param start - The value before the first tick. Default 0.
 * @throws InvalidInputError for a start that is no integer from 0 on.
 *
 * @public
 */
export function createMemoryLamportClock(start = 0): MemoryLamportClock {
  let value = 0;
  const receive = (remote: number) => {
    if (!COUNT.test(remote) || remote > GREATEST) {
      throw refusal('lamportClock', [{ path: '', message: `expected an integer from 0 to ${GREATEST}` }]);
    }
    value = Math.max(value, remote) + 1;
    return value;
  };
  receive(start);
  value = start;
  return { receive, tick: () => ++value };
}
