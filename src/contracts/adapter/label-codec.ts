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

/**
 * Makes a codec for a tracker that forbids some characters in labels: each is written as `%` and its UTF-8 bytes in hex,
 * as in a URL, and so is a `%` that would be read as one of those. `decode(encode(label))` is the label; a name that
 * people gave at the tracker stays as it is, unless it looks exactly like one that this codec made.
 *
 * @param forbidden - What the tracker does not take, as the inside of a character class: `\\s`, `,`.
 *
 * @public
 */
export function createLabelCodec(forbidden: string): LabelCodec {
  const codes = new RegExp(`[${forbidden}]|%(?=[0-9A-F]{2})`, 'gu');
  const hex = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const encode = (label: string) =>
    label.replace(codes, (part) => Array.from(new TextEncoder().encode(part), hex).join(''));
  return {
    encode,
    decode(label) {
      const decoded = label.replace(/(?:%[0-9A-F]{2})+/g, (part) => {
        const bytes = Uint8Array.from(part.slice(1).split('%'), (code) => Number.parseInt(code, 16));
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      });
      return encode(decoded) === label ? decoded : label;
    },
  };
}
