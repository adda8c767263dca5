import * as z from 'zod/mini';

/**
 * A point in time as text: RFC 3339 with an offset, `2026-03-10T09:30:00+00:00` or `…Z`. Text, because a `Date` loses
 * microseconds and the offset.
 *
 * @public
 */
export type Timestamp = string;

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isRealDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

/** Whether a text is RFC 3339 with an offset and names a day that exists. Leap seconds are refused. */
export function isTimestamp(text: string): boolean {
  const match = RFC_3339.exec(text);
  return match !== null && isRealDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * A timestamp in the one form that the wire has: `+00:00` and never `Z`, other offsets kept, six fraction digits
 * (further ones cut) or none when they are zero. `undefined` for a text that is no timestamp with an offset.
 *
 * @internal
 */
export function toWireTimestamp(text: string): string | undefined {
  // The common case first: what most trackers send, whole seconds in UTC.
  const match = RFC_3339.exec(text);
  if (match === null || !isRealDate(Number(match[1]), Number(match[2]), Number(match[3]))) return undefined;
  const fraction = (match[7] ?? '').slice(0, 6).padEnd(6, '0');
  const offset = match[8] !== undefined || (match[10] === '00' && match[11] === '00') ? '+00:00' : text.slice(-6);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction === '000000' ? '' : `.${fraction}`}${offset}`;
}

export const zTimestamp = z.string().check(
  z.refine(isTimestamp, {
    error:
      'expected an RFC 3339 time with an offset, such as 2026-03-10T09:30:00+00:00 (a time without one is ambiguous)',
  }),
);
