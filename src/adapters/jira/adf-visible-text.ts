import { type AdfNode, attrOf, contentOf } from './adf-nodes.js';

/** What a reader sees of a node that Markdown has no word for: one line, and never nothing. @internal */
export function visibleText(node: AdfNode): string {
  return shownBy(node).trim().replace(/\s+/g, ' ') || `[${node.type}]`;
}

function shownBy(node: AdfNode): string {
  switch (node.type) {
    case 'mention':
      return attrOf(node, 'text') || `@${attrOf(node, 'id')}`;
    case 'emoji':
      return attrOf(node, 'text') || attrOf(node, 'shortName');
    case 'status':
    case 'placeholder':
      return attrOf(node, 'text');
    case 'date':
      return day(attrOf(node, 'timestamp'));
    case 'media':
    case 'mediaInline':
      return named('media', attrOf(node, 'alt') || attrOf(node, 'id') || attrOf(node, 'url'));
    default:
      return typeof node.text === 'string' ? node.text : nameOf(node);
  }
}

/** The address a card shows. @internal */
export function cardUrl(node: AdfNode): string {
  return node.type.endsWith('Card') ? attrOf(node, 'url') : '';
}

/** `[extension: toc]` @internal */
export function nameOf(node: AdfNode): string {
  const name = ['text', 'title', 'extensionKey', 'url', 'resourceId'].map((attr) => attrOf(node, attr)).find(Boolean);
  return named(node.type, name ?? '');
}

/** All text in a node that lies too deep to be shown as what it is. Its depth and its size are not trusted. @internal */
export function textWithin(node: AdfNode, budget: { left: number }): string {
  const texts: string[] = [];
  const open: AdfNode[] = [node];
  for (let next = open.pop(); next !== undefined && budget.left > 0; next = open.pop()) {
    budget.left -= 1;
    const children = contentOf(next);
    if (children.length === 0 && !CAN_BE_EMPTY.test(next.type)) texts.push(visibleText(next));
    for (const child of children.toReversed()) open.push(child);
  }
  return texts.join(' ');
}

const CAN_BE_EMPTY = /^(?:paragraph|heading|blockquote|codeBlock|rule|hardBreak|table)$|(?:List|Item|Row|Cell|Header)$/;

function named(kind: string, name: string): string {
  return name === '' ? `[${kind}]` : `[${kind}: ${name}]`;
}

function day(timestamp: string): string {
  const date = new Date(timestamp === '' ? Number.NaN : Number(timestamp));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}
