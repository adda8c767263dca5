import { withoutReferences } from '../../markdown/nodes.js';
import type { MarkdownNode, NodeOf, Phrasing } from '../../markdown/tree.js';
import { readBlocks } from './textile-blocks.js';
import { ADDRESS_TEXT, readLine } from './textile-line.js';

/** How much of a text is written as codes: what would be read as something else, or all that ever could be. */
type Care = 'little' | 'much';

/** A line that would begin a block. */
const BEGINS = /^(?:[*#]{1,9}[ \t]|>|-{3,}[ \t]*$|\*{3,}[ \t]*$|(?:h[1-6]|bq|p)\.[ \t]|<pre)/;
const URL = new RegExp(`^(?![^]*[*_])${ADDRESS_TEXT}$`);

const entity = (character: string) => `&#${character.codePointAt(0)};`;

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
  if (value.includes('</pre>')) {
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

/** Phrasing, with as few codes as will have it read back as it is; without its marks where nothing else will. */
function printLine(children: readonly Phrasing[]): string {
  const wanted = joined(simplified(children));
  for (const care of ['little', 'much'] as const) {
    const line = print(wanted, care).trim();
    if (isSame(readLine(line), wanted)) return line;
  }
  return escaped(shown(wanted), 'much').trim();
}

/** What Textile can say of it. */
function simplified(children: readonly Phrasing[]): Phrasing[] {
  return children.flatMap((node): Phrasing[] => {
    switch (node.type) {
      case 'text':
        // A line break of the source is a blank, and one of Textile's would show.
        return [{ type: 'text', value: node.value.replace(/\s*\n\s*/g, ' ') }];
      case 'strong':
      case 'emphasis':
      case 'delete': {
        const inner = simplified(node.children);
        const isPlain = inner.every(
          ({ type }) => type === 'text' || type === 'strong' || type === 'emphasis' || type === 'delete',
        );
        return isPlain && inner.length > 0 ? [{ ...node, children: joined(inner) }] : inner;
      }
      case 'link': {
        const label = shown(simplified(node.children));
        // An address of mail is one without being said to be.
        if (/^mailto:/i.test(node.url) && [node.url, node.url.slice(7)].includes(label))
          return [{ type: 'text', value: label }];
        // An address that stands for itself ends where Textile says.
        if ([label, `http://${label}`].includes(node.url))
          return readLine(label).filter(({ type }) => type === 'text' || type === 'link');
        if (!URL.test(node.url))
          return [{ type: 'text', value: label === node.url || !node.url ? label : `${label} (${node.url})` }];
        const [image] = node.children;
        if (node.children.length === 1 && image?.type === 'image' && label !== '') return simplified([image]);
        return [{ type: 'link', url: node.url, title: null, children: [{ type: 'text', value: label || node.url }] }];
      }
      case 'image': {
        const isSayable = /^[^\s!()"|<>=*_-][^\s!()"|*_]*$/.test(node.url) && /^[^()!\n|"]*$/.test(node.alt ?? '');
        return [
          isSayable
            ? { type: 'image', url: node.url, alt: node.alt ?? '', title: null }
            : { type: 'text', value: `${node.alt ?? ''} (${node.url})`.trim() },
        ];
      }
      case 'inlineCode':
        return [{ type: 'inlineCode', value: node.value.replace(/\n/g, ' ') }];
      case 'html':
        return [{ type: 'text', value: node.value.replace(/\s*\n\s*/g, ' ') }];
      case 'footnoteReference':
        return [{ type: 'text', value: `[^${node.label ?? node.identifier}]` }];
      case 'break':
        return [{ type: 'break' }];
      default:
        return 'children' in node ? simplified(node.children as Phrasing[]) : [];
    }
  });
}

function joined(nodes: readonly Phrasing[]): Phrasing[] {
  const found: Phrasing[] = [];
  for (const node of nodes) {
    const last = found.at(-1);
    if (node.type === 'text' && node.value === '') continue;
    if (node.type === 'text' && last?.type === 'text')
      found[found.length - 1] = { type: 'text', value: last.value + node.value };
    else found.push(node);
  }
  return found;
}

function print(nodes: readonly Phrasing[], care: Care): string {
  return nodes.map((node) => printNode(node, care)).join('');
}

const SIGNS = { strong: '*', emphasis: '_', delete: '-' } as const;

function printNode(node: Phrasing, care: Care): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value, care);
    case 'break':
      return '\n';
    case 'inlineCode': {
      if (care === 'much' || !/^[^\s@](?:[^@]*[^\s@])?$/.test(node.value)) return `<code>${node.value}</code>`;
      return `@${node.value.replace(/&(?=#?\w{1,7};)|<(?=[a-zA-Z/!])/g, entity)}@`;
    }
    case 'strong':
    case 'emphasis':
    case 'delete':
      return `${SIGNS[node.type]}${print(node.children, care)}${SIGNS[node.type]}`;
    case 'link': {
      const label = shown(node.children);
      return [label, `http://${label}`].includes(node.url) && /^(?:(?:https?|ftp):\/\/|www\.)/.test(label)
        ? label
        : `"${label.replace(/"|&(?=#?\w+;)/g, entity)}":${node.url}`;
    }
    case 'image':
      return `!${node.url}${node.alt ? `(${node.alt})` : ''}!`;
    default:
      return '';
  }
}

function escaped(value: string, care: Care): string {
  return care === 'little'
    ? value.replace(/&(?=#?\w{1,7};)|<(?=[a-zA-Z/!])/g, entity)
    : value.replace(/[&<@!"*_-]/g, entity);
}

/** The text that phrasing shows. */
function shown(nodes: readonly Phrasing[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'break') return '\n';
      if (node.type === 'image') return node.alt ?? '';
      if (node.type === 'link') return shownLink(shown(node.children), node.url);
      return 'children' in node ? shown(node.children) : 'value' in node ? node.value : '';
    })
    .join('');
}

const shownLink = (label: string, url: string) =>
  [label, `http://${label}`].includes(url) ? label : `${label} (${url})`;

function isSame(read: readonly Phrasing[], wanted: readonly Phrasing[]): boolean {
  return JSON.stringify(comparable(read)) === JSON.stringify(comparable(wanted));
}

function comparable(nodes: readonly Phrasing[]): unknown[] {
  return joined(nodes).map((node) => {
    if ('children' in node) return [node.type, 'url' in node ? node.url : '', comparable(node.children as Phrasing[])];
    if (node.type === 'image') return [node.type, node.url, node.alt ?? ''];
    return [node.type, 'value' in node ? node.value : ''];
  });
}
