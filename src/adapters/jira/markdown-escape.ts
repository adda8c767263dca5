// What Markdown would take for a sign of its own, in text that is none. Written for speed: a listing of issues comes through
// here with every body.

/** Signs that act anywhere in a line; an underscore inside a word does not. */
const SIGNS = /[`*~[]|\\(?=[!-/:-@[-`{-~]|$)|<(?=[A-Za-z!/?]|$)|&(?=#?\w+;|$)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
const SIGNS_IN_LABEL = new RegExp(`${SIGNS.source}|\\]`, 'g');
/** A bare address, of which GitHub's Markdown makes a link. */
const ADDRESS =
  /(?<![\da-z])https?:\/\/[^\s<>|`\\]*[^\s<>|`\\?!.,:;*_~'")\]]|(?<![\w.+-])www\.[a-z\d-]+(?:\.[a-z\d-]*[a-z\d])+|(?<![\w.+-])[\w.+-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+(?![\w-])/gi;
const MAY_HOLD_ADDRESS = /@|:\/\/|www\./i;
const AUTOLINK = /^(?:https?|ftp|mailto):[^\s<>|\p{Cc}]+$/iu;
const EMAIL = /^[\w.+-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+$/i;

/** Text in a line. @internal */
export function escapeText(value: string): string {
  if (!MAY_HOLD_ADDRESS.test(value)) return value.replace(SIGNS, '\\$&');
  let escaped = '';
  let end = 0;
  for (const { 0: address, index } of value.matchAll(ADDRESS)) {
    const before = value.slice(end, index).replace(SIGNS, '\\$&');
    const isBare = /^www\./i.test(address);
    escaped += isBare ? `${before.replace(/!$/, '\\!')}[${address}](http://${address})` : `${before}<${address}>`;
    end = index + address.length;
  }
  return escaped + value.slice(end).replace(SIGNS, '\\$&');
}

/** Text between the brackets of a link or an image. @internal */
export function escapeLabel(value: string): string {
  return value.replace(SIGNS_IN_LABEL, '\\$&');
}

/** The address of a link behind its brackets, and its title. @internal */
export function destination(url: string, title: string, isTitled = title !== ''): string {
  const address = /^[^\s<>()\\&\p{Cc}]+$/u.test(url)
    ? url
    : `<${url.replace(/[<>\\]|&(?=#?\w+;)/g, '\\$&').replace(/[\r\n]/g, encodeURIComponent)}>`;
  const inQuotes = title.replace(/["\\]|&(?=#?\w+;)/g, '\\$&').replace(/[\r\n]+/g, ' ');
  return isTitled ? `(${address} "${inQuotes}")` : `(${address})`;
}

/** A link whose text is its address, where it can be written as such. @internal */
export function autolink(label: string, url: string): string | undefined {
  return (label === url && AUTOLINK.test(url)) || (`mailto:${label}` === url && EMAIL.test(label))
    ? `<${label}>`
    : undefined;
}

/** Code in a line. @internal */
export function codeSpan(value: string): string {
  const code = value.replace(/[\r\n]+/g, ' ');
  let fence = '`';
  if (code.includes('`')) {
    const runs = new Set(code.match(/`+/g)?.map(({ length }) => length));
    while (runs.has(fence.length)) fence += '`';
  }
  const needsRoom = /^`|`$|^ .* $/s.test(code) && code.trim() !== '';
  return needsRoom ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`;
}

/** A block of code. @internal */
export function codeFence(language: string, value: string): string {
  const longest = Math.max(2, ...(value.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const info = language.replace(/[\s`\\&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return value === '' ? `${fence}${info}\n${fence}` : `${fence}${info}\n${value}\n${fence}`;
}

/** What would begin a block, or underline the line above, where a line begins. */
const LINE_START = /^(?:#{1,6}(?=\s|$)|>|[+-](?=\s|$)|=+\s*$|[|:-][|:\- \t]*$)/;
const NUMBER = /^(\d{1,9})(?=[.)](?:\s|$))/;

/** A line of a paragraph. @internal */
export function escapeLineStart(line: string): string {
  if (!/^[#>+=|:\d-]/.test(line)) return line;
  return LINE_START.test(line) ? `\\${line}` : line.replace(NUMBER, '$1\\');
}
