import { attributeOf, type HtmlElement, type HtmlNode } from './html-tree.js';

/** Stands for a hard break until the line is whole. It is no character of text: those of its kind are taken out. @internal */
export const HARD_BREAK = '\uFDD0';

/** A mention of a person, as the address of a link. @internal */
export const MENTION = /^vss-mention:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const MARKS: Readonly<Record<string, keyof Marks>> = {
  ...{ b: 'strong', strong: 'strong', i: 'emphasis', em: 'emphasis', s: 'deleted', strike: 'deleted', del: 'deleted' },
  ...{ code: 'code', tt: 'code', kbd: 'code', samp: 'code' },
};

interface Marks {
  readonly strong?: boolean;
  readonly emphasis?: boolean;
  readonly deleted?: boolean;
  readonly code?: boolean;
  /** Where a link leads to, as Markdown says it. */
  readonly link?: Link;
}

interface Link {
  readonly url: string;
  readonly title: string | undefined;
}

interface Run {
  readonly text: string;
  readonly marks: Marks;
  /** Markdown already: an image, a break. */
  readonly isMarkdown?: true;
}

/**
 * What stands in a line, as Markdown with line ends for soft breaks and {@link HARD_BREAK} for the others.
 *
 * @internal
 */
export function inlineMarkdown(nodes: readonly HtmlNode[]): string {
  const runs: Run[] = [];
  collect(nodes, {}, runs);
  return print(withoutMarkedEnds(runs));
}

const AROUND_BREAKS = /[ \n]*\uFDD0[ \n]*/g;

/** A paragraph out of what {@link inlineMarkdown} gives: no line of it begins anything but text. @internal */
export function linesOf(marked: string): string {
  if (!marked.includes('\n') && !marked.includes(HARD_BREAK)) return escapeStart(marked.trim());
  return marked
    .trim()
    .replaceAll(AROUND_BREAKS, HARD_BREAK)
    .replaceAll(/^\uFDD0+|\uFDD0+$/g, '')
    .trim()
    .split(HARD_BREAK)
    .map((line) =>
      line
        .split(/ *\n */)
        .map(escapeStart)
        .join('\n'),
    )
    .join('\\\n');
}

/** What would begin a block at the start of a line. */
function escapeStart(line: string): string {
  return line
    .replace(/^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|[-=]+\s*$|[-:|][-:| ]*$|\|)/, '\\')
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\');
}

function collect(nodes: readonly HtmlNode[], marks: Marks, runs: Run[]): void {
  for (const node of nodes) {
    if (typeof node === 'string') {
      const text = spaced(node);
      if (text !== '') runs.push({ text, marks });
    } else if (node.tag === 'br') runs.push({ text: HARD_BREAK, marks: {}, isMarkdown: true });
    else if (node.tag === 'img') runs.push(...imageOf(node, marks));
    else {
      const mark = MARKS[node.tag];
      const link = node.tag === 'a' && !marks.link ? linkOf(node) : undefined;
      const inner = { ...marks, ...(mark && { [mark]: true }), ...(link && { link }) };
      collect(node.children, inner, runs);
      // Blocks inside of a line are parted by more than nothing.
      if (/^(?:p|div|li|tr|td|th|h[1-6]|pre)$/.test(node.tag)) runs.push({ text: ' ', marks: {} });
    }
  }
}

const ENDS = /^([ \n]*)([\s\S]*?)([ \n]*)$/;

/**
 * White space at the end of something marked is outside of it: it takes part in what both of its neighbours are marked with.
 * Of two spaces side by side one is left.
 */
function withoutMarkedEnds(runs: readonly Run[]): Run[] {
  const parts: Run[] = [];
  for (const run of runs) {
    const [, lead = '', text = '', trail = ''] =
      run.marks.code || run.isMarkdown ? ['', '', run.text, ''] : (ENDS.exec(run.text) ?? []);
    const isSpaced = isSpace(parts.at(-1)) || parts.at(-1)?.text === HARD_BREAK;
    if (lead !== '' && !(isSpaced && lead === ' ')) parts.push({ text: lead, marks: run.marks });
    if (text !== '') parts.push({ ...run, text });
    if (trail !== '') parts.push({ text: trail, marks: run.marks });
  }
  let before: Marks = {};
  return parts.map((part, at) => {
    if (!isSpace(part) && part.text !== HARD_BREAK) {
      before = part.marks;
      return part;
    }
    const after = parts.slice(at).find((other) => !isSpace(other) && other.text !== HARD_BREAK)?.marks ?? {};
    return { ...part, marks: common(before, after) };
  });
}

