import { CUT_NOTE, cutTree, readBlocks } from '../../markdown/cut-tree.js';
import { withoutReferences } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import type { MarkdownNode } from '../../markdown/tree.js';
import { windowEnd } from '../../markdown/windows.js';
import { toBlocks } from './adf-blocks.js';
import { documentOf, markdownToAdf } from './adf-from-markdown.js';
import { type AdfDocument, type AdfNode, contentOf } from './adf-nodes.js';

/** A document that fits. @internal */
export interface CutDocument {
  readonly adf: AdfDocument;
  /** Whether something was cut off; then a note at the end says so. */
  readonly isCut: boolean;
}

/**
 * Markdown as a document that fits Jira's limit.
 *
 * Jira does not say how it counts. We count the text, and one for the end of each line, cell and block.
 *
 * @param limit - The largest number of characters. Where it has no room for the note the document is empty.
 *
 * @internal
 */
export function cutAdf(markdown: string, limit: number): CutDocument {
  const sizeOf = (blocks: readonly MarkdownNode[]) => lengthOf(toBlocks(blocks, 'doc'));
  const read = readBlocks(markdown, (some) => sizeOf(withoutReferences(some)) > limit);
  const blocks = withoutReferences(read);
  if (sizeOf(blocks) <= limit) {
    const isAtOnce = windowEnd(markdown, 0) === markdown.length;
    return { adf: isAtOnce ? documentOf(blocks) : markdownToAdf(markdown), isCut: false };
  }
  const note = parseMarkdown(CUT_NOTE).children;
  if (sizeOf(note) > limit) return { adf: documentOf([]), isCut: true };
  const kept = cutTree(blocks, limit, (some) => sizeOf([...some, ...note]));
  return { adf: documentOf([...kept, ...note]), isCut: true };
}

/** The text, and the end of each block in it. */
function lengthOf(nodes: readonly AdfNode[]): number {
  let length = 0;
  for (const node of nodes) {
    const content = contentOf(node);
    if (node.type === 'text') length += node.text?.length ?? 0;
    // A break ends a line, and so does what holds lines; what holds blocks ends with them.
    else length += ENDS_LINE.has(node.type) ? 1 + lengthOf(content) : lengthOf(content);
  }
  return length;
}

const ENDS_LINE: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'hardBreak paragraph heading codeBlock rule taskItem mediaSingle'.split(' '),
);
