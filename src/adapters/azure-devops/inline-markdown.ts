import { attributeOf, type HtmlElement, type HtmlNode } from './html-tree.js';
import { HARD_BREAK, isSame, type Link, type Marks, type Run, STYLES } from './inline-runs.js';
import { destinationOf, escapeText, print, titleOf } from './print-inline.js';
import { isSafeAddress, MENTION } from './safe-address.js';

const MARKS: Readonly<Record<string, keyof Marks>> = {
  ...{ b: 'strong', strong: 'strong', i: 'emphasis', em: 'emphasis', s: 'deleted', strike: 'deleted', del: 'deleted' },
  ...{ code: 'code', tt: 'code', kbd: 'code', samp: 'code' },
};

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
  if (!/^[#>\-+=:|\d]/.test(line)) return line;
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
    if (run.marks.code || run.isMarkdown || !/^[ \n]|[ \n]$/.test(run.text)) {
      parts.push(run);
      continue;
    }
    const [, lead = '', text = '', trail = ''] = ENDS.exec(run.text) ?? [];
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

/** Whether a text has nothing to be spaced: most have nothing, and patterns look at every character several times. */
function isPlain(text: string): boolean {
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || (code > 126 && code < 161) || code === 0xfdd0 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return true;
}

/** White space as a browser shows it; a space that the editor made unbreakable beside another one is an ordinary one. */
function spaced(text: string): string {
  if (isPlain(text)) return text;
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
