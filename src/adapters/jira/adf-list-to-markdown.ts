import { toLines } from './adf-line-to-markdown.js';
import { type AdfNode, attrOf, contentOf, numberOf } from './adf-nodes.js';
import { blocksToMarkdown, type Scope } from './adf-to-markdown.js';

/** A list that may follow a line without a blank one between them: its first item is not empty, nor numbered otherwise. */
const MAY_FOLLOW_LINE = /^(?:[-*] |1[.)] )\S/;
/** What `m` makes a pattern take for the end of a line. */
const LINE_END = /[\n\r\u2028\u2029]/;

/** @internal */
export function isList({ type }: AdfNode): boolean {
  return type === 'bulletList' || type === 'orderedList' || type === 'taskList' || type === 'decisionList';
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
  const children = contentOf(node);
  for (let at = 0, child = children[0]; child !== undefined; at += 1, child = children[at]) {
    if (isList(child) && items.length > 0) {
      // Tasks below a task stand behind it, not in it.
      const nested = blocksToMarkdown([child], scope);
      if (nested !== '') items[items.length - 1] += `${gapBefore(nested)}${indented(nested, 2)}`;
      continue;
    }
    const marker = first === undefined ? sign : `${first + items.length}${sign}`;
    const body = itemToMarkdown(child, scope, sign);
    items.push(body === '' ? marker : `${marker} ${indented(body, marker.length + 1).trimStart()}`);
  }
  return items.join(items.some(holdsBlankLine) ? '\n\n' : '\n');
}

function holdsBlankLine(item: string): boolean {
  return item.includes('\n\n');
}

function itemToMarkdown(item: AdfNode, scope: Scope, sign: string): string {
  switch (item.type) {
    case 'taskItem':
      // A box is one only if something stands behind it.
      return (attrOf(item, 'state') === 'DONE' ? '[x] ' : '[ ] ') + (toLines(contentOf(item)) || '&#x20;');
    case 'decisionItem':
      return toLines(contentOf(item));
    default:
      return blocksToMarkdown(item.type === 'listItem' ? contentOf(item) : [item], scope, sign, gapInItem);
  }
}

function gapInItem(before: AdfNode, node: AdfNode, markdown: string): string {
  return isList(node) && before.type === 'paragraph' ? gapBefore(markdown) : '\n\n';
}

function gapBefore(list: string): string {
  return MAY_FOLLOW_LINE.test(list) ? '\n' : '\n\n';
}

function indented(block: string, width: number): string {
  const indent = ' '.repeat(width);
  return LINE_END.test(block) ? block.replace(/^(?=.)/gm, indent) : indent + block;
}

function startOf(node: AdfNode): number {
  const start = numberOf(node, 'order') ?? 1;
  return Number.isInteger(start) && start >= 0 && start < 900_000_000 ? start : 1;
}
