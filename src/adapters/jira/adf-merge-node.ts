import { mergeUnits, type Unit } from './adf-merge-blocks.js';
import { mergeLine } from './adf-merge-line.js';
import { type AdfNode, contentOf } from './adf-nodes.js';
import { blockToMarkdown } from './adf-to-markdown.js';

const LINES = ['paragraph', 'heading', 'taskItem'];
const CONTAINERS = 'blockquote bulletList orderedList listItem taskList table tableRow tableCell'.split(' ');

/** What a node is to an edit: Markdown says by its place, not by its name, whether a cell is in the head of a table. @internal */
export function kindOf(node: AdfNode | undefined): string {
  return node?.type === 'tableHeader' ? 'tableCell' : (node?.type ?? '');
}

/**
 * A node after an edit that changed it. It keeps its attributes and its marks, and of what it holds all that did not change.
 * Where the node is not one that Markdown tells, only what the edit says is left.
 *
 * @internal
 */
export function mergeNode({ node, shadow: [shadow] }: Unit, after: AdfNode): AdfNode {
  const kind = kindOf(node);
  if (shadow === undefined || kind !== kindOf(shadow) || kind !== kindOf(after)) return after;
  if (LINES.includes(kind)) return changed(node, after, mergeLine(contentOf(node), contentOf(after)));
  if (CONTAINERS.includes(kind)) return mergeChildren(node, shadow, after);
  if (kind === 'codeBlock') return changed(node, after, after.content);
  if (kind !== 'mediaSingle') return after;
  const { marks: _, ...unlinked } = node;
  return changed(after.marks ? { ...unlinked, marks: after.marks } : unlinked, after, after.content);
}

function mergeChildren(node: AdfNode, shadow: AdfNode, after: AdfNode): AdfNode {
  const children = contentOf(node);
  const seen = new Set(children.filter(isSeen));
  const shadows = contentOf(shadow).filter(isFilled);
  // Then the two do not tell of the same things, and nobody knows which is which.
  if (seen.size !== shadows.length) return after;
  const units = children.map((child) => ({ node: child, shadow: seen.has(child) ? shadows.splice(0, 1) : [] }));
  const merged = mergeUnits(units, contentOf(after).filter(isFilled));
  const [first] = contentOf(after);
  const beginsEmpty = first !== undefined && !isFilled(first) && (merged.length === 0 || isSeen(children[0]));
  return changed(node, after, beginsEmpty ? [first, ...merged] : merged);
}

function isFilled({ type, content }: AdfNode): boolean {
  return type !== 'paragraph' || (content?.length ?? 0) > 0;
}

function isSeen(node: AdfNode | undefined): boolean {
  return node !== undefined && (/(?:Item|Row|Cell|Header)$/.test(node.type) || blockToMarkdown(node) !== '');
}

/** A node with new content, and the attributes that Markdown tells. */
function changed(node: AdfNode, after: AdfNode, content: readonly AdfNode[] | undefined): AdfNode {
  const { language: _, ...untold } = node.attrs ?? {};
  const { localId, layout, ...told } = after.attrs ?? {};
  const attrs = {
    ...(localId !== undefined && { localId }),
    ...(layout !== undefined && { layout }),
    ...untold,
    ...told,
  };
  const { attrs: __, content: ___, ...rest } = node;
  return { ...rest, ...(Object.keys(attrs).length > 0 && { attrs }), ...(content && { content }) };
}
