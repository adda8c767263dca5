import { paragraphsOf } from '../../markdown/phrasing.js';
import type { MarkdownNode, NodeOf } from '../../markdown/tree.js';
import { footnoteLabel, joinInline, linkTo, onlyImages, toInline } from './adf-inline.js';
import { isImageUrl, isSafeUrl } from './adf-links.js';
import { toLists } from './adf-lists.js';
import { type AdfNode, paragraph, text } from './adf-nodes.js';
import { toTable } from './adf-tables.js';

/** Where a block stands: a list item and a quote hold fewer kinds of blocks than a document. @internal */
export type Place = 'doc' | 'listItem' | 'blockquote';

/** Blocks of Markdown as blocks that may stand there. What may not is shown as text. @internal */
export function toBlocks(nodes: readonly MarkdownNode[], place: Place): AdfNode[] {
  return nodes.flatMap((node) => toBlock(node, place));
}

function toBlock(node: MarkdownNode, place: Place): AdfNode[] {
  switch (node.type) {
    case 'paragraph':
      return paragraphOrImages(node);
    case 'heading':
      if (place === 'doc') return [{ type: 'heading', attrs: { level: node.depth }, content: toInline(node.children) }];
      return filled(toInline(node.children, [{ type: 'strong' }]));
    case 'thematicBreak':
      return [place === 'doc' ? { type: 'rule' } : paragraph([text('---')])];
    case 'code':
      return [codeBlock(node)];
    case 'blockquote':
      return quote(node, place);
    case 'list':
      return toLists(node, place);
    case 'table':
      return toTable(node, place);
    case 'html':
      return paragraphsOf(node.value).map(htmlParagraph);
    case 'footnoteDefinition':
      return withPrefix(toBlocks(node.children, place), `${footnoteLabel(node)}: `);
    default:
      return [];
  }
}

function filled(content: readonly AdfNode[]): AdfNode[] {
  return content.length > 0 ? [paragraph(content)] : [];
}

function paragraphOrImages({ children }: NodeOf<'paragraph'>): AdfNode[] {
  const images = onlyImages(children);
  if (!images?.every(({ image }) => isImageUrl(image.url))) return filled(toInline(children));
  return images.map(({ image: { url, alt }, link }) => ({
    type: 'mediaSingle',
    attrs: { layout: 'center' },
    ...(link && isSafeUrl(link.url) && { marks: [linkTo(link.url)] }),
    content: [{ type: 'media', attrs: alt ? { type: 'external', url, alt } : { type: 'external', url } }],
  }));
}

function codeBlock({ lang, value }: NodeOf<'code'>): AdfNode {
  const code = value.replace(/\r\n?/g, '\n');
  return {
    type: 'codeBlock',
    ...(lang && { attrs: { language: lang } }),
    ...(code !== '' && { content: [text(code)] }),
  };
}

/** A quote in a quote or in a list is no node of its own: its paragraphs begin with the sign that mail uses. */
function quote({ children }: NodeOf<'blockquote'>, place: Place): AdfNode[] {
  if (place !== 'doc') {
    return toBlocks(children, place).map((block) => (block.type === 'paragraph' ? prefixed(block, '> ') : block));
  }
  const content = toBlocks(children, 'blockquote');
  return [{ type: 'blockquote', content: content.length > 0 ? content : [paragraph()] }];
}

/** Raw HTML is shown as what it is. Its lines stay lines. */
function htmlParagraph({ children }: NodeOf<'paragraph'>): AdfNode {
  const lines = children.flatMap((child) => (child.type === 'text' ? child.value.split('\n') : []));
  return paragraph(lines.flatMap((line, at) => (at === 0 ? [text(line)] : [{ type: 'hardBreak' }, text(line)])));
}

/** Blocks that begin with a text of ours. @internal */
export function withPrefix(blocks: readonly AdfNode[], prefix: string): AdfNode[] {
  const [first, ...others] = blocks;
  return first?.type === 'paragraph'
    ? [prefixed(first, prefix), ...others]
    : [paragraph([text(prefix.trim())]), ...blocks];
}

function prefixed(block: AdfNode, prefix: string): AdfNode {
  return paragraph(joinInline([text(prefix), ...(block.content ?? [])]));
}
