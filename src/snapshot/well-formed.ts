/** A text without halves of surrogate pairs, each of which becomes U+FFFD; null stays null. */
export function wellFormed(text: string | null): string | null {
  return text?.toWellFormed() ?? null;
}
