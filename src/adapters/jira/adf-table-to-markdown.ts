import { toOneLine } from './adf-line-to-markdown.js';
import { type AdfNode, contentOf, text } from './adf-nodes.js';
import type { Scope } from './adf-to-markdown.js';
import { textWithin } from './adf-visible-text.js';

/** A table. Its first row is its head, and a cell is one line: blocks that are more than lines are shown as their text. @internal */
export function tableToMarkdown(node: AdfNode, scope: Scope): string {
  const rows = contentOf(node);
  let columns = 0;
  for (let at = 0, row = rows[0]; row !== undefined; at += 1, row = rows[at]) {
    columns = Math.max(columns, contentOf(row).length);
  }
  if (columns === 0) return '';
  let table = '';
  for (let at = 0, row = rows[0]; row !== undefined; at += 1, row = rows[at]) {
    const line = rowToMarkdown(contentOf(row), columns, scope);
    table += at === 0 ? `${line}\n|${' --- |'.repeat(columns)}` : `\n${line}`;
  }
  return table;
}

function rowToMarkdown(cells: readonly AdfNode[], columns: number, scope: Scope): string {
  let row = '|';
  for (let at = 0; at < columns; at += 1) {
    const cell = cells[at];
    row += cell === undefined ? '  |' : ` ${cellToMarkdown(cell, scope)} |`;
  }
  return row;
}

function cellToMarkdown(cell: AdfNode, scope: Scope): string {
  const blocks = contentOf(cell);
  let shown = '';
  for (let at = 0, block = blocks[0]; block !== undefined; at += 1, block = blocks[at]) {
    scope.budget.left -= 1;
    const isLine = block.type === 'paragraph' || block.type === 'heading';
    const line = toOneLine(isLine ? contentOf(block) : [text(textWithin(block, scope.budget))]);
    if (line !== '') shown = shown === '' ? line : `${shown} ${line}`;
  }
  if (!shown.includes('|')) return shown;
  // A sign in front of the bar keeps it in the cell; where one stands already, it does.
  return shown.replace(/(\\*)\|/g, (bar, signs: string) => (signs.length % 2 === 1 ? bar : `${signs}\\|`));
}
