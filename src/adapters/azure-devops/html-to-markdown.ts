import { attributeOf, type HtmlElement, type HtmlNode, readHtml } from './html-tree.js';
import { inlineMarkdown, linesOf } from './inline-markdown.js';

// Straight from the elements to the text, without a Markdown tree between: every synchronised issue passes through.

const CONTAINERS = new Set(
  'div section article header footer main figure figcaption address center html body dl dt dd caption'.split(' '),
);
const BLOCKS = new Set([
  ...CONTAINERS,
  ...'p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table thead tbody tfoot tr td th hr'.split(' '),
]);

/** A block of Markdown. */
interface Block {
  readonly text: string;
  /** A line of its own rather than a paragraph: the editor makes one of each line that people type. */
  readonly kind: 'line' | 'paragraph' | 'ul' | 'ol' | 'quote' | 'leaf' | 'table';
  /** Whether something empty stands before it. */
  readonly isApart?: boolean;
}

/**
 * HTML as canonical Markdown. What Markdown has no word for (colours, sizes, underlines) loses its looks and keeps its text;
 * a tag that is not known stands there as text, and nothing that would act gets through.
 *
 * @internal
 */
export function htmlToMarkdown(html: string): string {
  return joinBlocks(blocksOf(readHtml(html)));
}

function joinBlocks(blocks: readonly Block[], isTight = false, gap = '\n\n'): string {
  let text = '';
  let before: Block['kind'] | undefined;
  for (const block of blocks) {
    const { text: next, kind, isApart } = block;
    if (before === undefined) text = next;
    else if (before === 'line' && kind === 'line' && !isApart) text += `\\\n${next}`;
    else text += isTight && canFollow(before, block) ? `\n${next}` : `${gap}${next}`;
    before = kind;
  }
  return text;
}

/** Whether a block is one of its own on the very next line. */
function canFollow(before: Block['kind'], { kind, text }: Block): boolean {
  // A list that begins with nothing, or not with 1, would go on with the line before it.
  if (kind === 'ul' || kind === 'ol') return before === 'line' && /^(?:[-*]|1[.)]) ./.test(text);
  return before === 'leaf' ? kind !== 'table' : kind === 'leaf' || (kind === 'quote' && before !== 'quote');
}

function isBlock(node: HtmlNode): node is HtmlElement {
  return typeof node !== 'string' && (BLOCKS.has(node.tag) || (node.tag !== 'a' && node.children.some(isBlock)));
}

/** The blocks of some nodes. What stands in a line is a line of its own, and two breaks in a row part paragraphs. */
function blocksOf(nodes: readonly HtmlNode[]): Block[] {
  const blocks: Block[] = [];
  let line: HtmlNode[] = [];
  let hasGap = false;
  const add = (block: Block) => {
    blocks.push(hasGap ? { ...block, isApart: true } : block);
    hasGap = false;
  };
  const flush = () => {
    const marked = inlineMarkdown(line);
    const parts = marked.split(/(?:\s*\uFDD0\s*){2,}/);
    for (const [at, part] of parts.entries()) {
      if (at > 0) hasGap = true;
      const text = linesOf(part);
      if (text !== '') add({ text, kind: 'line' });
    }
    line = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      line.push(node);
      continue;
    }
    flush();
    const inner = blockOf(node, blocks);
    if (inner.length === 0 && node.tag !== 'hr') hasGap = true;
    for (const block of inner) add(block);
  }
  flush();
  return blocks;
}

