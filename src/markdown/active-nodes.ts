import type { Nodes, Root } from 'mdast';
import type { ActiveNode } from '../contracts/adapter/body-group.js';

/** What in plain text acts at a tracker: each pattern's first group is the target. @internal */
export interface ActivePatterns {
  /** `@login`. */
  readonly mention?: RegExp;
  /** `#12`, `group/project#12`, `ACME-12`. */
  readonly reference?: RegExp;
}

/** What in a body would act: links, images and raw HTML of the tree, mentions and references in its text. @internal */
export function activeNodesOf(tree: Root, patterns: ActivePatterns): ActiveNode[] {
  const found: ActiveNode[] = [];
  const visit = (node: Nodes) => {
    if (node.type === 'link' || node.type === 'definition') found.push({ kind: 'link', target: node.url });
    if (node.type === 'image') found.push({ kind: 'image', target: node.url });
    if (node.type === 'html') found.push({ kind: 'html', target: node.value });
    if (node.type === 'text') {
      for (const kind of ['mention', 'reference'] as const) {
        for (const match of node.value.matchAll(patterns[kind] ?? /(?!)/g))
          found.push({ kind, target: match[1] ?? match[0] });
      }
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return found;
}
