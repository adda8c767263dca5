import fc from 'fast-check';
import { defaultHandlers, toMarkdown } from 'mdast-util-to-markdown';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';
import { PRINTER, printMarkdown } from '../../src/markdown/print-markdown.js';
import type { Root } from '../../src/markdown/tree.js';
import { runs } from '../support/runs.js';
import { arbitraryMarkdown } from './arbitrary-markdown.js';
import { EXAMPLES } from './examples.js';

const once = (text: string) => printMarkdown(parseMarkdown(text));

describe('printing what was read', () => {
  it('is stable for every example', () => {
    expect(EXAMPLES.filter((example) => once(once(example)) !== once(example))).toEqual([]);
  });

  it('is stable for nearly all that is broken', () => {
    const texts = fc.sample(arbitraryMarkdown, { numRuns: 600, seed: 20_261_120 });
    const unstable = texts.filter((text) => once(once(text)) !== once(text));
    expect(unstable.length / texts.length).toBeLessThan(0.005);
  });

  // Each of these came back changed from the printer as it is.
  it.each([
    ['an address that would be none between angle brackets', 'a@b.co__foo'],
    ['blanks at the ends of a cell', '| a |\n|---|\n| &#32;b&#32; |\n'],
    ['blanks before the words behind the language of a code block', '```js &#32;title\n```\n'],
    ['a blank line of code in a footnote', '[^1]: ```js\n    '],
  ])('is stable for %s', (_what, text) => {
    expect(once(once(text))).toBe(once(text));
  });

  it('says lists, emphasis and rules in one way', () => {
    expect(once('* a\n* b\n\n***\n\n_c_ __d__\n\n\n    code\n\nSetext\n===\n')).toBe(
      '- a\n- b\n\n---\n\n*c* **d**\n\n```\ncode\n```\n\n# Setext\n',
    );
  });
});

describe('the short way for plain text', () => {
  const inFull = (tree: Root) =>
    toMarkdown(tree, { ...PRINTER, handlers: { ...PRINTER.handlers, text: defaultHandlers.text } });
  // Letters and signs that act somewhere: at the ends of lines and cells, behind digits, before an address.
  const text = fc
    .string({ unit: fc.constantFrom(...' aWw1.:/!()-,;?%\'"ps[]_*&#+|\n'.split('')), minLength: 1, maxLength: 8 })
    .map((value) => ({ type: 'text', value }));
  const inline = fc.oneof(
    { weight: 4, arbitrary: text },
    text.map((child) => ({ type: 'strong', children: [child] })),
    text.map((child) => ({ type: 'emphasis', children: [child] })),
    text.map((child) => ({ type: 'link', url: 'https://host.example/', children: [child] })),
    fc.constant({ type: 'break' }),
    fc.constant({ type: 'inlineCode', value: 'code' }),
    fc.constant({ type: 'image', url: '/a.png', alt: 'alt' }),
  );
  const line = fc.array(inline, { minLength: 1, maxLength: 5 });
  const block = fc.oneof(
    line.map((children) => ({ type: 'paragraph', children })),
    line.map((children) => ({ type: 'heading', depth: 2, children })),
    line.map((children) => {
      const row = {
        type: 'tableRow',
        children: [
          { type: 'tableCell', children },
          { type: 'tableCell', children },
        ],
      };
      return { type: 'table', children: [row, row] };
    }),
    line.map((children) => {
      const item = { type: 'listItem', spread: false, children: [{ type: 'paragraph', children }] };
      return { type: 'list', ordered: false, spread: false, children: [item, item] };
    }),
  );

  it('prints what the long way prints', () => {
    const tree = fc
      .array(block, { minLength: 1, maxLength: 3 })
      .map((children) => ({ type: 'root', children }) as Root);
    fc.assert(
      fc.property(tree, (root) => {
        expect(printMarkdown(root)).toBe(inFull(root));
      }),
      { numRuns: runs(2000) },
    );
    for (const example of EXAMPLES) expect(printMarkdown(parseMarkdown(example))).toBe(inFull(parseMarkdown(example)));
  });
});
