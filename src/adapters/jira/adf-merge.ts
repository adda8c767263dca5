import { type AdfDocument, type AdfNode, contentOf, isNode, marksOf, toDocument } from './adf-nodes.js';
import { writtenBlocks } from './adf-to-markdown.js';
import { nameOf } from './adf-visible-text.js';

/** More nodes than this no document of a tracker has. */
const MAX_NODES = 200_000;
/** Above this many pairs of blocks only the common beginning and end are looked for. */
const MAX_PAIRS = 1_000_000;

const KNOWN_NODES = new Set(
  'doc paragraph heading bulletList orderedList listItem codeBlock blockquote rule table tableRow tableHeader tableCell taskList taskItem text hardBreak mediaSingle media'.split(
    ' ',
  ),
);
const KNOWN_MARKS = new Set(['strong', 'em', 'strike', 'code', 'link']);

/** A block of a document, and what it reads as. */
interface Block {
  readonly node: AdfNode;
  readonly markdown: string;
  /** Blocks behind it of which nothing is to be seen. */
  readonly hidden: readonly AdfNode[];
}

/**
 * A document after an edit of its Markdown: blocks that read as before stay as they were, to the byte; the others are new.
 *
 * @param before - The document as the tracker has it.
 * @param after - The document that the edited Markdown makes.
 * @throws RangeError that names what the edit would destroy: something in a changed block that Markdown has no word for.
 *
 * @internal
 */
export function mergeDocuments(before: unknown, after: AdfDocument): AdfDocument {
  const { first, blocks: old } = blocksOf(isNode(before) ? contentOf(before) : []);
  const { blocks: wanted } = blocksOf(after.content);
  const kept = pairs(old, wanted);
  const content: AdfNode[] = [...first];
  let at = 0;
  const drop = (until: number) => {
    for (; at < until; at++) {
      const block = old[at];
      if (!block) continue;
      const lost = unknownIn(block.node);
      if (lost) throw new RangeError(`${lost} has no Markdown, and the block that it stands in was changed`);
      content.push(...block.hidden);
    }
  };
  for (const [position, { node }] of wanted.entries()) {
    const match = kept.get(position);
    if (match === undefined) {
      content.push(node);
      continue;
    }
    drop(match);
    const block = old[match];
    if (block) content.push(block.node, ...block.hidden);
    at = match + 1;
  }
  drop(old.length);
  return toDocument(content);
}

/** The blocks that are seen, each with the unseen ones behind it, and the unseen ones before the first. */
function blocksOf(nodes: readonly AdfNode[]): {
  readonly first: readonly AdfNode[];
  readonly blocks: readonly Block[];
} {
  const seen = new Map(
    writtenBlocks(nodes, { depth: 0, budget: { left: MAX_NODES } }).map(({ node, markdown }) => [node, markdown]),
  );
  const first: AdfNode[] = [];
  const blocks: (Block & { hidden: AdfNode[] })[] = [];
  for (const node of nodes) {
    const markdown = seen.get(node);
    if (markdown !== undefined) blocks.push({ node, markdown, hidden: [] });
    else (blocks.at(-1)?.hidden ?? first).push(node);
  }
  return { first, blocks };
}

/** Which old block each wanted one is, by the longest common subsequence of what they read as. */
function pairs(old: readonly Block[], wanted: readonly Block[]): Map<number, number> {
  const found = new Map<number, number>();
  const isSame = (a: number, b: number) => old[a]?.markdown === wanted[b]?.markdown;
  let start = 0;
  while (start < old.length && start < wanted.length && isSame(start, start)) found.set(start, start++);
  let oldEnd = old.length;
  let wantedEnd = wanted.length;
  while (oldEnd > start && wantedEnd > start && isSame(oldEnd - 1, wantedEnd - 1)) found.set(--wantedEnd, --oldEnd);
  const rows = oldEnd - start;
  const columns = wantedEnd - start;
  if (rows * columns > MAX_PAIRS) return found;
  // How many blocks the rest of both lists has in common.
  const common = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const length = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const most = isSame(start + row, start + column)
        ? length(row + 1, column + 1) + 1
        : Math.max(length(row + 1, column), length(row, column + 1));
      common[row]?.fill(most, column, column + 1);
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (isSame(start + row, start + column)) found.set(start + column++, start + row++);
    else if (length(row + 1, column) >= length(row, column + 1)) row++;
    else column++;
  }
  return found;
}

/** The first thing in a block that Markdown has no word for. Its depth is not trusted. */
function unknownIn(block: AdfNode): string | undefined {
  const waiting = [block];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!KNOWN_NODES.has(node.type) || (node.type === 'media' && node.attrs?.type !== 'external')) return nameOf(node);
    const mark = marksOf(node).find(({ type }) => !KNOWN_MARKS.has(type));
    if (mark) return `the mark ${mark.type}`;
    waiting.push(...contentOf(node));
  }
  return undefined;
}
