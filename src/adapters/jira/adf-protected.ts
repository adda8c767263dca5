import { isImageUrl } from './adf-links.js';
import { type AdfNode, attrOf, contentOf, numberOf } from './adf-nodes.js';
import { visibleText } from './adf-visible-text.js';

/** What Markdown has a word for. */
const EXPRESSIBLE: ReadonlySet<string> = /* @__PURE__ */ new Set(
  `doc paragraph heading blockquote codeBlock rule text hardBreak bulletList orderedList listItem taskList taskItem
  table tableRow tableHeader tableCell`.split(/\s+/),
);
const MAX_DEPTH = 64;

/**
 * The nodes of a document that Markdown cannot tell, the outermost of each: what an edit must keep, or be refused.
 *
 * @internal
 */
export function protectedNodes(nodes: readonly AdfNode[], depth = 0): AdfNode[] {
  return nodes.flatMap((node) =>
    isExpressible(node) && depth < MAX_DEPTH ? protectedNodes(contentOf(node), depth + 1) : [node],
  );
}

function isExpressible(node: AdfNode): boolean {
  const content = contentOf(node);
  switch (node.type) {
    case 'mediaSingle':
      return content.length === 1 && content.every(isExpressible);
    case 'media':
      return attrOf(node, 'type') === 'external' && isImageUrl(attrOf(node, 'url'));
    case 'tableRow':
      return content.every((cell) => (numberOf(cell, 'colspan') ?? 1) === 1 && (numberOf(cell, 'rowspan') ?? 1) === 1);
    case 'tableHeader':
    case 'tableCell':
      return content.length < 2 && content.every(({ type }) => type === 'paragraph');
    default:
      return EXPRESSIBLE.has(node.type);
  }
}

/** `mention "@Ada"` @internal */
export function describeNode(node: AdfNode): string {
  const shown = visibleText(node);
  return shown.startsWith('[') ? node.type : `${node.type} "${shown.slice(0, 40)}"`;
}

/** Every node of a document. @internal */
export function allNodes(nodes: readonly AdfNode[], found: Set<AdfNode> = new Set(), depth = 0): Set<AdfNode> {
  for (const node of nodes) {
    if (found.has(node)) continue;
    found.add(node);
    if (depth < MAX_DEPTH) allNodes(contentOf(node), found, depth + 1);
  }
  return found;
}
