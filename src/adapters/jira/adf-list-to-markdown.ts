import { toLines } from './adf-line-to-markdown.js';
import { type AdfNode, attrOf, contentOf, numberOf } from './adf-nodes.js';
import { blocksToMarkdown, type Scope, writtenBlocks } from './adf-to-markdown.js';

const LISTS = ['bulletList', 'orderedList', 'taskList', 'decisionList'];
/** A list that may follow a line without a blank one between them: its first item is not empty, nor numbered otherwise. */
const MAY_FOLLOW_LINE = /^(?:[-*] |1[.)] )\S/;

/** @internal */
export function isList({ type }: AdfNode): boolean {
  return LISTS.includes(type);
}

/** What stands before each item, where that one stands already before the items of the list beside or around it. @internal */
export function signOf({ type }: AdfNode, taken: string): string {
  if (type === 'orderedList') return taken === '.' ? ')' : '.';
  return taken === '-' ? '*' : '-';
}

/** @internal */
export function listToMarkdown(node: AdfNode, scope: Scope, taken: string): string {
  const sign = signOf(node, taken);
  const first = node.type === 'orderedList' ? startOf(node) : undefined;
  const items: string[] = [];
  for (const child of contentOf(node)) {
    const parent = items.at(-1);
    if (isList(child) && parent !== undefined) {
      // Tasks below a task stand behind it, not in it.
      const nested = blocksToMarkdown([child], scope);
      if (nested !== '') items[items.length - 1] = `${parent}${gapBefore(nested)}${indented(nested, 2)}`;
      continue;
    }
    const marker = first === undefined ? sign : `${first + items.length}${sign}`;
    const body = itemToMarkdown(child, scope, sign);
    items.push(body === '' ? marker : `${marker} ${indented(body, marker.length + 1).trimStart()}`);
  }
  return items.join(items.some((item) => item.includes('\n\n')) ? '\n\n' : '\n');
}

function itemToMarkdown(item: AdfNode, scope: Scope, sign: string): string {
  const box = attrOf(item, 'state') === 'DONE' ? '[x] ' : '[ ] ';
  switch (item.type) {
    case 'taskItem':
      // A box is one only if something stands behind it.
      return box + (toLines(contentOf(item)) || '&#x20;');
    case 'decisionItem':
      return toLines(contentOf(item));
    default: {
      const blocks = writtenBlocks(item.type === 'listItem' ? contentOf(item) : [item], scope, sign);
      return blocks.reduce((body, { node, markdown }, at) => {
        if (at === 0) return markdown;
        const isBelowLine = isList(node) && blocks[at - 1]?.node.type === 'paragraph';
        return body + (isBelowLine ? gapBefore(markdown) : '\n\n') + markdown;
      }, '');
    }
  }
}

function gapBefore(list: string): string {
  return MAY_FOLLOW_LINE.test(list) ? '\n' : '\n\n';
}

function indented(block: string, width: number): string {
  return block.replace(/^(?=.)/gm, ' '.repeat(width));
}

function startOf(node: AdfNode): number {
  const start = numberOf(node, 'order') ?? 1;
  return Number.isInteger(start) && start >= 0 && start < 900_000_000 ? start : 1;
}
