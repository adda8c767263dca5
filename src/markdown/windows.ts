/** What is parsed at a time: the parser's time and memory grow faster than its text. */
const WINDOW = 65_536;
/** What opens a container, or ends a heading or the head of a table, costs the parser as much as that many characters. */
const COST_OF_OPENING = 64;
const CONTAINER = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=\s|$))/y;
const RULER = /^[ \t|:=-]*[=-]\s*$/;

/**
 * Where the part of a text ends that is parsed at one time: at the end of a line, or, in a line that is longer, between two
 * words.
 *
 * @internal
 */
export function windowEnd(text: string, from: number): number {
  let left = WINDOW;
  let at = from;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at) + 1 || text.length;
    left -= lineEnd - at + COST_OF_OPENING * openingsIn(text.slice(at, Math.min(lineEnd, at + 128)));
    if (left < 0 && at > from) return at;
    if (left < 0) return inLine(text, from, Math.min(lineEnd, from + WINDOW));
    at = lineEnd;
  }
  return at;
}

function inLine(text: string, from: number, end: number): number {
  const blank = text.lastIndexOf(' ', end - 1);
  return end === text.length || blank < from ? betweenCharacters(text, end) : blank + 1;
}

/** The place, or the one before it where it would fall into a surrogate pair. @internal */
export function betweenCharacters(text: string, at: number): number {
  const isInPair = /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at));
  return isInPair ? at - 1 : at;
}

function openingsIn(line: string): number {
  let openings = 0;
  CONTAINER.lastIndex = 0;
  while (CONTAINER.test(line)) openings += 1;
  return openings + (RULER.test(line) ? 1 : 0);
}
