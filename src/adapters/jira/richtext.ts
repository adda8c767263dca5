import { cutMarkdown } from '../../markdown/cut-markdown.js';
import { withoutReferences } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import { toBlocks } from './adf-blocks.js';
import { withLocalIds } from './adf-local-ids.js';
import { mergeDocuments } from './adf-merge.js';
import { type AdfDocument, type AdfNode, contentOf, toDocument } from './adf-nodes.js';

/** Markdown as a document that Jira takes. The same Markdown always gives the same document. @internal */
export function markdownToAdf(markdown: string): AdfDocument {
  return toDocument(withLocalIds(toBlocks(withoutReferences(parseMarkdown(markdown).children), 'doc')));
}

/**
 * The document that an edit of its Markdown leaves: what reads as before stays untouched.
 *
 * @throws RangeError that names what Markdown has no word for in a block that was changed.
 *
 * @internal
 */
export function mergeAdf(before: unknown, markdown: string): AdfDocument {
  return mergeDocuments(before, markdownToAdf(markdown));
}

/** Markdown as a document in a tracker's limit, in characters of its plain text, cut where it has to be. @internal */
export function cutAdf(markdown: string, limit: number): { readonly adf: AdfDocument; readonly isCut: boolean } {
  const { isCut, markdown: kept } = cutMarkdown(markdown, limit, (text) => lengthOf(markdownToAdf(text)));
  return { adf: markdownToAdf(kept), isCut };
}

/** The plain text's length: what is written, and a line's end for each block. */
function lengthOf(document: AdfDocument): number {
  let length = 0;
  const waiting: AdfNode[] = [{ ...document, type: 'doc' }];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    length += node.text?.length ?? 1;
    waiting.push(...contentOf(node));
  }
  return length;
}

export { activeNodesOfAdf } from './adf-active-nodes.js';
export { adfToMarkdown } from './adf-to-markdown.js';
