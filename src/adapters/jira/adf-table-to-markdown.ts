import { toOneLine } from './adf-line-to-markdown.js';
import { type AdfNode, contentOf, text } from './adf-nodes.js';
import type { Scope } from './adf-to-markdown.js';
import { textWithin } from './adf-visible-text.js';

/** A table. Its first row is its head, and a cell is one line: blocks that are more than lines are shown as their text. @internal */
export function tableToMarkdown(node: AdfNode, scope: Scope): string {
  const rows = contentOf(node).map((row) => contentOf(row).map((cell) => cellToMarkdown(cell, scope)));
  let columns = 0;
  for (const { length } of rows) if (length > columns) columns = length;
  if (columns === 0) return '';
  const [head, ...lines] = rows.map((cells) => rowOf(cells, columns));
  return [head, `|${' --- |'.repeat(columns)}`, ...lines].join('\n');
}

function rowOf(cells: readonly string[], columns: number): string {
  let row = '|';
  for (let at = 0; at < columns; at += 1) row += ` ${cells[at] ?? ''} |`;
  return row;
}

function cellToMarkdown(cell: AdfNode, scope: Scope): string {
  let shown = '';
  for (const block of contentOf(cell)) {
    scope.budget.left -= 1;
    const isLine = block.type === 'paragraph' || block.type === 'heading';
    const line = toOneLine(isLine ? contentOf(block) : [text(textWithin(block, scope.budget))]);
    if (line !== '') shown = shown === '' ? line : `${shown} ${line}`;
  }
  if (!shown.includes('|')) return shown;
  // A sign in front of the bar keeps it in the cell; where one stands already, it does.
  return shown.replace(/(\\*)\|/g, (bar, signs: string) => (signs.length % 2 === 1 ? bar : `${signs}\\|`));
}
