import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adfToMarkdown, markdownToAdf } from '../../../src/adapters/jira/richtext.js';
import { arbitraryMarkdown } from '../../markdown/arbitrary-markdown.js';
import { COMMONMARK, EXAMPLES, GFM, OURS } from '../../markdown/examples.js';
import { arbitraryDocument } from './richtext-documents.js';
import { invalidity } from './richtext-schema.js';

const roundTrip = (markdown: string) => adfToMarkdown(markdownToAdf(markdown)) ?? '';

describe('a document made of Markdown', () => {
  it('is valid for every example of CommonMark and of GitHub', () => {
    expect([COMMONMARK.length, GFM.length]).toEqual([652, 24]);
    expect(EXAMPLES.map((example) => invalidity(markdownToAdf(example))).filter(Boolean)).toEqual([]);
  });

  it('is valid whatever the Markdown', { timeout: 30_000 }, () => {
    const isValid = (markdown: string) => invalidity(markdownToAdf(markdown)) === undefined;
    fc.assert(fc.property(arbitraryMarkdown, isValid), { numRuns: 200 });
  });

  it('is the same each time', () => {
    for (const example of EXAMPLES) {
      expect(JSON.stringify(markdownToAdf(example))).toBe(JSON.stringify(markdownToAdf(example)));
    }
  });

  it('leads nowhere that runs', () => {
    const hostile = [
      'javascript:x',
      'JaVaScRiPt:x',
      'data:text/html,x',
      'vbscript:x',
      '&#106;avascript:x',
      '<java\tscript:x>',
      '<\u0001javascript:x>',
      'file:///etc/passwd',
    ];
    const markdown = hostile.map(
      (url) => `[a](${url}) ![b](${url}) <${url}>\n\n[c][r${url.length}]\n\n[r${url.length}]: ${url}\n`,
    );
    const hrefs =
      JSON.stringify(markdownToAdf([...markdown, ...OURS].join('\n\n'))).match(/"(?:href|url)":"[^"]*"/g) ?? [];
    expect(hrefs.filter((href) => /script:|data:|file:/i.test(href))).toEqual([]);
  });
});

describe('Markdown that has been a document', () => {
  it('is stable after one pass for at least 99 percent of the examples', () => {
    const specified = [...COMMONMARK, ...GFM];
    const unstable = specified.filter((example) => roundTrip(roundTrip(example)) !== roundTrip(example));
    const percent = 100 * (1 - unstable.length / specified.length);
    console.log(
      `Markdown -> ADF -> Markdown: stable for ${percent.toFixed(2)} percent of ${specified.length} examples`,
    );
    expect(unstable).toEqual([]);
    expect(percent).toBeGreaterThanOrEqual(99);
    expect(OURS.filter((example) => roundTrip(roundTrip(example)) !== roundTrip(example))).toEqual([]);
  });

  it('says what it said', () => {
    const seen = (markdown: string) =>
      JSON.stringify(markdownToAdf(markdown).content)
        .match(/"text":"(?:[^"\\]|\\.)*"/g)
        ?.join('')
        .replace(/\\[trn]|"text":|[\s"]/g, '');
    expect(EXAMPLES.filter((example) => seen(roundTrip(example)) !== seen(example))).toEqual([]);
  });

  it('is stable for nearly all that is broken, and all that Jira may hold', { timeout: 60_000 }, () => {
    const texts = fc.sample(arbitraryMarkdown, { numRuns: 400, seed: 20_261_120 });
    const documents = fc.sample(arbitraryDocument, { numRuns: 200, seed: 20_261_120 });
    const pages = documents.map((document) => adfToMarkdown(document) ?? '');
    const unstable = (markdown: string) => roundTrip(roundTrip(markdown)) !== roundTrip(markdown);
    expect(texts.filter(unstable).length / texts.length).toBeLessThan(0.005);
    expect(pages.filter(unstable).length / pages.length).toBeLessThan(0.01);
  });
});
