const SURROGATE = /[\ud800-\udfff]/;

/**
 * Orders texts by their UTF-8 bytes, which is the order of their code points. JavaScript's own `<` compares UTF-16 units
 * and puts U+1F600 before U+FF5E; databases and other languages do not.
 *
 * @internal
 */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const unitA = a.charCodeAt(at);
    const unitB = b.charCodeAt(at);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above all others, though as units they come before U+E000.
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
