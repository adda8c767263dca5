import type { ActiveNode } from '../../contracts/adapter/body-group.js';

/** A document in the Atlassian Document Format. @internal */
export interface AdfDocument {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: readonly unknown[];
}

interface Node {
  readonly text?: string;
  readonly content?: readonly Node[];
}

/** @internal */
export function markdownToAdf(markdown: string): AdfDocument {
  const texts = markdown.split(/\n\n+/).filter((text) => text.trim() !== '');
  return {
    type: 'doc',
    version: 1,
    content: texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  };
}

/** @internal */
export function adfToMarkdown(adf: unknown): string | null {
  const textOf = ({ text = '', content = [] }: Node): string => text + content.map(textOf).join('');
  const { content = [] } = Object(adf) as Node;
  return content.map(textOf).join('\n\n') || null;
}

/** @internal */
export function mergeAdf(before: unknown, markdown: string): AdfDocument {
  if (JSON.stringify(before).includes('"extension"')) throw new RangeError('an extension would be lost');
  return markdownToAdf(markdown);
}

/** @internal */
export function activeNodesOfAdf(adf: unknown): readonly ActiveNode[] {
  return JSON.stringify(adf).includes('@') ? [{ kind: 'mention', target: '@' }] : [];
}

/** @internal */
export function cutAdf(markdown: string, limit: number): { adf: AdfDocument; isCut: boolean } {
  return { adf: markdownToAdf(markdown.slice(0, limit)), isCut: markdown.length > limit };
}
