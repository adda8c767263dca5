/**
 * Orders texts by their UTF-8 bytes, which is the order of their code points. JavaScript's own `<` compares UTF-16 units
 * and puts U+1F600 before U+FF5E; databases and other languages do not.
 *
 * @public
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const unitA = a.charCodeAt(at);
    const unitB = b.charCodeAt(at);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

// Surrogates (0xd800 to 0xdfff) stand for code points above all others, though as units they come before U+E000.
function rank(unit: number): number {
  return unit >> 11 === 27 ? unit + 0x10000 : unit;
}
