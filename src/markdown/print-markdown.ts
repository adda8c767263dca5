import { gfmToMarkdown } from 'mdast-util-gfm';
import { defaultHandlers, type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { Root } from './tree.js';

/** What can stand between `<` and `>` as an address of mail. */
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

/**
 * Text in which no sign could be taken for one of Markdown's, whatever stands beside it: words and the signs between them. The
 * printer tries some forty patterns on each text, and most texts are nothing else.
 */
const PLAIN = /^[\p{L} ](?:[\p{L}\p{N} ,;?!'"%/()-]|(?<![\dWw])\.|:(?!\/))*(?<![!:])$/u;
/** Where a line or a cell ends or begins, a blank would be lost. */
const EDGE = /^[\r\n|]?$/;

function isPlain(value: string, { before, after }: { readonly before: string; readonly after: string }): boolean {
  if (!PLAIN.test(value)) return false;
  return (
    !(value.startsWith(' ') && EDGE.test(before.slice(-1))) && !(value.endsWith(' ') && EDGE.test(after.slice(0, 1)))
  );
}

/** @internal */
export const PRINTER: Options = {
  extensions: [gfmToMarkdown()],
  bullet: '-',
  rule: '-',
  emphasis: '*',
  strong: '*',
  // From here on: where the printer's text would not be read back as what was printed.
  unsafe: [' ', '\t'].flatMap((character) => [
    { character, before: '\\|', inConstruct: 'tableCell' },
    { character, after: '\\|', inConstruct: 'tableCell' },
  ]),
  handlers: {
    text: (node, _, state, info) => (isPlain(node.value, info) ? node.value : state.safe(node.value, info)),
    code: (node, parent, state, info) => {
      const value = state.stack.includes('footnoteDefinition') ? node.value.replace(/^[ \t]+$/gm, '') : node.value;
      return defaultHandlers.code({ ...node, value, meta: node.meta?.trim() ?? null }, parent, state, info);
    },
    link: (node, parent, state, info) => {
      const isAddress = node.url.startsWith('mailto:') && !EMAIL.test(node.url.slice(7));
      const { options } = state;
      if (isAddress) state.options = { ...options, resourceLink: true };
      const printed = defaultHandlers.link(node, parent, state, info);
      state.options = options;
      return printed;
    },
  },
};

/**
 * A tree as canonical Markdown. Printing what was read gives a form that stays: reading and printing it again changes
 * nothing.
 *
 * @internal
 */
export function printMarkdown(tree: Root): string {
  return toMarkdown(tree, PRINTER);
}
