import { InvalidInputError } from '../errors/invalid-input-error.js';
import { canonicalJson } from './canonical-json.js';
import { toHex } from './hex.js';
import { sha256Hex } from './sha256.js';

const TAG_LENGTH = 16;

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
 * Binds cursors to a query by a fingerprint of its canonical JSON. A cursor is hex text, so it survives a URL, a file
 * name and a database column; it is opaque, not encrypted.
 *
 * @param query - What decides which items come in which order: plain JSON. The position is no part of it.
 *
 * @public
 */
export function createCursorCodec(query: unknown): CursorCodec {
  const fingerprint = canonicalJson(query);
  const seal = (position: string) => sha256Hex(`${fingerprint}|${position}`).slice(0, TAG_LENGTH) + position;
  return {
    seal: (position) => toHex(new TextEncoder().encode(seal(position))),
    open: (cursor, operation, provider) => {
      // Whatever is no hex becomes bytes that carry no right tag.
      const bytes = Uint8Array.from(String(cursor).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      const text = new TextDecoder().decode(bytes);
      const position = text.slice(TAG_LENGTH);
      if (text === seal(position)) return position;
      const message = 'is damaged or of another query; start without one';
      throw new InvalidInputError([{ path: 'cursor', message }], {
        context: { operation, attempts: 0, ...(provider && { provider }) },
      });
    },
  };
}
