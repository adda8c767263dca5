import { gfmToMarkdown } from 'mdast-util-gfm';
import { defaultHandlers, type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { Root } from './tree.js';

/** What can stand between `<` and `>` as an address of mail. */
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

const OPTIONS: Options = {
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
  return toMarkdown(tree, OPTIONS);
}
