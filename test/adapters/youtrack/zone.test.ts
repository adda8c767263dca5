import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockIn } from '../../../src/adapters/youtrack/zone.js';
import { runs } from '../../support/runs.js';
import { quickReadingsOf, readingsOf, wallClock } from './local-time.js';

const ZONES = Intl.supportedValuesOf('timeZone');
const HOUR = 3_600_000;
const offsetAt = (ms: number, zone: string) => Date.parse(`${wallClock(ms, zone)}Z`) - Math.floor(ms / 1000) * 1000;

/** The changes of a zone's clocks in a year, to the second. */
function changesIn(zone: string, year: number): number[] {
  const found: number[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let from = Date.UTC(year, 0, 1); from < end; from += 120 * HOUR) {
    let [low, high] = [from, from + 120 * HOUR];
    if (offsetAt(low, zone) === offsetAt(high, zone)) continue;
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (offsetAt(middle, zone) === offsetAt(low, zone)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

/** However it is read, it is a time, none that is later, and none before what the clock says it may reach back to. */
function expectSafe(zone: string, ms: number): void {
  const clock = clockIn(zone);
  const literal = clock.literal(ms);
  const readings = readingsOf(literal, zone);
  const what = `${zone} at ${new Date(ms).toISOString()}: ${literal}`;
  expect(readings.length, what).toBeGreaterThan(0);
  // As the fake server reads it.
  expect(quickReadingsOf(literal, zone), what).toEqual(readings);
  for (const reading of readings) {
    expect(reading, what).toBeLessThanOrEqual(ms);
    expect(reading, what).toBeGreaterThanOrEqual(clock.reach(ms));
  }
}

describe('a time as a query says it', () => {
  it('is never read as a later one, in any zone, at any time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(1996, 0, 1), max: Date.UTC(2036, 0, 1) }),
        expectSafe,
      ),
      { numRuns: runs(150) },
    );
  });

  it('nor around any change of clocks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 1996, max: 2035 }),
        fc.integer({ min: -26 * HOUR, max: 26 * HOUR }),
        (zone, year, distance) => {
          for (const change of changesIn(zone, year)) {
            for (const near of [distance, distance % (2 * HOUR), 0, -1, -1000, 999]) expectSafe(zone, change + near);
          }
        },
      ),
      { numRuns: runs(15) },
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29'],
    ['Europe/Berlin', '2026-10-25'],
    ['America/St_Johns', '2026-03-08'],
    ['America/St_Johns', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['Antarctica/Troll', '2026-03-29'],
    ['Antarctica/Troll', '2026-10-25'],
    ['Africa/Casablanca', '2026-02-15'],
    // A day that never was.
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Kiritimati', '1995-01-01'],
  ])('is safe in %s on %s, every half an hour', (zone, day) => {
    const noon = Date.parse(`${day}T12:00:00.789Z`);
    for (let ms = noon - 26 * HOUR; ms <= noon + 26 * HOUR; ms += HOUR / 2) expectSafe(zone, ms);
  });

  it.each(['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham', 'UTC'])(
    'is the time itself in %s on a day without a change',
    (zone) => {
      const ms = Date.UTC(2026, 5, 15, 9, 41, 7, 512);
      const { literal, reach } = clockIn(zone);
      expect(literal(ms)).toBe(wallClock(ms, zone));
      expect(reach(ms)).toBe(ms - 512);
    },
  );

  it('costs two hours at the most where clocks change by one', () => {
    for (let ms = Date.UTC(2026, 9, 23); ms < Date.UTC(2026, 9, 28); ms += HOUR / 3) {
      expect(ms - clockIn('Europe/Berlin').reach(ms)).toBeLessThan(2 * HOUR + 1000);
    }
  });

  it.each([undefined, 'Mars/Olympus_Mons', 'GMT+25:99'])('allows for any zone where it is %s', (zone) => {
    const ms = Date.UTC(2026, 5, 15, 12);
    const { literal, reach } = clockIn(zone);
    for (const other of ZONES) {
      for (const reading of readingsOf(literal(ms), other)) {
        expect(reading).toBeLessThanOrEqual(ms);
        expect(reading).toBeGreaterThanOrEqual(reach(ms));
      }
    }
  });

  it('stays a time that can be written, to the end of the calendar', () => {
    for (const zone of ['Pacific/Kiritimati', undefined]) {
      expect(clockIn(zone).literal(Date.UTC(9999, 11, 31, 23, 59, 59))).toMatch(/^9999-12-3[01]T\d\d:\d\d:\d\d$/);
    }
  });
});
