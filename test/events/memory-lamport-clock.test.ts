import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { createMemoryLamportClock } from '../../src/events/memory-lamport-clock.js';

describe('createMemoryLamportClock', () => {
  it('counts from 1, or from where it is told to', () => {
    const clock = createMemoryLamportClock();
    expect([clock.tick(), clock.tick()]).toEqual([1, 2]);
    expect(createMemoryLamportClock(41).tick()).toBe(42);
  });

  it('moves past another node, and is not moved back by one that is behind', () => {
    const clock = createMemoryLamportClock(5);
    expect(clock.receive(20)).toBe(21);
    expect(clock.receive(3)).toBe(22);
    expect(clock.receive(22)).toBe(23);
    expect(clock.tick()).toBe(24);
  });

  it('only ever moves forward, past all it has seen', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat())), (steps) => {
        const clock = createMemoryLamportClock();
        let seen = 0;
        for (const remote of steps) {
          const next = remote === null ? clock.tick() : clock.receive(remote);
          expect(next).toBe(Math.max(seen, remote ?? 0) + 1);
          seen = next;
        }
      }),
    );
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, Number.MAX_SAFE_INTEGER, '7', null, true])(
    'refuses %s, and stands where it stood',
    (wrong) => {
      const clock = createMemoryLamportClock(3);
      expect(() => clock.receive(wrong as number)).toThrow(InvalidInputError);
      expect(clock.tick()).toBe(4);
      expect(() => createMemoryLamportClock(wrong as number)).toThrow(InvalidInputError);
    },
  );
});
