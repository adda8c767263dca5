import type { NodeOf } from '../../markdown/tree.js';
import type { Place } from './adf-blocks.js';
import { joinInline, toInline } from './adf-inline.js';
import { type AdfNode, paragraph, text } from './adf-nodes.js';

/** A table, or where none may stand a paragraph for each of its rows. @internal */
export function toTable({ children: rows }: NodeOf<'table'>, place: Place): AdfNode[] {
  const columns = rows[0]?.children.length ?? 0;
  if (columns === 0) return [];
  if (place !== 'doc') return rows.map(rowAsText);
  return [
    { type: 'table', content: rows.map((row, at) => tableRow(row, at === 0 ? 'tableHeader' : 'tableCell', columns)) },
  ];
}

function tableRow({ children }: NodeOf<'tableRow'>, type: 'tableHeader' | 'tableCell', columns: number): AdfNode {
  const cells = Array.from({ length: columns }, (_, at) => toInline(children[at]?.children ?? []));
  return { type: 'tableRow', content: cells.map((content) => ({ type, content: [paragraph(content)] })) };
}

function rowAsText({ children }: NodeOf<'tableRow'>, at: number): AdfNode {
  const marks = at === 0 ? [{ type: 'strong' }] : [];
  const cells = children.map((cell) => toInline(cell.children, marks));
  return paragraph(joinInline(cells.flatMap((cell, column) => (column === 0 ? cell : [text(' | '), ...cell]))));
}
