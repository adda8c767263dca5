import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_NOTE, cutMarkdown } from '../../src/markdown/cut-markdown.js';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';
import { printMarkdown } from '../../src/markdown/print-markdown.js';
import { runs } from '../support/runs.js';
import { arbitraryMarkdown } from './arbitrary-markdown.js';

const NOTE = CUT_NOTE.length;
const cut = (markdown: string, limit: number) => cutMarkdown(markdown, limit).markdown;
const lastBlock = (markdown: string) => {
  const last = parseMarkdown(markdown).children.at(-1);
  return last && printMarkdown({ type: 'root', children: [last] }).trim();
};

describe('a body that is cut', () => {
  it('is the body itself where it fits', () => {
    expect(cutMarkdown('# a\n* b', 7)).toEqual({ markdown: '# a\n* b', isCut: false });
  });

  it('is cut between two blocks, which stay as they were written', () => {
    const body = `Setext\n===\n\n* odd   bullet\n+ other\n\n${'long '.repeat(30)}`;
    expect(cut(body, NOTE + 40)).toBe(`Setext\n===\n\n* odd   bullet\n+ other\n\n${CUT_NOTE}`);
  });

  it('is cut in a block that is too large alone: behind a paragraph, a line, a word, a character', () => {
    const inQuote = `> ${'one '.repeat(9)}one\n>\n> ${'two '.repeat(9)}two\n>\n> ${'three '.repeat(20)}`;
    expect(cut(inQuote, NOTE + 90)).toBe(`> ${'one '.repeat(9)}one\n>\n> ${'two '.repeat(9)}two\n\n${CUT_NOTE}`);
    expect(cut(`\`\`\`\n${'a line of code\n'.repeat(9)}\`\`\``, NOTE + 60)).toBe(
      `\`\`\`\n${'a line of code\n'.repeat(3)}\`\`\`\n\n${CUT_NOTE}`,
    );
    expect(cut('words of a long line '.repeat(9), NOTE + 30)).toBe(`words of a long line words\n\n${CUT_NOTE}`);
    expect(cut('x'.repeat(99), NOTE + 30)).toBe(`${'x'.repeat(28)}\n\n${CUT_NOTE}`);
  });

  it('is cut in a block that would leave most of the room empty', () => {
    expect(cut(`short\n\n${'word '.repeat(50)}`, NOTE + 200)).toContain('short\n\nword word');
  });

  it('keeps marks, lists and tables whole', () => {
    expect(cut(`**${'bold '.repeat(40)}end**`, NOTE + 40)).toBe(`**${'bold '.repeat(6)}bold**\n\n${CUT_NOTE}`);
    expect(
      cut(
        '1. first item\n2. second item\n3. third item\n4. fourth item\n5. fifth item\n6. sixth item\n7. seventh item',
        NOTE + 32,
      ),
    ).toBe(`1. first item\n2. second item\n\n${CUT_NOTE}`);
    const table = cut(`| a | b |\n|---|---|\n${'| row | cell |\n'.repeat(20)}`, NOTE + 90);
    expect(parseMarkdown(table).children.map(({ type }) => type)).toEqual(['table', 'paragraph']);
  });

  it('never falls into a surrogate pair', () => {
    for (let room = 2; room < 12; room += 1) expect(cut('😀'.repeat(50), NOTE + room).isWellFormed()).toBe(true);
  });

  it('carries the definitions of what it refers to', () => {
    const body = `See [this][r].\n\n${'gone '.repeat(40)}\n\n[r]: /there\n[other]: /unused\n`;
    expect(cut(body, NOTE + 40)).toBe(`See [this][r].\n\n[r]: /there\n\n${CUT_NOTE}`);
    const long = `See [this][r].\n\n${'gone '.repeat(20_000)}\n\n${'gone too '.repeat(20_000)}\n\n[r]: /there\n`;
    expect(cut(long, NOTE + 40)).toBe(`See [this][r].\n\n[r]: /there\n\n${CUT_NOTE}`);
  });

  it('closes the HTML that it leaves open, so that the note is not folded away', () => {
    const body = `<details>\n<summary>Log</summary><br>\n\nfirst\n\n${'gone '.repeat(40)}\n\n</details>\n`;
    expect(cut(body, NOTE + 80)).toBe(`<details>\n<summary>Log</summary><br>\n\nfirst\n\n</details>\n\n${CUT_NOTE}`);
  });

  it('is only the note where there is room for no more, and empty where there is not even that', () => {
    expect(cut('x'.repeat(99), NOTE)).toBe(CUT_NOTE);
    expect(cutMarkdown('x'.repeat(99), NOTE - 1)).toEqual({ markdown: '', isCut: true });
  });

  it('is measured as the tracker does', () => {
    const inBytes = (text: string) => new TextEncoder().encode(text).length;
    const { markdown } = cutMarkdown('é'.repeat(99), NOTE + 22, inBytes);
    expect(inBytes(markdown)).toBe(NOTE + 22);
  });

  it('of a mebibyte is cut without being read to its end', () => {
    const start = performance.now();
    const { markdown } = cutMarkdown('A paragraph of *some* words.\n\n'.repeat(35_000), 65_536);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(markdown.length).toBeGreaterThan(65_000);
  });

  it('fits, ends with the note and is well-formed, whatever the body, the limit and the measure', {
    timeout: 30_000,
  }, () => {
    const measures: readonly ((text: string) => number)[] = [
      ({ length }) => length,
      (text) => JSON.stringify(text).length - 2,
      (text) => printMarkdown(parseMarkdown(text)).length,
    ];
    const property = fc.property(
      arbitraryMarkdown,
      fc.integer({ min: 0, max: 200 }),
      fc.constantFrom(...measures),
      (body, room, sizeOf) => {
        const limit = sizeOf(CUT_NOTE) + room;
        const { markdown, isCut } = cutMarkdown(body, limit, sizeOf);
        expect(sizeOf(markdown)).toBeLessThanOrEqual(limit);
        expect(isCut).toBe(sizeOf(body) > limit);
        if (!isCut) expect(markdown).toBe(body);
        else expect(lastBlock(markdown)).toBe(CUT_NOTE);
        if (body.isWellFormed()) expect(markdown.isWellFormed()).toBe(true);
      },
    );
    fc.assert(property, { numRuns: runs(500) });
  });
});
