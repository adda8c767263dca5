/**
 * Turns label names into ones that a tracker takes, and back.
 *
 * @public
 */
export interface LabelCodec {
  /** A label as the tracker is told it. */
  encode(label: string): string;
  /** A label as the tracker tells it. */
  decode(label: string): string;
}

/** The code of one character: its UTF-8 bytes in hex, as in a URL. */
const CODE =
  '%[0-7][0-9A-F]|%[CD][0-9A-F]%[89AB][0-9A-F]|%E[0-9A-F](?:%[89AB][0-9A-F]){2}|%F[0-4](?:%[89AB][0-9A-F]){3}';

/**
 * Makes a codec for a tracker that forbids some characters in labels: each is written as `%` and its UTF-8 bytes in hex,
 * as in a URL, and so is a `%` that would be read as the beginning of such a code. `decode(encode(label))` is the label; a
 * name that people gave at the tracker stays as it is, unless it holds the code of a forbidden character or of `%`.
 *
 * @param forbidden - What the tracker does not take, as the inside of a character class: `\\s`, `,`.
 *
 * @public
 */
export function createLabelCodec(forbidden: string): LabelCodec {
  const coded = new RegExp(`^[%${forbidden}]$`, 'u');
  const parts = new RegExp(`[${forbidden}]|${CODE}`, 'gu');
  const hex = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  /** The character that a code of ours stands for. */
  const characterOf = (code: string): string | undefined => {
    const bytes = Uint8Array.from(code.slice(1).split('%'), (pair) => Number.parseInt(pair, 16));
    const character = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return coded.test(character) ? character : undefined;
  };
  return {
    encode: (label) =>
      label.replace(parts, (part) => {
        if (coded.test(part)) return Array.from(new TextEncoder().encode(part), hex).join('');
        return characterOf(part) === undefined ? part : `%25${part.slice(1)}`;
      }),
    decode: (label) => label.replace(parts, (part) => characterOf(part) ?? part),
  };
}
