const SECONDS = /^\d+(?:\.\d+)?$/;
// An HTTP date begins with its weekday. `Date.parse` alone would take `-5` for a year.
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)/i;

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
  const text = value?.trim() ?? '';
  if (SECONDS.test(text)) return Math.min(Math.ceil(Number(text) * 1000), Number.MAX_SAFE_INTEGER);
  if (!WEEKDAY.test(text)) return undefined;
  // The oldest of the three forms names no zone, and means GMT like the others.
  const at = Date.parse(/GMT$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
