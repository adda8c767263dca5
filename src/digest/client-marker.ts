import { sha256Hex } from './sha256.js';

const COMMENT = /\n*<!-- spec-kitty:([0-9a-f]{32}) -->\s*$/;

/**
 * A client key as a short text without spaces that fits a label, a property or a comment: `sk-` and 32 hex digits of its
 * SHA-256. Equal for equal keys; the key itself cannot be read from it.
 *
 * @public
 */
export function clientMarker(clientKey: string): string {
  return `sk-${sha256Hex(clientKey).slice(0, 32)}`;
}

/**
 * A Markdown body that carries the marker of a client key in an HTML comment at its end, which no tracker shows.
 *
 * @public
 */
export function markBody(body: string | null, clientKey: string): string {
  return `${body ?? ''}\n\n<!-- spec-kitty:${clientMarker(clientKey).slice(3)} -->`.trimStart();
}

/**
 * A body without its marker, and the marker as {@link clientMarker} gives it; null where there is none. An empty rest
 * is null, as it was before it was marked.
 *
 * @public
 */
export function unmarkBody(body: string | null): { readonly body: string | null; readonly marker: string | null } {
  const found = body === null ? null : COMMENT.exec(body);
  if (found === null) return { body, marker: null };
  return { body: body?.slice(0, found.index) || null, marker: `sk-${found[1]}` };
}
