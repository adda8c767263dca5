import { InvalidInputError } from '../errors/invalid-input-error.js';
import { canonicalJson } from './canonical-json.js';
import { sha256Hex } from './sha256.js';

const QUERY_LENGTH = 16;
const HEAD_LENGTH = QUERY_LENGTH + 8;

/**
 * Makes the cursors of one query, and takes back only those.
 *
 * @public
 */
export interface CursorCodec {
  /** A position in a listing (a page number, the query of a next-page link) as an opaque text. Put no secret in it. */
  seal(position: string): string;
  /**
   * The position in a cursor. Throws `InvalidInputError` at `cursor` when the cursor is damaged or was made for another
   * query: going on with it would skip or repeat items without a sign.
   *
   * @param operation - For the error: `issues.list`.
   * @param provider - For the error: the tracker.
   */
  open(cursor: string, operation: string, provider?: string): string;
}

/**
 * Binds cursors to a query by a fingerprint of its canonical JSON. A cursor is base64url text, so it survives a URL, a
 * file name and a database column; it is opaque, not encrypted.
 *
 * @param query - What decides which items come in which order: plain JSON. The position is no part of it.
 *
 * @public
 */
export function createCursorCodec(query: unknown): CursorCodec {
  const fingerprint = sha256Hex(canonicalJson(query)).slice(0, QUERY_LENGTH);
  const head = (position: string) => fingerprint + sha256Hex(position).slice(0, HEAD_LENGTH - QUERY_LENGTH);
  return {
    seal: (position) => encode(head(position) + position),
    open: (cursor, operation, provider) => {
      const text = decode(cursor) ?? '';
      const position = text.slice(HEAD_LENGTH);
      if (text.startsWith(head(position))) return position;
      // The position's own checksum tells a whole cursor of another query from a cut or altered one.
      const whole = text.slice(QUERY_LENGTH, HEAD_LENGTH) === head(position).slice(QUERY_LENGTH);
      const message = whole
        ? 'belongs to another query; use it with the query that it came from, or start without a cursor'
        : 'is damaged or not a cursor of this package; start without one';
      throw new InvalidInputError([{ path: 'cursor', message }], {
        context: { operation, attempts: 0, ...(provider === undefined ? {} : { provider }) },
      });
    },
  };
}

function encode(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(cursor: string): string | undefined {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
