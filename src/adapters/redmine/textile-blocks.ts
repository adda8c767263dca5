import type { MarkdownNode, NodeOf, Phrasing } from '../../markdown/tree.js';
import { readLine } from './textile-line.js';

const LIST = /^[ \t]*([*#]{1,9})[ \t]+(.*)$/;
const ROW = /^\|.*\|[ \t]*$/;
const RULE = /^(?:-{3,}|\*{3,})[ \t]*$/;
const HEADING = /^h([1-6])\.[ \t]+(.*)$/;
const CODE = /^[ \t]*<pre>(?:[ \t]*<code(?:[ \t]+class="([\w+#-]+)")?>)?/;
/** Deeper quotations are text. */
const MAX_DEPTH = 20;

type ListNode = NodeOf<'list'>;
type Item = ListNode['children'][number];

/** Textile as blocks. Never throws: whatever is not understood is a paragraph. @internal */
export function readBlocks(source: string, depth = 0): MarkdownNode[] {
  const lines = source.split('\n');
  const blocks: MarkdownNode[] = [];
  let at = 0;
  let closed = true;
  /** Takes lines for as long as they fit, and says which. */
  const take = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? '')) at++;
    return lines.slice(from, at);
  };
  const isBlank = (line: string) => line.trim() === '';
  const interrupts = (line: string) =>
    LIST.test(line) || CODE.test(line) || (depth < MAX_DEPTH && line.startsWith('>'));

  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const code = closed ? CODE.exec(line) : null;
    const end = code ? closing(lines, at) : -1;
    // Without an end for this one, there is none for any behind it.
    if (code && end < 0) closed = false;
    if (isBlank(line)) at++;
    else if (line.startsWith('>') && depth < MAX_DEPTH) {
      const quoted = take((next) => next.startsWith('>')).map((next) => next.replace(/^> ?/, ''));
      const inner = readBlocks(quoted.join('\n'), depth + 1);
      if (inner.length > 0) blocks.push({ type: 'blockquote', children: inner as never });
    } else if (code && end >= 0) {
      const all = lines
        .slice(at, end + 1)
        .join('\n')
        .slice(code[0].length);
      const [inner = '', rest = ''] = splitOnce(all, /(?:<\/code>)?[ \t]*<\/pre>/);
      blocks.push({
        type: 'code',
        lang: code[1] ?? null,
        meta: null,
        value: inner.replace(/^\n/, '').replace(/\n$/, ''),
      });
      at = end + 1;
      if (rest.trim() !== '') lines.splice(at, 0, rest.trimStart());
    } else if (LIST.test(line)) {
      blocks.push(...readList(take((next) => !isBlank(next) && !CODE.test(next) && !next.startsWith('>'))));
    } else if (ROW.test(line) && isTable(lines, at)) {
      blocks.push(readTable(take((next) => ROW.test(next))));
    } else if (RULE.test(line) && isBlank(lines[at + 1] ?? '')) {
      blocks.push({ type: 'thematicBreak' });
      at++;
    } else {
      const [first = '', ...rest] = take((next) => !isBlank(next) && (next === line || !interrupts(next)));
      if (first === '') {
        // A line that looked like something else and is not.
        blocks.push(paragraph(line));
        at++;
      } else blocks.push(...textBlock([first, ...rest], heading));
    }
  }
  return blocks;
}

function textBlock([first = '', ...rest]: readonly string[], heading: RegExpExecArray | null): MarkdownNode[] {
  const [, sign = '', own = first] = /^(bq|p)\.[ \t]+(.*)$/.exec(first) ?? [];
  const body = [heading ? (heading[2] ?? '') : own, ...rest].join('\n');
  if (heading) {
    const depth = Number(heading[1]) as NodeOf<'heading'>['depth'];
    if (body.trim() === '') return [];
    return [{ type: 'heading', depth, children: lineOf(body.replace(/\s*\n\s*/g, ' ')) }];
  }
  const inner = paragraph(body);
  return [sign === 'bq' ? { type: 'blockquote', children: [inner] } : inner];
}

function paragraph(body: string): NodeOf<'paragraph'> {
  return { type: 'paragraph', children: lineOf(body) };
}

