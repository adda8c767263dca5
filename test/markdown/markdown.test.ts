import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeNodesOf } from '../../src/markdown/active-nodes.js';
import { CUT_NOTE, cutMarkdown } from '../../src/markdown/cut-markdown.js';
import { neutralise } from '../../src/markdown/neutralise.js';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';
import { printMarkdown } from '../../src/markdown/print-markdown.js';
import { COMMONMARK, GFM } from './examples.js';

const EXAMPLES = [...COMMONMARK, ...GFM];
const PATTERNS = { mention: /(?<![\w/])@([\w-]+)/g, reference: /(?<![\w/&])#(\d+)/g };
const piece = fc.constantFrom(
  ...['a', ' ', '\n', '\n\n', '> ', '- ', '1. ', '# ', '```', '`', '**', '_', '[', '](x)', '<b>', '<!--', '|', '---'],
  ...['    ', '![', '\\', '~~', '@bob', '#12', 'http://x.test', '[a]: /u', '\u{1f600}', '&amp;'],
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const once = (markdown: string) => printMarkdown(parseMarkdown(markdown));

describe('parsing and printing', () => {
  it('never throws, also in the build that developers load', () => {
    fc.assert(
      fc.property(text, (markdown) => void once(markdown)),
      { numRuns: 1000 },
    );
    expect(() => parseMarkdown('a\n    ```')).not.toThrow();
  });

  it('is stable after one pass, for 99 of 100 examples at the least', () => {
    const unstable = EXAMPLES.filter((markdown) => once(once(markdown)) !== once(markdown));
    expect(unstable.length / EXAMPLES.length, unstable.slice(0, 5).join('\n---\n')).toBeLessThanOrEqual(0.01);
  });

  it('takes what would cost others their stack or their time', () => {
    for (const bomb of ['>', '[', '*', '`a', '- ', '<!', '![', '~~', '|']) {
      expect(() => once(bomb.repeat(65_536 / bomb.length))).not.toThrow();
    }
  }, 60_000);
});

describe('a body made inert', () => {
  it('has nothing that acts, and shows the same words', () => {
    fc.assert(
      fc.property(text, (markdown) => {
        const inert = neutralise(markdown, PATTERNS);
        expect(activeNodesOf(parseMarkdown(inert), PATTERNS)).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(neutralise('Ask @bob about #12.', PATTERNS).replace(/[^\w @#.]/g, '')).toBe('Ask @bob about #12.');
  });
});

describe('a body in a limit', () => {
  it('fits, whatever it is made of, and says that it was cut', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: CUT_NOTE.length, max: 400 }), (markdown, limit) => {
        const { isCut, markdown: cut } = cutMarkdown(markdown, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(isCut).toBe(markdown.length > limit);
        expect(cut.isWellFormed()).toBe(true);
        if (isCut) expect(cut).toContain(CUT_NOTE);
        else expect(cut).toBe(markdown);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps as much as fits of one block that is too large alone', () => {
    const { markdown } = cutMarkdown('word '.repeat(400), 600);
    expect(markdown.length).toBeGreaterThan(550);
  });
});
