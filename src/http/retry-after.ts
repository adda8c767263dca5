/**
 * The wait that a `Retry-After` header asks for, in milliseconds: from seconds, or from an HTTP date less `now`, never
 * negative. `undefined` when there is none or it cannot be read.
 *
 * @param value - The header.
 * @param now - The time, in milliseconds since 1970.
 *
 * @internal
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const text = value ?? '';
  // The end of the range that a number holds exactly, so that it stays a number in JSON.
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), 9e15);
  // An HTTP date begins with its weekday; `Date.parse` alone would take `-5` for a year. The oldest of the three forms
  // names no zone, and means GMT like the others.
  const atMs = /^[a-z]/i.test(text) ? Date.parse(text.replace(/(?: GMT)?$/i, ' GMT')) : Number.NaN;
  const waitMs = Math.max(0, atMs - now);
  return waitMs >= 0 ? waitMs : undefined;
}
