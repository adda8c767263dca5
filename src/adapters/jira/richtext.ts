import { withoutReferences } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import { toBlocks } from './adf-blocks.js';
import { withLocalIds } from './adf-local-ids.js';
import { type AdfDocument, toDocument } from './adf-nodes.js';

/** Markdown as a document that Jira takes. The same Markdown always gives the same document. @internal */
export function markdownToAdf(markdown: string): AdfDocument {
  return toDocument(withLocalIds(toBlocks(withoutReferences(parseMarkdown(markdown).children), 'doc')));
}
export { adfToMarkdown } from './adf-to-markdown.js';
