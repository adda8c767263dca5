import { sha256Hex } from './sha256.js';

// On a line of its own, so that a quoted one is none, with the line ends that set it off.
const COMMENT = /(?:(?:^|(?:\r?\n){1,2})<!-- spec-kitty:([0-9a-f]{32}) -->[ \t]*)+(?:\s*$|(?=\r?\n))/g;
// At the very end also behind other text, which is how it looks when a body was put before it; but not in a quotation.
const INLINE = /(?<!(?:^|\n)[ \t]*>[^\n]*)<!-- spec-kitty:([0-9a-f]{32}) -->\s*$/;

/**
 * A client key as a short text without spaces that fits a label, a property or a comment: `sk-` and 32 hex digits of its
 * SHA-256. Equal for equal keys; the key itself cannot be read from it.
 *
 * @public
 */
export function clientMarker(clientKey: string): string {
  return `sk-${sha256Hex(clientKey).slice(0, 32)}`;
}

const withMarker = (body: string | null, marker: string) =>
  `${body ? `${body}\n\n` : ''}<!-- spec-kitty:${marker.slice(3)} -->`;

/**
 * A Markdown body that carries the marker of a client key in an HTML comment at its end, which no tracker shows.
 *
 * @public
 */
export function markBody(body: string | null, clientKey: string): string {
  return withMarker(body, clientMarker(clientKey));
}

/**
 * A new body with the marker of the one that it replaces, where that has one: what was written under a client key is found
 * by it for as long as it lives.
 *
 * @param before - The body as the tracker has it.
 * @param body - What it is replaced by, without a marker.
 *
 * @public
 */
export function carryMarker(before: string | null, body: string | null): string | null {
  const { marker } = unmarkBody(before);
  return marker === null ? body : withMarker(body, marker);
}

/**
 * A body without its marker, and the marker as {@link clientMarker} gives it; null where there is none. An empty rest
 * is null, as it was before it was marked; what people wrote below the marker stays.
 *
 * @public
 */
export function unmarkBody(body: string | null): { readonly body: string | null; readonly marker: string | null } {
  // Nearly no body has one, and the patterns look at every character.
  if (!body?.includes('<!-- spec-kitty:')) return { body, marker: null };
  let marker: string | null = null;
  let rest = body.replace(COMMENT, (comment, hex: string, at: number) => {
    marker = `sk-${hex}`;
    return at === 0 || at + comment.length === body.length ? '' : '\n';
  });
  if (marker === null) {
    rest = body.replace(INLINE, (_, hex: string) => {
      marker = `sk-${hex}`;
      return '';
    });
  }
  if (marker === null) return { body, marker: null };
  // Behind a marker at the beginning, line ends set nothing off.
  if (/^<!-- spec-kitty:/.test(body)) rest = rest.replace(/^[\r\n]+/, '');
  return { body: rest.trim() ? rest : null, marker };
}
