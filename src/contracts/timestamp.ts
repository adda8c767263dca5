import { textThat } from './text.js';

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
  if (!RFC_3339.test(text)) return false;
  const day = text.slice(8, 10);
  // A day too many is no date, or one of the next month.
  return day < '29' || new Date(text.slice(0, 10)).getUTCDate() === Number(day);
}

/**
 * A timestamp in the one form that the wire has: `+00:00` and never `Z`, other offsets kept, six fraction digits
 * (further ones cut) or none when they are zero. For a text that {@link isTimestamp} accepts; null stays null.
 *
 * @internal
 */
export function toWireTimestamp(text: string): string;
export function toWireTimestamp(text: string | null): string | null;
export function toWireTimestamp(text: string | null): string | null {
  if (text === null) return null;
  // Much the most frequent form is left alone.
  if (text.length === 25 && text[10] === 'T' && text.endsWith('+00:00')) return text;
  return text
    .toUpperCase()
    .replace(/\.(\d{1,6})\d*/, (_, digits: string) => (Number(digits) > 0 ? `.${digits.padEnd(6, '0')}` : ''))
    .replace(/Z$|-00:00$/, '+00:00');
}

export const zTimestamp = textThat(
  (text) => !isTimestamp(text) && 'expected an RFC 3339 time with an offset, such as 2026-03-10T09:30:00+00:00',
);
