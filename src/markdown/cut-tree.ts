import { withChildren } from './nodes.js';
import { blocksOf } from './parse-markdown.js';
import { hasPhrasing } from './phrasing.js';
import type { MarkdownNode } from './tree.js';
import { betweenCharacters } from './windows.js';

/** Stands at the end of a body that was cut. @internal */
export const CUT_NOTE = '*(The rest was cut off: the tracker takes no longer text.)*';

/** Where a block may be cut, the best first. */
const PLACES = ['paragraph', 'line', 'word', 'character'] as const;
type Place = (typeof PLACES)[number];

/** Reads a text only as far as it can be needed. @internal */
export function readBlocks(markdown: string, isEnough: (blocks: readonly MarkdownNode[]) => boolean): MarkdownNode[] {
  const blocks: MarkdownNode[] = [];
  for (const part of blocksOf(markdown)) {
    for (const block of part) blocks.push(block);
    if (isEnough(blocks)) break;
  }
  return blocks;
}

/**
 * The beginning of a document that fits: whole blocks, and a part of the next one where that one is too large alone, or
 * where leaving it out would waste more than half of the room.
 *
 * @param sizeOf - How large a document is that holds these blocks and whatever else it needs.
 *
 * @internal
 */
export function cutTree(
  blocks: readonly MarkdownNode[],
  limit: number,
  sizeOf: (kept: readonly MarkdownNode[]) => number,
): readonly MarkdownNode[] {
  const whole = blocks.slice(
    0,
    largest(blocks.length, (count) => sizeOf(blocks.slice(0, count)) <= limit),
  );
  const next = blocks[whole.length];
  const nothing = sizeOf([]);
  const isWorthwhile = (kept: readonly MarkdownNode[]) => sizeOf(kept) - nothing > (limit - nothing) / 2;
  if (next === undefined || (isWorthwhile(whole) && sizeOf([next]) <= limit)) return whole;
  const withPart = (length: number, place: Place) => {
    const part = beginningOf(next, { left: length, place });
    return part === undefined ? whole : [...whole, part];
  };
  const length = largest(sizeOfText(next), (count) => sizeOf(withPart(count, 'character')) <= limit);
  const cuts = PLACES.map((place) => withPart(length, place)).filter((kept) => sizeOf(kept) <= limit);
  return cuts.find(isWorthwhile) ?? cuts.at(-1) ?? whole;
}

/** The largest count up to `most` that still fits; 0 if none does. */
function largest(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Budget {
  left: number;
  readonly place: Place;
}

/** As much of a node as the budget pays for; nothing where that is nothing. Takes from the budget what it has used. */
function beginningOf(node: MarkdownNode, budget: Budget): MarkdownNode | undefined {
  const size = sizeOfText(node);
  if (size <= budget.left) {
    budget.left -= size;
    return node;
  }
  const cut = isCuttable(node, budget.place) ? cutNode(node, budget) : undefined;
  budget.left = 0;
  return cut;
}

function cutNode(node: MarkdownNode, budget: Budget): MarkdownNode | undefined {
  if ('children' in node) {
    const children = node.children.map((child) => (budget.left > 0 ? beginningOf(child, budget) : undefined));
    const kept = children.filter((child) => child !== undefined);
    while (kept.at(-1)?.type === 'break') kept.pop();
    return kept.length > 0 ? withChildren(node, kept) : undefined;
  }
  if (!('value' in node)) return undefined;
  const value = node.value.slice(0, endOf(node.value, budget)).trimEnd();
  return value === '' ? undefined : { ...node, value };
}

function isCuttable(node: MarkdownNode, place: Place): boolean {
  if (place === 'paragraph') return 'children' in node && !hasPhrasing(node);
  return node.type !== 'html';
}

function endOf(value: string, { left, place }: Budget): number {
  if (place === 'line') return value.lastIndexOf('\n', left);
  if (place === 'word') return value.slice(0, left + 1).search(/\s\S*$/);
  return betweenCharacters(value, left);
}

/** The length of the text in a node; what has none counts as one character. */
function sizeOfText(node: MarkdownNode): number {
  if ('value' in node) return node.value.length;
  if (!('children' in node)) return 1;
  return node.children.reduce((sum, child) => sum + sizeOfText(child), node.children.length === 0 ? 1 : 0);
}
