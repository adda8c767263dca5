import type { Root } from 'mdast';
import { parseMarkdown } from './parse-markdown.js';
import { printMarkdown } from './print-markdown.js';

/** A body that fits. @internal */
export interface CutBody {
  /** The body, cut where it had to be. */
  readonly markdown: string;
  /** Whether something was cut off; then a note at the end says so. */
  readonly isCut: boolean;
}

/** Stands at the end of a body that was cut. @internal */
export const CUT_NOTE = '*(The rest was cut off: the tracker takes no longer text.)*';

/**
 * Cuts a body at a block, so that its rendered form fits a tracker's limit and stays a whole document, and says so at the
 * end.
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
  const { children } = parseMarkdown(markdown);
  const first = (count: number) => {
    const tree: Root = { type: 'root', children: children.slice(0, count) };
    return `${printMarkdown(tree)}\n${CUT_NOTE}\n`;
  };
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sizeOf(first(middle)) <= limit) low = middle;
    else high = middle - 1;
  }
  return { markdown: first(low), isCut: true };
}
