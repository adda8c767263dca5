import type { ActiveNode } from '../contracts/adapter/body-group.js';
import { definitionsIn, nodesIn } from './nodes.js';
import type { Root } from './tree.js';

/** What in plain text acts at a tracker: each pattern's first group is the target. @internal */
export interface ActivePatterns {
  /** `@login`. */
  readonly mention?: RegExp;
  /** `#12`, `group/project#12`, `ACME-12`. */
  readonly reference?: RegExp;
}

/** What in a body would act: links, images and raw HTML of the tree, mentions and references in its text. @internal */
export function activeNodesOf(tree: Root, patterns: ActivePatterns): ActiveNode[] {
  const definitions = definitionsIn(tree.children);
  const found: ActiveNode[] = [];
  const add = (kind: ActiveNode['kind'], target: string | undefined) => {
    if (target !== undefined) found.push({ kind, target });
  };
  for (const node of nodesIn(tree.children)) {
    if (node.type === 'link' || node.type === 'image') add(node.type, node.url);
    if (node.type === 'linkReference') add('link', definitions.get(node.identifier)?.url);
    if (node.type === 'imageReference') add('image', definitions.get(node.identifier)?.url);
    if (node.type === 'html') add('html', node.value);
    if (node.type !== 'text') continue;
    for (const kind of ['mention', 'reference'] as const) {
      for (const match of matchesOf(patterns[kind], node.value)) add(kind, match[1] ?? match[0]);
    }
  }
  return found;
}

/** Every match of a pattern, whether or not it is global. @internal */
export function matchesOf(pattern: RegExp | undefined, text: string): RegExpExecArray[] {
  if (pattern === undefined) return [];
  const everywhere = pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`);
  return [...text.matchAll(everywhere)];
}
