// What Markdown would take for a sign of its own, in text that is none. Written for speed: a listing of issues comes through
// here with every body.

/** Signs that act anywhere in a line; an underscore inside a word does not. */
const SIGNS = /[`*~[]|\\(?=[!-/:-@[-`{-~])|<(?=\S)|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
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
const AUTOLINK = /^(?:https?|ftp|mailto):[^\s<>|\p{Cc}]+$/iu;
const EMAIL = new RegExp(`^[\\w.+-]+@${HOST_PART}(?:\\.${HOST_PART})+$`, 'i');
const BACKSLASH = 92;
const EXCLAMATION_MARK = 33;
const LESS = 60;
const GREATER = 62;
const BAR = 124;
const ENTITY = /&#?\w+;/;

/** Without any of these there is nothing to escape, and no address. Most texts have none. */
const MAY_ACT = /[`*~[\\<&_@]|:\/\/|[wW]{3}\./;
const MAY_ACT_IN_LABEL = /[`*~[\]\\<&_]/;

/** Text in a line. @internal */
export function escapeText(value: string): string {
  if (!MAY_ACT.test(value)) return value;
  const mayHoldAddress = value.includes('@') || value.includes('://') || /www\./i.test(value);
  if (!mayHoldAddress) return value.replace(SIGNS, '\\$&');
  const parts: string[] = [];
  let end = 0;
  for (const { 0: address, index } of value.matchAll(ADDRESS)) {
    parts.push(value.slice(end, index).replace(SIGNS, '\\$&'), bareLink(address));
    end = index + address.length;
  }
  parts.push(value.slice(end).replace(SIGNS, '\\$&'));
  return joinText(parts.filter((part) => part !== ''));
}

function bareLink(address: string): string {
  const url = /^www\./i.test(address) ? `http://${address}` : address.includes('://') ? address : `mailto:${address}`;
  return autolink(address, url) ?? `[${endBefore(escapeLabel(address), ']')}]${destination(url, '')}`;
}

/** Pieces of a line one behind the other. None of them is empty. @internal */
export function joinText(parts: readonly string[]): string {
  let text = '';
  for (let at = 0; at < parts.length; at += 1) text += endBefore(parts[at] ?? '', parts[at + 1] ?? '');
  return text;
}

/**
 * A piece of a line as it has to end before the next one: a backslash would escape what comes, an exclamation mark make an
 * image of a link, a `<` begin an address.
 *
 * @internal
 */
export function endBefore(part: string, next: string): string {
  const last = part.charCodeAt(part.length - 1);
  if (last === LESS && /^\S/.test(next)) return `${part.slice(0, -1)}\\<`;
  if (last === EXCLAMATION_MARK && next.startsWith('[')) return `${part.slice(0, -1)}\\!`;
  if (last !== BACKSLASH || !/^[!-/:-@[-`{-~\n]/.test(next)) return part;
  const signs = /\\+$/.exec(part)?.[0].length ?? 0;
  return signs % 2 === 1 ? `${part}\\` : part;
}

/** Text between the brackets of a link or an image. @internal */
export function escapeLabel(value: string): string {
  return MAY_ACT_IN_LABEL.test(value) ? value.replace(SIGNS_IN_LABEL, '\\$&') : value;
}

/** The address of a link behind its brackets, and its title. @internal */
export function destination(url: string, title: string, isTitled = title !== ''): string {
  const address = /^[!#-%'*-;=?-[\]-~]+$/.test(url)
    ? url
    : `<${url.replace(/[<>\\]|&(?=#?\w+;)/g, '\\$&').replace(/[\r\n]/g, encodeURIComponent)}>`;
  if (!isTitled) return `(${address})`;
  const inQuotes = title.replace(/["\\]|&(?=#?\w+;)/g, '\\$&').replace(/[\r\n]+/g, ' ');
  return `(${address} "${inQuotes}")`;
}

/** A link whose text is its address, where it can be written as such. @internal */
export function autolink(label: string, url: string): string | undefined {
  const isAddress = label === url ? AUTOLINK.test(url) : `mailto:${label}` === url && EMAIL.test(label);
  return isAddress && !ENTITY.test(label) ? `<${label}>` : undefined;
}

/** Code that a single sign on each side is enough for, as nearly always. */
const SIMPLE_CODE = /^[^\r\n` ][^\r\n`]*$/;

/** Code in a line. @internal */
export function codeSpan(value: string): string {
  if (SIMPLE_CODE.test(value)) return `\`${value}\``;
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
  let longest = 2;
  if (value.includes('```')) for (const { length } of value.match(/`{3,}/g) ?? []) longest = Math.max(longest, length);
  const fence = '`'.repeat(longest + 1);
  const info = language.replace(/[\s`\\&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return value === '' ? `${fence}${info}\n${fence}` : `${fence}${info}\n${value}\n${fence}`;
}

/** What would begin a block, or underline the line above, where a line begins. */
const LINE_START = /^(?:#{1,6}(?=\s|$)|>|[+-](?=\s|$)|=+\s*$|[|:-][|:\- \t]*$)/;
const NUMBER = /^(\d{1,9})(?=[.)](?:\s|$))/;

/** A line of a paragraph. @internal */
export function escapeLineStart(line: string): string {
  // Letters are behind all of these but the bar.
  const first = line.charCodeAt(0);
  if (first > GREATER && first !== BAR) return line;
  return LINE_START.test(line) ? `\\${line}` : line.replace(NUMBER, '$1\\');
}

/** Text whose lines end as Markdown's do here. @internal */
export function withPlainLineEnds(value: string): string {
  return value.includes('\r') ? value.replace(/\r\n?/g, '\n') : value;
}

/** A line without the blanks at its ends. What Markdown does not take for a blank stays. @internal */
export function trimBlanks(line: string): string {
  let begin = 0;
  let end = line.length;
  while (isBlankAt(line, begin)) begin += 1;
  while (end > begin && isBlankAt(line, end - 1)) end -= 1;
  return begin === 0 && end === line.length ? line : line.slice(begin, end);
}

function isBlankAt(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 32 || code === 9;
}
