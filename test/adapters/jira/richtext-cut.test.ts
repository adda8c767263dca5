import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adfToMarkdown, cutAdf, markdownToAdf } from '../../../src/adapters/jira/richtext.js';
import { CUT_NOTE } from '../../../src/markdown/cut-markdown.js';
import { arbitraryMarkdown } from '../../markdown/arbitrary-markdown.js';
import { invalidity } from './richtext-schema.js';

/** A note's length in a document: without its marks, with the end of its paragraph. */
const NOTE = CUT_NOTE.length - 1;
const textOf = (adf: unknown) =>
  (JSON.stringify(adf).match(/"text":"(?:[^"\\]|\\.)*"/g) ?? [])
    .map((found) => JSON.parse(`{${found}}`).text as string)
    .join('');

describe('a document that is cut', () => {
  it('is whole where it fits', () => {
    expect(cutAdf('# Title\n\ntext', 32_767)).toEqual({ adf: markdownToAdf('# Title\n\ntext'), isCut: false });
    expect(cutAdf('x'.repeat(99), 100).isCut).toBe(false);
    expect(cutAdf('x'.repeat(100), 100).isCut).toBe(true);
  });

  it('is measured as it is rendered: an address of a link does not count, its text does', () => {
    expect(cutAdf(`[text](https://x.example/${'long'.repeat(99)})`, 5).isCut).toBe(false);
  });

  it('keeps whole blocks, and what they refer to, and says so at its end', () => {
    const { adf } = cutAdf(`# Title\n\nSee [this][r].\n\n${'gone '.repeat(20)}\n\n[r]: /there`, NOTE + 30);
    expect(adfToMarkdown(adf)).toBe(`# Title\n\nSee [this](/there).\n\n${CUT_NOTE}`);
  });

  it('is only the note where there is room for no more, and empty where there is not even that', () => {
    expect(adfToMarkdown(cutAdf('x'.repeat(999), NOTE).adf)).toBe(CUT_NOTE);
    expect(cutAdf('x'.repeat(999), NOTE - 1)).toEqual({ adf: { type: 'doc', version: 1, content: [] }, isCut: true });
  });

  it("of Jira's length is cut fast, and close to the limit", () => {
    const start = performance.now();
    const { adf, isCut } = cutAdf('A paragraph of *some* words.\n\n'.repeat(9_000), 32_767);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect([isCut, textOf(adf).length > 31_000, textOf(adf).length <= 32_767]).toEqual([true, true, true]);
  });

  it('fits, is valid and ends with the note, whatever the Markdown and the limit', { timeout: 30_000 }, () => {
    const property = fc.property(arbitraryMarkdown, fc.integer({ min: NOTE, max: NOTE + 150 }), (markdown, limit) => {
      const { adf, isCut } = cutAdf(markdown, limit);
      expect(invalidity(adf)).toBe(undefined);
      expect(textOf(adf).length).toBeLessThanOrEqual(limit);
      if (isCut) expect(textOf(adf).endsWith(CUT_NOTE.slice(1, -1))).toBe(true);
      else expect(adf).toEqual(markdownToAdf(markdown));
      if (markdown.isWellFormed()) expect(textOf(adf).isWellFormed()).toBe(true);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
