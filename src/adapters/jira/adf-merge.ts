import { newBlocks } from './adf-from-markdown.js';
import { withLocalIds } from './adf-local-ids.js';
import { mergeUnits, unitOf } from './adf-merge-blocks.js';
import { type AdfDocument, contentOf, isNode, toDocument } from './adf-nodes.js';
import { allNodes, describeNode, protectedNodes } from './adf-protected.js';
import { adfToMarkdown } from './adf-to-markdown.js';

/**
 * The document after an edit of its Markdown. What the edit does not touch stays as it is, to the byte: blocks, list items
 * and cells, and in a line that was edited all that still stands in it.
 *
 * @param before - The document whose Markdown, by `adfToMarkdown`, was edited. Anything else counts as an empty one.
 * @throws RangeError - The edit would destroy a node that Markdown cannot tell: a panel, a macro, a mention, a file. The
 *   message names it.
 *
 * @internal
 */
export function mergeAdf(before: unknown, markdown: string): AdfDocument {
  const blocks = isNode(before) && before.type === 'doc' ? contentOf(before) : [];
  if (blocks.length > 0 && markdown === adfToMarkdown(before)) return toDocument(blocks);
  const merged = mergeUnits(blocks.map(unitOf), newBlocks(markdown));
  const kept = allNodes(merged);
  const lost = protectedNodes(blocks).filter((node) => !kept.has(node));
  if (lost.length > 0) throw new RangeError(`the edit would destroy ${lost.slice(0, 3).map(describeNode).join(', ')}`);
  return toDocument(withLocalIds(merged));
}
