// A listing of issues comes through here with every body, in a process so young that being compiled costs as much as
// running. So what each block, line, cell and mark passes is a counted loop, which compiles to much less than `for … of`,
// and without closures.
import { toLines, toOneLine } from './adf-line-to-markdown.js';
import { isImageUrl, isSafeUrl } from './adf-links.js';
import { isList, listToMarkdown, signOf } from './adf-list-to-markdown.js';
import { codeFence, destination, endBefore, escapeLabel, withPlainLineEnds } from './adf-markdown-signs.js';
import { type AdfNode, attrOf, contentOf, isNode, marksOf, numberOf, paragraph, text } from './adf-nodes.js';
import { tableToMarkdown } from './adf-table-to-markdown.js';
import { nameOf, textWithin } from './adf-visible-text.js';

/** Deeper than this a document is shown as its text. */
const MAX_DEPTH = 32;
/** More nodes than this no document of a tracker has. */
const MAX_NODES = 200_000;

/** Where a block is written. @internal */
export interface Scope {
  readonly depth: number;
  /** How many nodes may still be looked at, in all. */
  readonly budget: { left: number };
}

/** What stands between two blocks, of which the second has been written. @internal */
export type Gap = (before: AdfNode, node: AdfNode, markdown: string) => string;

type Write = (node: AdfNode, scope: Scope, taken: string) => string;

/**
 * A document as Markdown; null for one in which nothing is to be seen.
 *
 * Takes anything. What Markdown has no word for is shown as text, as a quote if it holds blocks: a reader misses nothing,
 * and can see that there is something.
 *
 * @internal
 */
export function adfToMarkdown(adf: unknown): string | null {
  const node = typeof adf === 'string' ? paragraph([text(adf)]) : adf;
  if (!isNode(node)) return null;
  const blocks = node.type === 'doc' ? contentOf(node) : [node];
  return blocksToMarkdown(blocks, { depth: 0, budget: { left: MAX_NODES } }) || null;
}

/**
 * Blocks, a blank line between each two, or what else `gapOf` says. Of two lists in a row the second has another sign, so
 * that they stay two.
 *
 * @internal
 */
export function blocksToMarkdown(nodes: readonly AdfNode[], scope: Scope, taken = '', gapOf: Gap = blankLine): string {
  let written = '';
  let before: AdfNode | undefined;
  let lastSign = taken;
  for (let at = 0, node = nodes[0]; node !== undefined; at += 1, node = nodes[at]) {
    const markdown = blockToMarkdown(node, scope, lastSign);
    if (markdown === '') continue;
    written = before === undefined ? markdown : `${written}${gapOf(before, node, markdown)}${markdown}`;
    before = node;
    lastSign = isList(node) ? signOf(node, lastSign) : '';
  }
  return written;
}

function blankLine(): string {
  return '\n\n';
}

/** A block by itself. @internal */
export function blockToMarkdown(
  node: AdfNode,
  { depth, budget }: Scope = { depth: 0, budget: { left: MAX_NODES } },
  taken = '',
): string {
  budget.left -= 1;
  if (budget.left < 0) return '';
  if (depth >= MAX_DEPTH) return toLines([text(textWithin(node, budget))]);
  const scope = { depth: depth + 1, budget };
  return (WRITERS.get(node.type) ?? unknownToMarkdown)(node, scope, taken);
}

const WRITERS: ReadonlyMap<string, Write> = /* @__PURE__ */ new Map<string, Write>([
  ['paragraph', (node) => toLines(contentOf(node))],
  ['heading', headingToMarkdown],
  ['codeBlock', codeToMarkdown],
  ['blockquote', (node, scope) => quoted(blocksToMarkdown(contentOf(node), scope))],
  ['rule', (_, { depth }) => (depth === 1 ? '---' : '___')],
  ['table', tableToMarkdown],
  ['bulletList', listToMarkdown],
  ['orderedList', listToMarkdown],
  ['taskList', listToMarkdown],
  ['decisionList', listToMarkdown],
  ['mediaSingle', mediaToMarkdown],
  [
    'mediaGroup',
    (node) =>
      contentOf(node)
        .map((media) => toLines([media]))
        .join(' '),
  ],
  ['expand', titledToMarkdown],
  ['nestedExpand', titledToMarkdown],
]);

function headingToMarkdown(node: AdfNode): string {
  const level = Math.min(6, Math.max(1, Math.trunc(numberOf(node, 'level') ?? 1)));
  const line = toOneLine(contentOf(node));
  const title = line.endsWith('#') ? line.replace(/(^|\s)(?=#+$)/, '$1\\') : line;
  return `${'#'.repeat(level)} ${title}`.trimEnd();
}

function codeToMarkdown(node: AdfNode): string {
  let code = '';
  for (const { text: value } of contentOf(node)) if (typeof value === 'string') code += value;
  return codeFence(attrOf(node, 'language'), withPlainLineEnds(code));
}

function mediaToMarkdown(node: AdfNode): string {
  const [media, ...others] = contentOf(node);
  if (media === undefined) return toLines([text(nameOf(node))]);
  const url = attrOf(media, 'url');
  const alt = escapeLabel(attrOf(media, 'alt').replace(/[\r\n]+/g, ' '));
  const image = `![${endBefore(alt, ']')}]${destination(url, '')}`;
  const link = [...marksOf(node), ...marksOf(media)].find(({ type }) => type === 'link');
  const href = link === undefined ? '' : attrOf(link, 'href');
  const shown = isSafeUrl(href) ? `[${image}]${destination(href, '')}` : image;
  const captions = others.map((caption) => toLines(contentOf(caption))).filter((caption) => caption !== '');
  return [isImageUrl(url) ? shown : toLines([media]), ...captions].join('\\\n');
}

function titledToMarkdown(node: AdfNode, scope: Scope): string {
  const title = attrOf(node, 'title');
  const heading = title === '' ? [] : [paragraph([text(title, [{ type: 'strong' }])])];
  return unknownToMarkdown({ ...node, content: [...heading, ...contentOf(node)] }, scope);
}

/** What a document of today does not have: its lines, or its blocks as a quote, or at least its name. */
function unknownToMarkdown(node: AdfNode, scope: Scope): string {
  const content = contentOf(node);
  if (content.some(isInline)) return toLines(content);
  const blocks = content.length === 0 ? '' : quoted(blocksToMarkdown(content, scope));
  return blocks || toLines([node]);
}

function isInline({ type, text: value }: AdfNode): boolean {
  return typeof value === 'string' || /^(?:hardBreak|mention|emoji|date|status|placeholder)$|^inline/.test(type);
}

function quoted(blocks: string): string {
  return blocks === '' ? '' : `> ${blocks.replaceAll('\n', '\n> ')}`.replace(/^> $/gm, '>');
}
