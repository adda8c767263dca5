import type { fromMarkdown } from 'mdast-util-from-markdown';

/** A Markdown document as a tree: mdast, with GitHub's extensions. @internal */
export type Root = ReturnType<typeof fromMarkdown>;

/** Any node below the root. @internal */
export type MarkdownNode = Root['children'][number];

/** The node of a type: `NodeOf<'paragraph'>`. @internal */
export type NodeOf<Type extends MarkdownNode['type']> = Extract<MarkdownNode, { type: Type }>;

/** What stands in a line: text, emphasis, links, code, images. @internal */
export type Phrasing = NodeOf<'paragraph'>['children'][number];
