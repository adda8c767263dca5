const QUARTER = 900_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone: `2026-03-29T03:00:00`. */
export function wallClock(ms: number, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', calendar: 'iso8601' });
  formats.set(zone, format);
  return format.format(ms).replace(' ', 'T');
}

/** Every time at which the clocks of a zone show this: none in an hour that is left out, two in one that comes twice. */
export function readingsOf(literal: string, zone: string): number[] {
  const asUtc = Date.parse(`${literal}Z`);
  const found: number[] = [];
  for (let offset = -15 * 4; offset <= 15 * 4; offset++) {
    const ms = asUtc - offset * QUARTER;
    if (wallClock(ms, zone) === literal) found.push(ms);
  }
  return found.sort((a, b) => a - b);
}

/** The same from a few looks around: clocks change once in two days at the most. */
export function quickReadingsOf(literal: string, zone: string): number[] {
  const asUtc = Date.parse(`${literal}Z`);
  const looks = [-26, -13, 0, 13, 26].map((hours) => asUtc + hours * 4 * QUARTER);
  const offsets = new Set(looks.map((ms) => Date.parse(`${wallClock(ms, zone)}Z`) - ms));
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((ms) => wallClock(ms, zone) === literal)
    .sort((a, b) => a - b);
}
