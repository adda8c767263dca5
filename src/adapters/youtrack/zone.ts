import { isTrackerError } from '../../errors/is-tracker-error.js';
import type { YoutrackCall } from './context.js';
import { zWireProfile } from './wire.js';

// A time in a query is read in the time zone of the token's user. An hour that comes twice can be read as either, and one
// that a change of clocks leaves out can be read as anything or refused.

const SECOND = 1000;
const HOUR = 3_600_000;
/** Clocks were put forward and back by a day at the most, where the date line moved: 26 hours before and after are looked at. */
const LOOKS = [-26, -19.5, -13, -6.5, 0, 6.5, 13, 19.5, 26];
/** With an unknown zone: none is further from UTC. */
const PAD_MS = 14 * HOUR;

/** The last second of a year with four digits. */
const LAST_MS = 253_402_300_799_000;

/** How times are said to a YouTrack. @internal */
export interface QueryClock {
  /** A time as a query says it: never read as a later one. */
  literal(ms: number): string;
  /** The earliest time that this literal can be read as. */
  reach(ms: number): number;
}

/** Asks for the time zone of the token's user; once for each walk, because he may change it. @internal */
export async function loadClock({ send }: YoutrackCall): Promise<QueryClock> {
  const path = '/users/me/profiles/general';
  try {
    const { body } = await send({ path, fields: 'timezone(id)', schema: zWireProfile });
    return clockIn(body.timezone?.id ?? undefined);
  } catch (error) {
    if (isTrackerError(error, 'permission') || isTrackerError(error, 'not_found')) return clockIn(undefined);
    throw error;
  }
}

/**
 * A clock that stays on the safe side of every change of clocks.
 *
 * @param zone - A name as in IANA's database; without one, or with one that the platform does not know, any zone is allowed for.
 *
 * @internal
 */
export function clockIn(zone: string | undefined): QueryClock {
  const offsetAt = zone === undefined ? undefined : offsetsIn(zone);
  const say = (ms: number) => {
    const second = Math.floor(ms / SECOND) * SECOND;
    if (offsetAt === undefined) return { wall: second - PAD_MS, reach: second - 2 * PAD_MS };
    const offsets = LOOKS.map((hours) => offsetAt(second + hours * HOUR));
    const [least, most] = [Math.min(...offsets), Math.max(...offsets)];
    let wall = second + least;
    const exists = () => offsets.some((offset) => offsetAt(wall - offset) === offset);
    if (!exists()) wall -= most - least;
    return { wall, reach: wall - most };
  };
  return {
    literal: (ms) => new Date(Math.min(say(ms).wall, LAST_MS)).toISOString().slice(0, 19),
    reach: (ms) => say(ms).reach,
  };
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds; undefined for a zone that the platform does not know. */
function offsetsIn(zone: string): ((ms: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (ms) => {
      const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = format
        .format(ms)
        .split(/\D+/)
        .map(Number);
      return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
    };
  } catch {
    return undefined;
  }
}
