import type { MarkdownNode, NodeOf, Phrasing } from './tree.js';

/** Emphasis and links that lie deeper in each other than this are taken away; their text stays. */
const MAX_NESTING = 32;

type Span = NodeOf<'emphasis' | 'strong' | 'delete' | 'link' | 'linkReference'>;

/** Takes away emphasis that lies deeper than a reader follows and a printer can print. @internal */
export function boundNesting(blocks: MarkdownNode[]): MarkdownNode[] {
  for (const node of blocks) boundBelow(node, 0);
  return blocks;
}

function boundBelow(node: MarkdownNode, depth: number): void {
  if (!('children' in node)) return;
  const inner = isSpan(node) ? depth + 1 : 0;
  for (const child of node.children) boundBelow(child, inner);
  if (isSpan(node) && inner >= MAX_NESTING) node.children = joinTexts(node.children.flatMap(unwrap));
}

/** Whether a node marks up a part of a line. @internal */
export function isSpan(node: MarkdownNode): node is Span {
  return ['emphasis', 'strong', 'delete', 'link', 'linkReference'].includes(node.type);
}

/** Whether a node's children stand in a line. @internal */
export function hasPhrasing(
  node: MarkdownNode | undefined,
): node is Span | NodeOf<'paragraph' | 'heading' | 'tableCell'> {
  return node !== undefined && (isSpan(node) || ['paragraph', 'heading', 'tableCell'].includes(node.type));
}

function unwrap(node: Phrasing): Phrasing[] {
  return isSpan(node) ? node.children : [node];
}

/** Makes one text of texts that stand beside each other, as a parser would, and one code of codes. @internal */
export function joinTexts(nodes: readonly Phrasing[]): Phrasing[] {
  const joined: Phrasing[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    const isJoined =
      (last?.type === 'text' && node.type === 'text') || (last?.type === 'inlineCode' && node.type === 'inlineCode');
    if (isJoined) joined[joined.length - 1] = { ...last, value: last.value + node.value };
    else joined.push(node);
  }
  return joined;
}

/** A text node. @internal */
export function text(value: string): NodeOf<'text'> {
  return { type: 'text', value };
}

/** A text of several lines as paragraphs, which blank lines part. @internal */
export function paragraphsOf(lines: string): NodeOf<'paragraph'>[] {
  return lines
    .split(/\r?\n[ \t]*(?=\r?\n)/)
    .map((value) =>
      value
        .trim()
        .split(/[ \t]*\r?\n[ \t]*/)
        .join('\n'),
    )
    .filter((value) => value !== '')
    .map((value) => ({ type: 'paragraph', children: [text(value)] }));
}