/** Blanks at the ends of lines show nowhere. */
function lineOf(body: string): Phrasing[] {
  const line = body
    .split('\n')
    .map((part) => part.trim())
    .join('\n');
  return readLine(line);
}

function closing(lines: readonly string[], from: number): number {
  return lines.findIndex((line, at) => at >= from && line.includes('</pre>'));
}

function splitOnce(value: string, by: RegExp): readonly [string, string] {
  const match = by.exec(value);
  return match ? [value.slice(0, match.index), value.slice(match.index + match[0].length)] : [value, ''];
}

function readList(lines: readonly string[]): MarkdownNode[] {
  const roots: ListNode[] = [];
  /** The lists that are open, from the outside in. */
  let open: ListNode[] = [];
  for (const line of lines) {
    const [, signs = '', own = ''] = LIST.exec(line) ?? [];
    if (signs === '') {
      addLine(open.at(-1)?.children.at(-1), line.trim());
      continue;
    }
    const depth = Math.min(signs.length, open.length + 1);
    open = open.slice(0, depth);
    const ordered = signs.endsWith('#');
    if (open.length < depth || open.at(-1)?.ordered !== ordered) {
      open = open.slice(0, depth - 1);
      const list: ListNode = { type: 'list', ordered, start: ordered ? 1 : null, spread: false, children: [] };
      const holder = open.at(-1)?.children.at(-1);
      if (holder) holder.children.push(list);
      else roots.push(list);
      open.push(list);
    }
    open.at(-1)?.children.push(itemOf(own.trim()));
  }
  return withoutEmpty(roots);
}

/** What shows nothing is left out. */
function withoutEmpty(nodes: readonly Item['children'][number][]): MarkdownNode[] {
  return nodes.flatMap((node): MarkdownNode[] => {
    if (node.type !== 'list') return [node];
    const children = node.children.flatMap((item) => {
      const inner = withoutEmpty(item.children) as Item['children'];
      return inner.length > 0 ? [{ ...item, children: inner }] : [];
    });
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

function itemOf(own: string): Item {
  const [, box, rest = own] = /^\[([ xX])\][ \t]+(.*)$/.exec(own) ?? [];
  const checked = box === undefined ? null : box !== ' ';
  return { type: 'listItem', spread: false, checked, children: rest === '' ? [] : [paragraph(rest)] };
}

function addLine(item: Item | undefined, line: string): void {
  const [first] = item?.children ?? [];
  if (first?.type !== 'paragraph') item?.children.push(paragraph(line));
  else first.children.push({ type: 'break' }, ...readLine(line));
}

type Align = 'left' | 'right' | 'center' | null;
const ALIGN: Readonly<Record<string, Align>> = { '<': 'left', '>': 'right', '=': 'center' };

/** Rows that all have the same number of cells. */
function isTable(lines: readonly string[], from: number): boolean {
  const end = lines.findIndex((line, at) => at >= from && !ROW.test(line));
  const counts = lines.slice(from, end < 0 ? undefined : end).map((line) => cellsIn(line).length);
  return counts.every((count) => count === counts[0]);
}

function cellsIn(row: string): string[] {
  return row.trim().slice(1, -1).split('|');
}

function readTable(lines: readonly string[]): MarkdownNode {
  const rows = lines.map((line) => cellsIn(line).map(readCell));
  const [first = []] = rows;
  const hasHead = first.every(({ isHead }) => isHead);
  const head = hasHead ? first : first.map(() => ({ isHead: true, align: null, body: '' }));
  const toRow = (cells: typeof first) => ({
    type: 'tableRow' as const,
    children: cells.map(({ body }) => ({ type: 'tableCell' as const, children: lineOf(body) })),
  });
  return {
    type: 'table',
    align: first.map(({ align }) => align),
    children: [head, ...(hasHead ? rows.slice(1) : rows)].map(toRow),
  };
}

function readCell(cell: string): { readonly isHead: boolean; readonly align: Align; readonly body: string } {
  const [, head = '', sign = '', own = cell] = /^(_?)([<>=]?)\.[ \t]+(.*)$/.exec(cell) ?? [];
  const isHead = head !== '';
  return isHead || sign ? { isHead, align: ALIGN[sign] ?? null, body: own } : { isHead, align: null, body: cell };
}
