// What Markdown would take for a sign of its own, in text that is none. Written for speed: a listing of issues comes through
// here with every body.

/** Signs that act anywhere in a line; an underscore inside a word does not. */
const SIGNS = /[`*~[]|\\(?=[!-/:-@[-`{-~])|<(?=[A-Za-z!/?])|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
const SIGNS_IN_LABEL = new RegExp(`${SIGNS.source}|\\]`, 'g');
const URL_END = '[^\\s<>|`\\\\?!.,:;*_~\'")\\]]';
const HOST_PART = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?';
/** A bare address, of which GitHub's Markdown makes a link. */
const ADDRESS = new RegExp(
  [
    `(?<![a-z])https?:\\/\\/[^\\s<>|\`\\\\]*${URL_END}`,
    `(?<![a-z\\d])www\\.${HOST_PART}(?:\\.${HOST_PART})*(?:\\/[^\\s<>|\`\\\\]*${URL_END})?`,
    `(?<![\\w.+-])[\\w.+-]+@${HOST_PART}(?:\\.${HOST_PART})+`,
  ].join('|'),
  'gi',
);
const MAY_HOLD_ADDRESS = /@|:\/\/|www\./i;
const AUTOLINK = /^(?:https?|ftp|mailto):[^\s<>|\p{Cc}]+$/iu;
const EMAIL = new RegExp(`^[\\w.+-]+@${HOST_PART}(?:\\.${HOST_PART})+$`, 'i');
const ENTITY = /&#?\w+;/;

/** Text in a line. @internal */
export function escapeText(value: string): string {
  if (!MAY_HOLD_ADDRESS.test(value)) return value.replace(SIGNS, '\\$&');
  let escaped = '';
  let end = 0;
  for (const { 0: address, index } of value.matchAll(ADDRESS)) {
    const before = value.slice(end, index).replace(SIGNS, '\\$&');
    escaped = behind(behind(escaped, before), bareLink(address));
    end = index + address.length;
  }
  return behind(escaped, value.slice(end).replace(SIGNS, '\\$&'));
}

function bareLink(address: string): string {
  const url = /^www\./i.test(address) ? `http://${address}` : address.includes('://') ? address : `mailto:${address}`;
  return autolink(address, url) ?? `[${behind(escapeLabel(address), ']')}${destination(url, '')}`;
}

/**
 * One piece of a line behind another. A backslash at the end of the first would escape what comes, an exclamation mark make
 * an image of a link.
 *
 * @internal
 */
export function behind(before: string, next: string): string {
  if (next.startsWith('[') && before.endsWith('!')) return `${before.slice(0, -1)}\\!${next}`;
  if (!before.endsWith('\\') || !/^[!-/:-@[-`{-~\n]/.test(next)) return before + next;
  const signs = /\\+$/.exec(before)?.[0].length ?? 0;
  return signs % 2 === 1 ? `${before}\\${next}` : before + next;
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
  if (ENTITY.test(label)) return undefined;
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
