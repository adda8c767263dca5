import type { ActiveNode } from '../../contracts/adapter/body-group.js';
import { activeNodesOf } from '../../markdown/active-nodes.js';
import { parseMarkdown } from '../../markdown/parse-markdown.js';
import { printMarkdown } from '../../markdown/print-markdown.js';
import type { MarkdownNode, Root } from '../../markdown/tree.js';
import type { RedmineOptions } from './options.js';
import { readBlocks } from './textile-blocks.js';
import { printBlocks } from './textile-print.js';

// Nothing in it means anything, in Textile or in Markdown.
const PLAIN = /^[^\W\d_](?:[\p{L}\p{N} ,;()'?%/]|\.(?!\w))*$/u;
const SETS_OFF = /^[ \t]*\n/;

/** Textile in canonical Markdown. @internal */
export function textileToMarkdown(textile: string): string {
  // One paragraph after the other that has nothing in it is the usual case, and no tree is needed for it.
  const text = textile.replace(SETS_OFF, '').trimEnd();
  if (text.split('\n\n').every((part) => PLAIN.test(part) && !/^(?:h[1-6]|bq|p)\./.test(part))) return text;
  return printMarkdown({ type: 'root', children: readBlocks(text) } as Root).trimEnd();
}

/** Canonical Markdown in Textile. @internal */
export function markdownToTextile(markdown: string): string {
  return printBlocks(parseMarkdown(markdown).children);
}

const REFERENCES =
  /(?<![\w/&#])(#\d+|(?:r|commit:|document:|version:|attachment:|source:|export:|forum:|message:|project:|user:|news:)\d*[\w."/-]*\w|\[\[[^\]\n]+\]\]|\{\{[^}\n]+\}\})/g;

/** What in a body would act. @internal */
export function activeNodesIn(rendered: string, textFormatting: RedmineOptions['textFormatting']): ActiveNode[] {
  const children: readonly MarkdownNode[] =
    textFormatting === 'textile' ? readBlocks(rendered) : parseMarkdown(rendered).children;
  return activeNodesOf({ type: 'root', children: [...children] } as Root, {
    mention: /(?<![\w/@.])@([\w][\w.@-]*\w|\w)/g,
    reference: REFERENCES,
  });
}
