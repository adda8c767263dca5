import { CUT_NOTE, cutTree, readBlocks } from './cut-tree.js';
import { nodesIn } from './nodes.js';
import { parseMarkdown } from './parse-markdown.js';
import { printMarkdown } from './print-markdown.js';
import type { MarkdownNode } from './tree.js';

/** A body that fits. @internal */
export interface CutBody {
  /** The body, cut where it had to be. */
  readonly markdown: string;
  /** Whether something was cut off; then a note at the end says so. */
  readonly isCut: boolean;
}

export { CUT_NOTE };

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/**
 * Cuts a body so that its rendered form fits a tracker's limit and stays a whole document, and says so at the end.
 *
 * The cut is between two blocks, which stay as they were written, or in a block that is too large alone: there behind a
 * paragraph, a line, a word, or a character. Of a limit that has no room for the note nothing is left but an empty body.
 *
 * @param limit - The largest size of the rendered form.
 * @param sizeOf - The size of a body's rendered form. Default: its length in UTF-16 units.
 *
 * @internal
 */
export function cutMarkdown(
  markdown: string,
  limit: number,
  sizeOf: (markdown: string) => number = (text) => text.length,
): CutBody {
  if (sizeOf(markdown) <= limit) return { markdown, isCut: false };
  if (sizeOf(CUT_NOTE) > limit) return { markdown: '', isCut: true };
  // A definition may stand at the very end, and is known to the links before it only where all of the text is read.
  const blocks = markdown.includes(']:')
    ? parseMarkdown(markdown).children
    : readBlocks(markdown, (read) => sizeOf(sourceOf(read, markdown)) > limit);
  const assemble = (kept: readonly MarkdownNode[]) => {
    const untouched = kept.filter((block, at) => block === blocks[at]);
    const parts = [
      sourceOf(untouched, markdown),
      print(kept.slice(untouched.length)),
      print(missingDefinitions(kept, blocks)),
      closingTags(untouched),
      CUT_NOTE,
    ];
    return parts.filter((part) => part !== '').join('\n\n');
  };
  return { markdown: assemble(cutTree(blocks, limit, (kept) => sizeOf(assemble(kept)))), isCut: true };
}

function sourceOf(blocks: readonly MarkdownNode[], markdown: string): string {
  return markdown.slice(0, blocks.at(-1)?.position?.end.offset ?? 0).trimEnd();
}

function print(children: readonly MarkdownNode[]): string {
  return printMarkdown({ type: 'root', children: [...children] }).trimEnd();
}

/** The link definitions that the kept blocks refer to and that stand behind the cut. */
function missingDefinitions(kept: readonly MarkdownNode[], blocks: readonly MarkdownNode[]): MarkdownNode[] {
  const wanted = new Set<string>();
  for (const node of nodesIn(kept)) {
    if (node.type === 'linkReference' || node.type === 'imageReference') wanted.add(node.identifier);
  }
  for (const node of nodesIn(kept)) if (node.type === 'definition') wanted.delete(node.identifier);
  if (wanted.size === 0) return [];
  return [...nodesIn(blocks)].filter((node) => node.type === 'definition' && wanted.delete(node.identifier));
}

/** Closes what the kept HTML left open, so that the note is not folded away in a `<details>`. */
function closingTags(kept: readonly MarkdownNode[]): string {
  const open: string[] = [];
  for (const node of kept) {
    if (node.type !== 'html') continue;
    for (const [, slash, name = ''] of node.value.matchAll(
      /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z\d-]*)(?:\s[^<>]*)?>/gi,
    )) {
      const at = open.lastIndexOf(name.toLowerCase());
      if (slash === '/' && at >= 0) open.length = at;
      if (slash === '' && !VOID.test(name)) open.push(name.toLowerCase());
    }
  }
  return open
    .toReversed()
    .map((name) => `</${name}>`)
    .join('');
}
