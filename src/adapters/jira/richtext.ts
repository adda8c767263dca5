export { activeNodesOfAdf } from './adf-active-nodes.js';
export { cutAdf } from './adf-cut.js';
export { markdownToAdf } from './adf-from-markdown.js';
export { mergeAdf } from './adf-merge.js';
export type { AdfDocument, AdfNode } from './adf-nodes.js';
export { adfToMarkdown } from './adf-to-markdown.js';
