// YouTrack's search language has no escapes: a value stands in braces and holds none, a text stands in quotation marks and
// holds none. What cannot be said in it is filtered on this side.

/** A value in braces; undefined for one that cannot be said in a query. @internal */
export function braced(value: string): string | undefined {
  return /[{}\r\n]/.test(value) ? undefined : `{${value}}`;
}

/** Each word of a text between quotation marks, where nothing is syntax; empty for a text without words. @internal */
export function quotedWords(text: string): string {
  // A wildcard acts inside of quotation marks too.
  const words = text
    .replace(/["*?\\\p{Cc}]/gu, ' ')
    .trim()
    .split(/\s+/);
  return words.flatMap((word) => (/[\p{L}\p{N}]/u.test(word) ? [`"${word}"`] : [])).join(' ');
}

/** Whether brackets, braces and quotation marks are in pairs, so that a query stays within the brackets around it. @internal */
export function isBalanced(query: string): boolean {
  const rest = query.replace(/"[^"]*"|\{[^{}]*\}/g, ' ');
  if (/["{}]/.test(rest)) return false;
  let open = 0;
  for (const sign of rest) {
    if (sign === '(') open++;
    if (sign === ')' && --open < 0) return false;
  }
  return open === 0;
}

/** Conditions of which all hold, and an order. Two of one attribute would mean "or" without the `and` between. @internal */
export function allOf(conditions: readonly (string | undefined)[], order?: string): string {
  const said = conditions.filter((condition) => condition !== undefined && condition !== '').join(' and ');
  return order === undefined ? said : `${said} sort by: ${order}`;
}
