import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { nodesIn } from './nodes.js';
import { type KnownLabels, parserBounds } from './parser-bounds.js';
import { boundNesting, paragraphsOf } from './phrasing.js';
import type { MarkdownNode, Root } from './tree.js';
import { windowEnd } from './windows.js';

/** What is longer than this is Markdown up to here, and text from here on. */
const MAX_PARSED = 1_048_576;

/**
 * Canonical Markdown (CommonMark 0.31 with GitHub's extensions) as a tree. Never throws: any text is Markdown.
 *
 * Time and depth are bounded: what lies deeper than 32 containers, or would cost more than linear time, is text.
 *
 * @internal
 */
export function parseMarkdown(text: string): Root {
  const children = [...blocksOf(text)].flat();
  const known = windowEnd(text, 0) < text.length ? labelsIn(children) : undefined;
  return { type: 'root', children: known ? [...blocksOf(text, known)].flat() : children };
}

/**
 * The blocks of a text, as far as they are asked for: parsed in parts, each of which begins where a block does.
 *
 * @param known - Labels that all parts know. Without it each part knows its own.
 *
 * @internal
 */
export function* blocksOf(text: string, known?: KnownLabels): Generator<MarkdownNode[], void, void> {
  const parsed = Math.min(text.length, MAX_PARSED);
  let from = 0;
  let lines = 0;
  while (from < parsed) {
    const end = windowEnd(text, from);
    const part = text.slice(from, end);
    const { children } = fromMarkdown(part, {
      extensions: [gfm(), parserBounds(known)],
      mdastExtensions: [gfmFromMarkdown()],
    });
    const read = end < text.length ? takeOffLast(children, part) : part.length;
    if (from > 0) for (const node of nodesIn(children)) moveBy(node, from, lines);
    yield boundNesting(children);
    from += read;
    lines += part.slice(0, read).split(/\r\n?|\n/).length - 1;
  }
  if (from < text.length) yield paragraphsOf(text.slice(from));
}

/** Takes off what may go on behind a part of the text, unless it is all there is, and says where it begins. */
function takeOffLast(children: MarkdownNode[], part: string): number {
  const [first] = children;
  const siblings: MarkdownNode[] = children.length === 1 && first?.type === 'list' ? first.children : children;
  const begin = siblings.at(-1)?.position?.start.offset ?? 0;
  const lineStart = begin === 0 ? 0 : part.lastIndexOf('\n', begin - 1) + 1;
  if (lineStart === 0) return part.length;
  siblings.pop();
  return lineStart;
}

function labelsIn(children: readonly MarkdownNode[]): KnownLabels | undefined {
  const links: string[] = [];
  const footnotes: string[] = [];
  for (const node of nodesIn(children)) {
    if (node.type === 'definition') links.push(node.identifier.toUpperCase());
    if (node.type === 'footnoteDefinition') footnotes.push(node.identifier.toUpperCase());
  }
  return links.length + footnotes.length > 0 ? { links, footnotes } : undefined;
}

function moveBy({ position }: MarkdownNode, offset: number, lines: number): void {
  for (const point of position ? [position.start, position.end] : []) {
    point.line += lines;
    point.offset = (point.offset ?? 0) + offset;
  }
}
