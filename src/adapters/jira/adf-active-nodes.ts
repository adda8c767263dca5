import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { type AdfNode, attrOf, contentOf, isNode, marksOf } from './adf-nodes.js';
import { nameOf } from './adf-visible-text.js';

/** More nodes than this no document of a tracker has. */
const MAX_NODES = 200_000;

/**
 * What in a document would act: people who are told, links and cards, images. What an extension does nobody knows; it
 * counts as raw HTML does. Plain text does not act in Jira.
 *
 * @internal
 */
export function activeNodesOfAdf(adf: unknown): readonly ActiveNode[] {
  const found: ActiveNode[] = [];
  const open: AdfNode[] = isNode(adf) ? [adf] : [];
  for (let seen = 0, node = open.pop(); node !== undefined && seen < MAX_NODES; seen += 1, node = open.pop()) {
    const own = activeNode(node);
    if (own) found.push(own);
    for (const mark of marksOf(node)) {
      if (mark.type === 'link') found.push({ kind: 'link', target: attrOf(mark, 'href') });
    }
    for (const child of contentOf(node).toReversed()) open.push(child);
  }
  return found;
}

function activeNode(node: AdfNode): ActiveNode | undefined {
  switch (node.type) {
    case 'mention':
      return { kind: 'mention', target: attrOf(node, 'id') };
    case 'media':
    case 'mediaInline':
      return { kind: 'image', target: attrOf(node, 'url') || attrOf(node, 'id') };
    case 'inlineCard':
    case 'blockCard':
    case 'embedCard':
      return { kind: 'link', target: attrOf(node, 'url') };
    case 'extension':
    case 'inlineExtension':
    case 'bodiedExtension':
    case 'multiBodiedExtension':
    case 'syncBlock':
    case 'bodiedSyncBlock':
      return { kind: 'html', target: nameOf(node) };
    default:
      return undefined;
  }
}
