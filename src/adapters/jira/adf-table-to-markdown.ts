import { toOneLine } from './adf-line-to-markdown.js';
import { type AdfNode, contentOf, text } from './adf-nodes.js';
import type { Scope } from './adf-to-markdown.js';
import { textWithin } from './adf-visible-text.js';

/** A table. Its first row is its head, and a cell is one line: blocks that are more than lines are shown as their text. @internal */
export function tableToMarkdown(node: AdfNode, scope: Scope): string {
  const rows = contentOf(node).map((row) => contentOf(row).map((cell) => cellToMarkdown(cell, scope)));
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  if (columns === 0) return '';
  const lines = rows.map((cells) => rowOf(Array.from({ length: columns }, (_, at) => cells[at] ?? '')));
  return [lines[0], rowOf(Array.from({ length: columns }, () => '---')), ...lines.slice(1)].join('\n');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cellToMarkdown(cell: AdfNode, scope: Scope): string {
  const lines = contentOf(cell).map((block) => {
    scope.budget.left -= 1;
    const isLine = block.type === 'paragraph' || block.type === 'heading';
    return toOneLine(isLine ? contentOf(block) : [text(textWithin(block, scope.budget))]);
  });
  // A sign in front of the bar keeps it in the cell; where one stands already, it does.
  return lines
    .filter((line) => line !== '')
    .join(' ')
    .replace(/(\\*)\|/g, (bar, signs: string) => (signs.length % 2 === 1 ? bar : `${signs}\\|`));
}
