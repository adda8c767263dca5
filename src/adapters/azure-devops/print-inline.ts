import { isSame, type Level, type Link, type Run, STYLES, type Style } from './inline-runs.js';

const SIGNS: Readonly<Record<Style, string>> = { deleted: '~~', strong: '**', emphasis: '*' };

/** Prints runs: links around emphasis around code. What is marked alike and stands side by side is marked once. @internal */
export function print(runs: readonly Run[]): string {
  let printed = '';
  for (let at = 0; at < runs.length; ) {
    const end = endOfSame(runs, at, 'link');
    const group = runs.slice(at, end);
    const link = group[0]?.marks.link;
    const next = runs[end]?.text ?? '';
    const before = link ? '' : printed;
    const inner = printStyles(group, STYLES, before, next);
    printed = link ? addLink(printed, link, group, inner, next) : inner;
    at = end;
  }
  return printed;
}

/** Prints runs with emphasis, behind what was printed: the one that goes on for longest lies around the others. */
function printStyles(runs: readonly Run[], styles: readonly Style[], before: string, next: string): string {
  let printed = before;
  for (let at = 0; at < runs.length; ) {
    const start = at;
    const lengths = styles.map((style) => (runs[start]?.marks[style] ? endOfSame(runs, start, style) - start : 0));
    const longest = Math.max(0, ...lengths);
    const style = styles[lengths.indexOf(longest)];
    if (longest === 0 || style === undefined) {
      const isCode = runs[at]?.marks.code === true;
      const group = runs.slice(at, isCode ? endOfSame(runs, at, 'code') : at + 1);
      // Signs of code side by side would be read as one.
      printed += isCode && !/[^\\]`$/.test(printed) ? codeOf(group.map(({ text }) => text).join('')) : plain(group);
      at += group.length;
      continue;
    }
    at += longest;
    const rest = styles.filter((each) => each !== style);
    const after = runs[at]?.text ?? next;
    printed = wrap(printed, SIGNS[style], printStyles(runs.slice(start, at), rest, '', after), after);
  }
  return printed;
}

function plain(runs: readonly Run[]): string {
  return runs.map(({ text, isMarkdown }) => (isMarkdown ? text : escapeText(text))).join('');
}

function endOfSame(runs: readonly Run[], at: number, level: Level): number {
  const value = runs[at]?.marks[level];
  let end = at + 1;
  while (end < runs.length && isSame(value, runs[end]?.marks[level])) end += 1;
  return end;
}

const OUTER = /^([\s\uFDD0]*)([\s\S]*?)([\s\uFDD0]*)$/;

/** Emphasis, with the white space outside; none where the signs would not be taken for any. */
function wrap(before: string, sign: string, inner: string, next: string): string {
  const [, lead = '', text = '', trail = ''] = OUTER.exec(inner) ?? [];
  if (text === '') return before + inner;
  const left = (before + lead).at(-1) ?? ' ';
  const right = (trail + next)[0] ?? ' ';
  const opens = isOpen(left, text[0] ?? '');
  const closes = isOpen(right, text.at(-1) ?? '');
  return opens && closes ? `${before}${lead}${sign}${text}${sign}${trail}` : before + inner;
}

/** Whether signs between an outer and an inner character open or close emphasis. */
function isOpen(outer: string, inner: string): boolean {
  if (/[*~]/.test(outer)) return false;
  return !/[\p{P}\p{S}]/u.test(inner) || /[\s\p{P}\p{S}\uFDD0]/u.test(outer);
}

/** What the parser takes for a link by itself, between white space or brackets. */
const BARE = /^https?:\/\/[a-z\d-]+(?:\.[a-z\d-]+)+(?::\d+)?(?:[/?#](?:[\w./?=%#+-]*[\w/])?)?$/i;
const BARE_MAIL = /^[\w.+-]*\w@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z\d]+$/i;
const MAIL = /^[\w.+-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

function addLink(before: string, { url, title }: Link, group: readonly Run[], inner: string, next: string): string {
  const plain = group.map(({ text }) => text).join('');
  const address = plain === url.replace(/^mailto:/i, '') ? plain : undefined;
  if (address !== undefined && title === undefined) {
    const isFree = /(?:^|[\s(\uFDD0])$/.test(before) && /^[.,;:!?)]*(?:[\s\uFDD0]|$)/.test(next);
    if (isFree && (plain === url ? BARE : BARE_MAIL).test(address)) return before + address;
    if (plain !== url && MAIL.test(address)) return `${before}<${address}>`;
    if (plain === url && /^[a-z][a-z\d+.-]{1,31}:[^\s<>\p{Cc}]*$/iu.test(url)) return `${before}<${url}>`;
  }
  const [, lead = '', text = '', trail = ''] = OUTER.exec(inner) ?? [];
  const shown = text.replaceAll(/\s*\uFDD0\s*/g, ' ');
  if (shown === '') return before + inner;
  // Behind it, a sign would make an image of the link.
  const kept = /(?<!\\)!$/.test(before + lead) ? `${(before + lead).slice(0, -1)}\\!` : before + lead;
  return `${kept}[${shown}](${destinationOf(url)}${titleOf(title)})${trail}`;
}

/** @internal */
export function destinationOf(url: string): string {
  const safe = url
    .replaceAll(/[\s<>\\\p{Cc}]/gu, (character) => encodeURIComponent(character))
    .replaceAll(/&(?=#?\w+;)/g, '&amp;');
  return /[()]/.test(safe) ? `<${safe}>` : safe;
}

/** @internal */
export function titleOf(title: string | undefined): string {
  const text = title?.replaceAll(/\s+/g, ' ').trim() ?? '';
  return text === '' ? '' : ` "${text.replaceAll(/["\\]/g, '\\$&').replaceAll(/&(?=#?\w+;)/g, '\\&')}"`;
}

function codeOf(text: string): string {
  const code = text.replaceAll(/[\n\uFDD0]/g, ' ');
  if (code.trim() === '') return code;
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const isPadded = /^`|`$/.test(code) || /^ .* $/.test(code);
  return isPadded ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`;
}

/** Text that stays text: a backslash before all that would be more. @internal */
export function escapeText(text: string): string {
  if (!/[\\`*[\]~_<&@]/.test(text)) return text;
  return text.replaceAll(
    /[\\`*[\]~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!?]|$)|&(?=#?\w+;)|@(?=[\w.-]*[-_](?![\w.-]))/giu,
    '\\$&',
  );
}
