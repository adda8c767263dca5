import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { attrOf, contentOf, isNode, marksOf } from './adf-nodes.js';
import { cardUrl, nameOf } from './adf-visible-text.js';

/** What in a document would act: mentions, links, cards, images and macros. @internal */
export function activeNodesOfAdf(adf: unknown): readonly ActiveNode[] {
  const found: ActiveNode[] = [];
  const waiting = isNode(adf) ? [adf] : [];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'mention') found.push({ kind: 'mention', target: attrOf(node, 'id') });
    if (node.type === 'media') found.push({ kind: 'image', target: attrOf(node, 'url') || attrOf(node, 'id') });
    if (/extension$/i.test(node.type)) found.push({ kind: 'html', target: nameOf(node) });
    const card = cardUrl(node);
    if (card) found.push({ kind: 'link', target: card });
    for (const mark of marksOf(node))
      if (mark.type === 'link') found.push({ kind: 'link', target: attrOf(mark, 'href') });
    waiting.push(...contentOf(node).toReversed());
  }
  return found;
}
