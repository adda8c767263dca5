import { withoutReferences } from '../../markdown/nodes.js';
import type { MarkdownNode, NodeOf, Phrasing } from '../../markdown/tree.js';
import { readBlocks } from './textile-blocks.js';
import { entity, printLine } from './textile-print-line.js';

/** A line that would begin a block. */
const BEGINS = /^(?:[*#]{1,9}[ \t]|>|-{3,}[ \t]*$|\*{3,}[ \t]*$|(?:h[1-6]|bq|p)\.[ \t]|<pre)/;

/** Blocks as Textile. What Textile has no word for is written as the text it shows. @internal */
export function printBlocks(nodes: readonly MarkdownNode[]): string {
  return withoutReferences(nodes).flatMap(printBlock).join('\n\n');
}

/** A block as one or several of Textile. */
function printBlock(node: MarkdownNode): string[] {
  switch (node.type) {
    case 'heading': {
      const line = printLine(node.children).replace(/\n/g, ' ');
      return line === '' ? [] : [`h${node.depth}. ${line}`];
    }
    case 'paragraph':
      return [printLines(node.children)].filter(Boolean);
    case 'blockquote': {
      // Code in a quotation would not be code for Redmine, so it stands behind.
      const [inner, code] = withoutCode(node.children);
      const quoted = printBlocks(inner);
      return [...(quoted ? [quoted.replace(/^/gm, '> ').replace(/^> $/gm, '>')] : []), ...printEach(code)];
    }
    case 'list':
      return printList(node, '');
    case 'code':
      return [printCode(node)];
    case 'thematicBreak':
      return ['---'];
    case 'table':
      return [printTable(node)];
    case 'html':
      return [printLines([{ type: 'text', value: node.value }])].filter(Boolean);
    case 'footnoteDefinition': {
      const [first, ...rest] = printEach(node.children);
      return [`[^${node.label ?? node.identifier}]: ${first ?? ''}`.trimEnd(), ...rest];
    }
    case 'definition':
      return [];
    default:
      return [printLines([node as Phrasing])].filter(Boolean);
  }
}

const printEach = (nodes: readonly MarkdownNode[]) => nodes.flatMap(printBlock);

function withoutCode(nodes: readonly MarkdownNode[]): readonly [MarkdownNode[], MarkdownNode[]] {
  const isHeld = (node: MarkdownNode): boolean =>
    node.type === 'code' || ('children' in node && (node.children as MarkdownNode[]).some(isHeld));
  return [nodes.filter((node) => !isHeld(node)), nodes.filter(isHeld)];
}

function printCode({ lang, value }: NodeOf<'code'>): string {
  if (/<\/pre\b/i.test(value)) {
    // It cannot stand in Textile's own: line by line then.
    const lines = value.split('\n').map((line) => printLine([{ type: 'inlineCode', value: line }]));
    return lines.filter(Boolean).join('\n');
  }
  const name = lang?.replace(/[^\w+#-]/g, '');
  return name ? `<pre><code class="${name}">\n${value}\n</code></pre>` : `<pre>\n${value}\n</pre>`;
}

/** A list; what an item holds beside a line and further lists stands behind it, and the list goes on after that. */
function printList(list: NodeOf<'list'>, signs: string): string[] {
  const isCounted = list.ordered === true && (list.start ?? 1) !== 1;
  const own = `${signs}${list.ordered ? '#' : '*'}`.slice(-9);
  const parts: string[] = [];
  let lines: string[] = [];
  const end = () => {
    if (lines.length > 0) parts.push(lines.join('\n'));
    lines = [];
  };
  for (const [at, item] of list.children.entries()) {
    const box = item.checked === true ? '[x] ' : item.checked === false ? '[ ] ' : '';
    const [first, ...rest] = item.children;
    const hasLine = first?.type === 'paragraph';
    const line = hasLine ? printLines(first.children) : '';
    if (isCounted) {
      end();
      parts.push(`${(list.start ?? 1) + at}. ${box}${line}`.trimEnd());
    } else if (line !== '') lines.push(`${own} ${box}${line}`);
    for (const child of hasLine ? rest : item.children) {
      if (child.type === 'list' && !isCounted && lines.length > 0) {
        const [inner = '', ...behind] = printList(child, own);
        lines.push(inner);
        if (behind.length > 0) end();
        parts.push(...behind);
      } else {
        end();
        parts.push(...printBlock(child));
      }
    }
  }
  end();
  return parts;
}

function printTable({ align, children: [head, ...rows] }: NodeOf<'table'>): string {
  const SIGNS = { left: '<', right: '>', center: '=' };
  const cell = (node: NodeOf<'tableCell'>) => printLine(node.children).replace(/\n/g, ' ').replace(/\|/g, '&#124;');
  const widest = Math.max(1, ...[head, ...rows].map((row) => row?.children.length ?? 0));
  const line = (row: NodeOf<'tableRow'> | undefined, isHead: boolean) =>
    Array.from({ length: widest }, (_, at) => {
      const found = row?.children[at];
      const sign = align?.[at] ? SIGNS[align[at]] : '';
      const signs = isHead ? `_${sign}. ` : '';
      return `|${signs}${(found && cell(found)) || ' '}`;
    }).join('');
  const hasHead = head?.children.some(({ children }) => children.length > 0) || align?.some(Boolean);
  return [...(hasHead ? [`${line(head, true)}|`] : []), ...rows.map((row) => `${line(row, false)}|`)].join('\n');
}

/** A paragraph, none of whose lines begins another block. */
function printLines(children: readonly Phrasing[]): string {
  const lines = printLine(children)
    .split('\n')
    .map((line) => (BEGINS.test(line) ? escapedStart(line) : line))
    .join('\n');
  return lines.startsWith('|') && readBlocks(lines)[0]?.type === 'table' ? escapedStart(lines) : lines;
}

function escapedStart(line: string): string {
  const [, word = '', rest = ''] = /^(h[1-6]|bq|p)(\..*)$/.exec(line) ?? [];
  return word ? `${word}&#46;${rest.slice(1)}` : entity(line[0] ?? '') + line.slice(1);
}
