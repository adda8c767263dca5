import { withoutReferences } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import type { MarkdownNode } from '../../markdown/tree.js';
import { toBlocks } from './adf-blocks.js';
import { withLocalIds } from './adf-local-ids.js';
import { type AdfDocument, type AdfNode, toDocument } from './adf-nodes.js';

/** Markdown as a document that Jira takes. The same Markdown always gives the same document. @internal */
export function markdownToAdf(markdown: string): AdfDocument {
  return toDocument(withLocalIds(newBlocks(markdown)));
}

/** Blocks of Markdown, without references, as such a document. @internal */
export function documentOf(blocks: readonly MarkdownNode[]): AdfDocument {
  return toDocument(withLocalIds(toBlocks(blocks, 'doc')));
}

/** Markdown as blocks whose new tasks have no ids yet. @internal */
export function newBlocks(markdown: string): AdfNode[] {
  return toBlocks(withoutReferences(parseMarkdown(markdown).children), 'doc');
}
