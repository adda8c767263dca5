import type { MarkdownNode, NodeOf, Phrasing } from '../../markdown/tree.js';
import { isSafeUrl } from './adf-links.js';
import { type AdfMark, type AdfNode, text } from './adf-nodes.js';

const MARKS = { emphasis: { type: 'em' }, strong: { type: 'strong' }, delete: { type: 'strike' } } as const;

/** What stands in a line of Markdown, as inline nodes. The tree holds no references any more. @internal */
export function toInline(nodes: readonly Phrasing[], marks: readonly AdfMark[] = []): AdfNode[] {
  return joinInline(nodes.flatMap((node) => inline(node, marks)));
}

function inline(node: Phrasing, marks: readonly AdfMark[]): AdfNode[] {
  switch (node.type) {
    case 'emphasis':
    case 'strong':
    case 'delete':
      return node.children.flatMap((child) => inline(child, withMark(marks, MARKS[node.type])));
    case 'link': {
      const inner = isSafeUrl(node.url) ? withMark(marks, linkTo(node.url, node.title)) : marks;
      // A link without a text would not be seen.
      const children: Phrasing[] = node.children.length > 0 ? node.children : [{ type: 'text', value: node.url }];
      return children.flatMap((child) => inline(child, inner));
    }
    case 'image': {
      const isLink = isSafeUrl(node.url) && !marks.some(({ type }) => type === 'link');
      return textNodes(node.alt || node.url, isLink ? withMark(marks, linkTo(node.url, node.title)) : marks);
    }
    case 'inlineCode':
      return textNodes(node.value, [...marks.filter(({ type }) => type === 'link'), { type: 'code' }]);
    case 'break':
      return [{ type: 'hardBreak' }];
    case 'footnoteReference':
      return textNodes(footnoteLabel(node), marks);
    case 'text':
    case 'html':
      return textNodes(node.value, marks);
    default:
      return [];
  }
}

/** How a footnote is called where there are none. @internal */
export function footnoteLabel(node: NodeOf<'footnoteReference' | 'footnoteDefinition'>): string {
  return `[^${node.label ?? node.identifier}]`;
}

/** @internal */
export function linkTo(href: string, title?: string | null): AdfMark {
  return { type: 'link', attrs: title ? { href, title } : { href } };
}

/** A line end that only wraps the source is a space. */
function textNodes(value: string, marks: readonly AdfMark[]): AdfNode[] {
  const line = value.replace(/[ \t]*[\r\n]+[ \t]*/g, ' ');
  return line === '' ? [] : [text(line, marks)];
}

function withMark(marks: readonly AdfMark[], mark: AdfMark): readonly AdfMark[] {
  return marks.some(({ type }) => type === mark.type) ? marks : [...marks, mark];
}

/** One text for texts with the same marks that stand beside each other. @internal */
export function joinInline(nodes: readonly AdfNode[]): AdfNode[] {
  const joined: AdfNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (last?.type === 'text' && node.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(node.marks)) {
      joined[joined.length - 1] = { ...last, text: `${last.text}${node.text}` };
    } else joined.push(node);
  }
  return joined;
}

/** The images of a paragraph that holds nothing else; undefined for any other. @internal */
export function onlyImages(
  nodes: readonly MarkdownNode[],
): { image: NodeOf<'image'>; link?: NodeOf<'link'> }[] | undefined {
  const images: { image: NodeOf<'image'>; link?: NodeOf<'link'> }[] = [];
  for (const node of nodes) {
    const inner = node.type === 'link' && node.children.length === 1 ? node.children[0] : undefined;
    if (node.type === 'image') images.push({ image: node });
    else if (node.type === 'link' && inner?.type === 'image') images.push({ image: inner, link: node });
    else if (node.type !== 'break' && !(node.type === 'text' && node.value.trim() === '')) return undefined;
  }
  return images.length > 0 ? images : undefined;
}
