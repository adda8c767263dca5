import { align, alignBest } from './adf-align.js';
import { newBlocks } from './adf-from-markdown.js';
import { kindOf, mergeNode } from './adf-merge-node.js';
import type { AdfNode } from './adf-nodes.js';
import { blockToMarkdown } from './adf-to-markdown.js';

/** A node as it is, and what comes back of it by way of Markdown: what an edit is compared with. @internal */
export interface Unit {
  readonly node: AdfNode;
  /** Nothing, if there is nothing to be seen of the node. */
  readonly shadow: readonly AdfNode[];
}

/** More pairs than this are not weighed. */
const MAX_PAIRS = 250_000;

/** @internal */
export function unitOf(node: AdfNode): Unit {
  return { node, shadow: newBlocks(blockToMarkdown(node)) };
}

/**
 * Nodes after an edit: those that are the same as they were, wherever they stand now; those that changed with what the edit
 * left of them; new ones. What is not to be seen stays behind what it stood behind.
 *
 * @internal
 */
export function mergeUnits(units: readonly Unit[], after: readonly AdfNode[]): AdfNode[] {
  const { same, covered } = unchanged(units, after);
  const changed = pairChanged(units, after, new Set(same.values()), covered);
  const merged: AdfNode[] = [...hiddenBehind(units, -1)];
  for (const [at, node] of after.entries()) {
    const unit = same.get(at) ?? changed.get(at);
    if (unit === undefined && covered.has(at)) continue;
    if (unit === undefined) merged.push(node);
    else merged.push(same.has(at) ? unit.node : mergeNode(unit, node), ...hiddenBehind(units, units.indexOf(unit)));
  }
  return merged;
}

/** The units that stand behind one and cannot be seen. */
function hiddenBehind(units: readonly Unit[], at: number): AdfNode[] {
  const rest = units.slice(at + 1);
  const end = rest.findIndex(({ shadow }) => shadow.length > 0);
  return rest.slice(0, end === -1 ? rest.length : end).map(({ node }) => node);
}

/** Where units stand as they were: by the first of their nodes in `after`; and all places that they cover. */
function unchanged(units: readonly Unit[], after: readonly AdfNode[]) {
  const same = new Map<number, Unit>();
  const covered = new Set<number>();
  const slots = units.flatMap((unit) => unit.shadow.map((shadow, part) => ({ unit, part, key: keyOf(shadow) })));
  const keys = after.map(keyOf);
  const found = align(
    slots.map(({ key }) => key),
    keys,
  );
  const put = (unit: Unit, at: number) => {
    same.set(at, unit);
    for (const part of unit.shadow.keys()) covered.add(at + part);
  };
  for (const [at, place] of found.entries()) {
    const slot = slots[place];
    if (slot?.part !== 0) continue;
    if (slot.unit.shadow.every((_, part) => found[at + part] === place + part)) put(slot.unit, at);
  }
  // What was moved is found by what it is.
  const placed = new Set(same.values());
  const moved = new Map(units.filter((unit) => !placed.has(unit)).map((unit) => [keyOf(unit.shadow[0]), unit]));
  for (const [at, key] of keys.entries()) {
    const unit = moved.get(key);
    if (covered.has(at) || unit?.shadow.length !== 1) continue;
    put(unit, at);
    moved.delete(key);
  }
  return { same, covered };
}

/** Which unit each changed node was: the most alike, in the order that they stood in. */
function pairChanged(
  units: readonly Unit[],
  after: readonly AdfNode[],
  placed: ReadonlySet<Unit>,
  covered: ReadonlySet<number>,
): Map<number, Unit> {
  const old = units.flatMap((unit, at) =>
    placed.has(unit) || unit.shadow.length !== 1
      ? []
      : [{ unit, at, type: kindOf(unit.shadow[0]), words: wordsOf(unit.shadow) }],
  );
  const edited = after.flatMap((node, at) =>
    covered.has(at) ? [] : [{ at, type: kindOf(node), words: wordsOf([node]) }],
  );
  const pairs = new Map<number, Unit>();
  if (old.length * edited.length > MAX_PAIRS) return pairs;
  const found = alignBest(old.length, edited.length, (i, j) => {
    const [a, b] = [old[i], edited[j]];
    if (a === undefined || b === undefined || a.type !== b.type) return 0;
    // Where nothing came and nothing went, what stands at the same place is likely the same.
    return likeness(a.words, b.words) + (units.length === after.length && a.at === b.at ? 0.1 : 0);
  });
  for (const [at, place] of found.entries()) {
    const [a, b] = [old[place], edited[at]];
    if (a && b) pairs.set(b.at, a.unit);
  }
  return pairs;
}

/** From 0 for nothing in common to 1 for the same words. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  const common = [...a].filter((word) => b.has(word)).length;
  return (2 * common) / (a.size + b.size);
}

function wordsOf(nodes: readonly AdfNode[]): Set<string> {
  const words = new Set<string>();
  for (const { text, content } of nodes) {
    for (const word of text?.match(/[\p{L}\p{N}]+/gu) ?? []) words.add(word);
    if (content) for (const word of wordsOf(content)) words.add(word);
  }
  return words;
}

function keyOf(node: AdfNode | undefined): string {
  return JSON.stringify(node);
}
