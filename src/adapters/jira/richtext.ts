export { activeNodesOfAdf } from './adf-active-nodes.js';
export { cutAdf } from './adf-cut.js';
export { mergeAdf } from './adf-merge.js';
export type { AdfDocument, AdfNode } from './adf-nodes.js';
export { adfToMarkdown } from './adf-to-markdown.js';
export { markdownToAdf } from './markdown-to-adf.js';
