import { withoutReferences } from '../../markdown/nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import type { MarkdownNode, NodeOf } from '../../markdown/tree.js';

/** A word in a line, and what it is besides: bold, a link. */
interface Word {
  readonly word: string;
  readonly marks: readonly string[];
}

const GAP = ' ';
const EMPTY: NodeOf<'tableCell'> = { type: 'tableCell', children: [] };
/** What a node says beside its children. */
const FACTS = ['depth', 'ordered', 'start', 'checked', 'lang', 'value', 'url', 'title', 'alt', 'align'];

/**
 * Whether two texts of Markdown say the same, whichever way they are written: marks in another order, lines broken
 * elsewhere, lists with more or less room. Code is code, bold or not.
 *
 * @internal
 */
export function saysTheSame(one: string, other: string): boolean {
  return partsIn(one) === partsIn(other);
}

function partsIn(markdown: string): string {
  return JSON.stringify(partsOf(withoutReferences(parseMarkdown(markdown).children), []));
}

function partsOf(nodes: readonly MarkdownNode[], marks: readonly string[]): unknown[] {
  const parts: unknown[] = [];
  for (const part of nodes.flatMap((node) => partsOfNode(node, marks))) {
    const last = parts.at(-1);
    if (isWord(part) && isWord(last) && part.marks.join() === last.marks.join()) {
      parts[parts.length - 1] = { ...last, word: last.word + part.word };
    } else if (part !== GAP || last !== GAP) parts.push(part);
  }
  return parts;
}

function partsOfNode(node: MarkdownNode, marks: readonly string[]): unknown[] {
  const marked = (mark: string) => [...new Set([...marks, mark])].sort();
  switch (node.type) {
    case 'text':
      return wordsOf(node.value, marks);
    case 'inlineCode':
      return wordsOf(node.value, ['code', ...marks.filter((mark) => mark.startsWith('link '))]);
    case 'emphasis':
    case 'strong':
    case 'delete':
      return partsOf(node.children, marked(node.type));
    case 'link':
      return partsOf(node.children, marked(`link ${node.url} ${node.title ?? ''}`));
    default:
      return [[node.type, factsOf(node), partsOf(childrenOf(node), marks)]];
  }
}

/** Cells that a row does not have are empty ones. */
function childrenOf(node: MarkdownNode): readonly MarkdownNode[] {
  if (node.type !== 'table') return 'children' in node ? node.children : [];
  const width = node.children[0]?.children.length ?? 0;
  return node.children.map((row) => {
    const missing = Array.from({ length: width - row.children.length }, () => EMPTY);
    return { ...row, children: [...row.children, ...missing] };
  });
}

/** The space between words is nobody's: it may stand inside or outside of what is bold. */
function wordsOf(text: string, marks: readonly string[]): (Word | typeof GAP)[] {
  const parts = text.split(/(\s+)/).filter((part) => part !== '');
  return parts.map((word) => (word.trim() === '' ? GAP : { word, marks }));
}

function factsOf(node: MarkdownNode): unknown[] {
  const facts = Object.entries(node).filter(([name, fact]) => FACTS.includes(name) && (fact ?? '') !== '');
  return facts.filter(([, fact]) => !Array.isArray(fact) || fact.some(Boolean)).sort();
}

function isWord(part: unknown): part is Word {
  return typeof part === 'object' && part !== null && 'word' in part;
}
