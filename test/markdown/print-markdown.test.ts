import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';
import { printMarkdown } from '../../src/markdown/print-markdown.js';
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