const isSpace = (run: Run | undefined) => run !== undefined && !run.marks.code && /^[ \n]+$/.test(run.text);

function common(a: Marks, b: Marks): Marks {
  const styles = Object.fromEntries(STYLES.filter((style) => a[style] && b[style]).map((style) => [style, true]));
  return { ...styles, ...(a.link && isSame(a.link, b.link) && { link: a.link }) };
}

/** White space as a browser shows it; a space that the editor made unbreakable beside another one is an ordinary one. */
function spaced(text: string): string {
  return text
    .replaceAll(/[ \t\f]*[\r\n][ \t\r\n\f]*/g, '\n')
    .replaceAll(/[ \t\f]+/g, ' ')
    .replaceAll(/ \u00A0+ ?|\u00A0+ /g, ' ')
    .replaceAll(/(?!\n)[\p{Cc}\uFDD0]/gu, '');
}

function imageOf(element: HtmlElement, marks: Marks): Run[] {
  const src = attributeOf(element, 'src')?.trim() ?? '';
  const alt = attributeOf(element, 'alt') ?? '';
  const isSafe = isSafeAddress(src) || /^data:image\/(?:png|gif|jpe?g|webp);base64,[\w+/=]*$/i.test(src);
  if (src === '' || !isSafe) return alt === '' ? [] : [{ text: spaced(alt), marks }];
  const text = `![${escapeText(spaced(alt).replaceAll('\n', ' '))}](${destinationOf(src)}${titleOf(attributeOf(element, 'title'))})`;
  return [{ text, marks: marks.link ? { link: marks.link } : {}, isMarkdown: true }];
}

function linkOf(element: HtmlElement): Link | undefined {
  const [, guid] = /version:[\d.]+,\s*([0-9a-f-]{36})/i.exec(attributeOf(element, 'data-vss-mention') ?? '') ?? [];
  if (guid && MENTION.test(`vss-mention:${guid}`)) return { url: `vss-mention:${guid}`, title: undefined };
  const url = attributeOf(element, 'href')?.trim() ?? '';
  return url === '' || !isSafeAddress(url) ? undefined : { url, title: attributeOf(element, 'title') };
}

/** Whether an address only leads somewhere: one that a browser would carry out is none. @internal */
export function isSafeAddress(url: string): boolean {
  const [, scheme] = /^([^/?#:]*):/.exec(url.replaceAll(/[\p{Cc}\s]/gu, '')) ?? [];
  return scheme === undefined || /^(?:https?|mailto|tel|ftps?|xmpp|vstfs|x-mvwit)$/i.test(scheme);
}

type Level = keyof Marks;
type Style = 'strong' | 'emphasis' | 'deleted';
const STYLES: readonly Style[] = ['deleted', 'strong', 'emphasis'];
const SIGNS: Readonly<Record<Style, string>> = { deleted: '~~', strong: '**', emphasis: '*' };

/** Prints runs: links around emphasis around code. What is marked alike and stands side by side is marked once. */
function print(runs: readonly Run[]): string {
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

function isSame(a: Marks[Level], b: Marks[Level]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return (a ?? false) === (b ?? false);
  return a.url === b.url && a.title === b.title;
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

function destinationOf(url: string): string {
  const safe = url
    .replaceAll(/[\s<>\\\p{Cc}]/gu, (character) => encodeURIComponent(character))
    .replaceAll(/&(?=#?\w+;)/g, '&amp;');
  return /[()]/.test(safe) ? `<${safe}>` : safe;
}

function titleOf(title: string | undefined): string {
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

/** Text that stays text: a backslash before all that would be more. */
function escapeText(text: string): string {
  return text.replaceAll(
    /[\\`*[\]~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!?]|$)|&(?=#?\w+;)|@(?=[\w.-]*[-_](?![\w.-]))/giu,
    '\\$&',
  );
}
