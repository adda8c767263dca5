import * as z from 'zod/mini';

/**
 * A point in time as text: RFC 3339 with an offset, `2026-03-10T09:30:00+00:00` or `…Z`. Text, because a `Date` loses
 * microseconds and the offset.
 *
 * @public
 */
export type Timestamp = string;

const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a text is RFC 3339 with an offset and names a day that exists. Leap seconds are refused. */
export function isTimestamp(text: string): boolean {
  return RFC_3339.test(text) && (text.slice(8, 10) < '29' || isRealDay(text));
}

function isRealDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  // A day too many becomes the first of the next month. Four hundred years on, because a year below 100 means 19xx here.
  return new Date(Date.UTC(year + 400, month - 1, day)).getUTCDate() === day;
}

/**
 * A timestamp in the one form that the wire has: `+00:00` and never `Z`, other offsets kept, six fraction digits
 * (further ones cut) or none when they are zero. For a text that {@link isTimestamp} accepts.
 *
 * @internal
 */
export function toWireTimestamp(text: string): string {
  // The two forms that nearly all trackers send: whole seconds in UTC.
  if (text.length === 20 && text.endsWith('Z') && text[10] === 'T') return `${text.slice(0, 19)}+00:00`;
  if (text.length === 25 && text.endsWith('+00:00') && text[10] === 'T') return text;
  const [, fraction = '', zone = ''] = /^.{19}(?:\.(\d+))?(.*)$/.exec(text) ?? [];
  const digits = fraction.slice(0, 6).padEnd(6, '0');
  const offset = /^(?:[Zz]|-00:00)$/.test(zone) ? '+00:00' : zone;
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${digits === '000000' ? '' : `.${digits}`}${offset}`;
}

export const zTimestamp = z.string().check(
  z.refine(isTimestamp, {
    error:
      'expected an RFC 3339 time with an offset, such as 2026-03-10T09:30:00+00:00 (a time without one is ambiguous)',
  }),
);