function blockOf(element: HtmlElement, before: readonly Block[]): Block[] {
  const { tag, children } = element;
  if (tag === 'hr') return [{ text: '***', kind: 'leaf' }];
  if (/^h[1-6]$/.test(tag)) return headingOf(Number(tag[1]), children);
  if (tag === 'pre') return [{ text: fenced(element), kind: 'leaf' }];
  if (tag === 'table') return tableOf(element);
  if (tag === 'ul' || tag === 'ol') return listOf(element, before.at(-1));
  if (tag === 'blockquote') {
    const quoted = joinBlocks(blocksOf(children));
    return quoted === '' ? [] : [{ text: quoted.replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>'), kind: 'quote' }];
  }
  const inner = blocksOf(children);
  // A paragraph keeps its distance from what comes behind it, whatever stands in it.
  return tag === 'p' ? inner.map((block) => (block.kind === 'line' ? { ...block, kind: 'paragraph' } : block)) : inner;
}

function headingOf(depth: number, children: readonly HtmlNode[]): Block[] {
  const text = oneLine(children).replace(/(^|\s)(#+)$/, '$1\\$2');
  return text === '' ? [] : [{ text: `${'#'.repeat(depth)} ${text}`, kind: 'leaf' }];
}

/** Nodes as one line, whatever blocks they are. */
function oneLine(nodes: readonly HtmlNode[]): string {
  return inlineMarkdown(nodes)
    .replaceAll(/\s*[\n\uFDD0]\s*/g, ' ')
    .trim();
}

/** The text of nodes as it is, for code. */
function plainText(nodes: readonly HtmlNode[]): string {
  return nodes
    .map((node) => (typeof node === 'string' ? node : node.tag === 'br' ? '\n' : plainText(node.children)))
    .join('');
}

function fenced({ attributes, children, tag }: HtmlElement): string {
  const [only] = children;
  const code = children.length === 1 && typeof only === 'object' && only.tag === 'code' ? only : undefined;
  const name = attributeOf(code ?? { tag, attributes, children }, 'class') ?? '';
  const [, language = ''] = /(?:^|\s)lang(?:uage)?-([^\s`]+)/.exec(name) ?? [];
  const text = plainText(children).replaceAll(/\r\n?/g, '\n').replace(/\n$/, '');
  const longest = Math.max(0, ...[...text.matchAll(/^\s*(`+)/gm)].map(([, run = '']) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}${text === '' ? '' : '\n'}${fence}`;
}

function listOf({ tag, attributes, children }: HtmlElement, before: Block | undefined): Block[] {
  const items = itemsOf(children);
  if (items.length === 0) return [];
  // Beside another list of its kind it would go on with that one.
  const isOther = before?.kind === tag && /^(?:-|\d+\.)/.test(before.text);
  const start = Number(attributeOf({ tag, attributes, children }, 'start') ?? 1);
  const first = Number.isInteger(start) && start >= 0 && start < 1e8 ? start : 1;
  const tasks = items.map((nodes) => {
    const [task = '', rest] = taskOf(nodes);
    return { task, blocks: blocksOf(rest) };
  });
  const isParted = (blocks: readonly Block[]) => joinBlocks(blocks, true, '\0').includes('\0');
  const isLoose =
    items.some((nodes) => nodes.some((node) => typeof node === 'object' && node.tag === 'p')) ||
    tasks.some(({ blocks }) => isParted(blocks));
  const texts = tasks.map(({ task, blocks }, at) => {
    const marker = tag === 'ul' ? (isOther ? '*' : '-') : `${first + at}${isOther ? ')' : '.'}`;
    const text = `${task}${joinBlocks(blocks, !isLoose)}`;
    const indent = ' '.repeat(marker.length + 1);
    return text === '' ? marker : `${marker} ${text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`)}`;
  });
  return [{ text: texts.join(isLoose ? '\n\n' : '\n'), kind: tag === 'ul' ? 'ul' : 'ol' }];
}

/** The items of a list. A list that stands beside its items, as mail programs make them, belongs to the one before. */
function itemsOf(children: readonly HtmlNode[]): (readonly HtmlNode[])[] {
  const items: HtmlNode[][] = [];
  for (const node of children) {
    if (typeof node === 'object' && node.tag === 'li') items.push([...node.children]);
    else if (typeof node === 'string' ? node.trim() !== '' : true) {
      const last = items.at(-1);
      if (last) last.push(node);
      else items.push([node]);
    }
  }
  return items;
}

/** Whether an item is a task that is to be ticked off, and the rest of it. */
function taskOf(nodes: readonly HtmlNode[]): [string | undefined, readonly HtmlNode[]] {
  const [first, ...others] = nodes;
  if (typeof first === 'string') {
    const [whole = '', tick] = /^\s*\[([ xX])\]\s/.exec(first) ?? [];
    return tick ? [`[${tick.toLowerCase()}] `, [first.slice(whole.length), ...others]] : [undefined, nodes];
  }
  if (first?.tag === 'p') {
    const [task, rest] = taskOf(first.children);
    return task ? [task, [{ ...first, children: [...rest] }, ...others]] : [undefined, nodes];
  }
  if (first?.tag !== 'input' || attributeOf(first, 'type') !== 'checkbox') return [undefined, nodes];
  return [/\bchecked\b/i.test(first.attributes) ? '[x] ' : '[ ] ', others];
}

function tableOf(table: HtmlElement): Block[] {
  const rows = rowsOf(table).filter((row) => row.length > 0);
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return [];
  const cells = rows.map((row) => {
    const texts = row.map((cell) => oneLine(cell.children).replaceAll(/(?<!\\)\|/g, '\\|'));
    return `| ${Array.from({ length: width }, (_, at) => texts[at] ?? '').join(' | ')} |`;
  });
  const rulers = Array.from({ length: width }, (_, at) => {
    const align = rows[0]?.[at] && attributeOf(rows[0][at], 'align')?.toLowerCase();
    return align === 'center' ? ':-:' : align === 'right' ? '--:' : align === 'left' ? ':--' : '---';
  });
  const [head = '', ...body] = cells;
  return [{ text: [head, `| ${rulers.join(' | ')} |`, ...body].join('\n'), kind: 'table' }];
}

function rowsOf({ children }: HtmlElement): HtmlElement[][] {
  return children.flatMap((node) => {
    if (typeof node === 'string') return [];
    if (node.tag !== 'tr') return rowsOf(node);
    const isCell = (each: HtmlNode): each is HtmlElement => typeof each === 'object' && /^t[dh]$/.test(each.tag);
    return [node.children.filter(isCell)];
  });
}
