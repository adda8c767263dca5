import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from '../../../src/adapters/azure-devops/html-to-markdown.js';
import { markdownToHtml } from '../../../src/adapters/azure-devops/markdown-to-html.js';
import { arbitraryMarkdown } from '../../markdown/arbitrary-markdown.js';
import { COMMONMARK, EXAMPLES, GFM, OURS } from '../../markdown/examples.js';
import { arbitraryHtml } from './arbitrary-html.js';

const roundTrip = (markdown: string) => htmlToMarkdown(markdownToHtml(markdown));
const isStable = (markdown: string) => roundTrip(roundTrip(markdown)) === roundTrip(markdown);
/** What somebody sees of HTML, without white space. */
const seen = (html: string) =>
  html
    .replaceAll(/<\/?[a-z][^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s|&nbsp;|\u00A0/g, '');

describe('Markdown that has been HTML', () => {
  it('is stable after one pass for at least 99 percent of the examples', () => {
    const specified = [...COMMONMARK, ...GFM];
    const unstable = specified.filter((example) => !isStable(example));
    const percent = 100 * (1 - unstable.length / specified.length);
    console.log(
      `Markdown -> HTML -> Markdown: stable for ${percent.toFixed(2)} percent of ${specified.length} examples`,
    );
    expect(unstable).toEqual([]);
    expect(OURS.filter((example) => !isStable(example))).toEqual([]);
  });

  it('says what it said', () => {
    expect(
      EXAMPLES.filter((example) => seen(markdownToHtml(roundTrip(example))) !== seen(markdownToHtml(example))),
    ).toEqual([]);
  });

  it('is stable for nearly all that is broken', { timeout: 30_000 }, () => {
    const texts = fc.sample(arbitraryMarkdown, { numRuns: 300, seed: 20_261_120 });
    const unstable = texts.filter((text) => !isStable(text));
    expect(unstable.length / texts.length).toBeLessThan(0.01);
  });
});

describe('HTML that is read', () => {
  const pages = fc.sample(arbitraryHtml, { numRuns: 400, seed: 20_261_120 });

  it('keeps all that it says, whatever it is', () => {
    expect(pages.filter((page) => seen(markdownToHtml(htmlToMarkdown(page))) !== seen(page))).toEqual([]);
  });

  it('becomes Markdown that stays, nearly always at once', { timeout: 30_000 }, () => {
    const unstable = pages.map(htmlToMarkdown).filter((markdown) => roundTrip(markdown) !== markdown);
    const never = unstable.filter((markdown) => !isStable(roundTrip(markdown)));
    expect(unstable.length / pages.length).toBeLessThan(0.03);
    expect(never).toEqual([]);
  });

  it('reads what the editor makes: each line a div, empty ones between paragraphs', () => {
    expect(
      htmlToMarkdown(
        '<div>One&nbsp;</div><div>two &nbsp;<b>bold </b>x</div><div><br></div><div><span style="font-size:9pt">three</span></div>',
      ),
    ).toBe('One\\\ntwo **bold** x\n\nthree');
    expect(htmlToMarkdown('<p>One</p><p>&nbsp;</p><p>two<br>three<br><br>four</p>')).toBe(
      'One\n\ntwo\\\nthree\n\nfour',
    );
    expect(htmlToMarkdown('plain, and nothing else')).toBe('plain, and nothing else');
    expect(htmlToMarkdown('<div><br></div>')).toBe('');
    // As mail programs do it: a list beside its items.
    expect(htmlToMarkdown('<ul><li>a</li><ul><li>b</li></ul><li>c</ul>')).toBe('- a\n  - b\n- c');
  });

  it('shows what it does not know as text, and lets nothing act', () => {
    const hostile =
      '<script>alert(1)</script><custom-thing a="b">in it</custom-thing><iframe src="//x.example"></iframe>' +
      '<a href="javascript:alert(1)">one</a> <a href=" java\nscript:alert(1)">two</a> <a href="&#106;avascript:x">three</a>' +
      '<img src="javascript:x" alt="four" onerror="alert(1)"><svg onload=alert(1)><!-- hidden --><p onclick="x()">five</p>';
    const markdown = htmlToMarkdown(hostile);
    expect(markdown).toContain('\\<script>alert(1)\\</script>\\<custom-thing a="b">in it\\</custom-thing>');
    expect(markdown).not.toContain('hidden');
    const html = markdownToHtml(markdown);
    expect(html.match(/<\/?[a-z]+/g)?.filter((tag) => !/^<\/?(?:p|br)$/.test(tag))).toEqual([]);
    expect(html).not.toMatch(/href|src="java/);
  });

  it('keeps mentions as people, who are no words', () => {
    const mention = '<a href="#" data-vss-mention="version:2.0,8c8c7d32-6b1b-47f4-b2e9-30b477b5ab3d">@Zoë Doe</a>';
    const markdown = htmlToMarkdown(`<div>Ask ${mention}, please</div>`);
    expect(markdown).toBe('Ask [@Zoë Doe](vss-mention:8c8c7d32-6b1b-47f4-b2e9-30b477b5ab3d), please');
    expect(markdownToHtml(markdown)).toBe(`<p>Ask ${mention}, please</p>`);
  });

  it('comes to an end with what was made to take more than linear time', () => {
    for (const part of ['<a "', '<b', '<!--', '<li>', '<div>', '&', '<p><b>', '<a href="', "<a '>", '**_`']) {
      expect(typeof htmlToMarkdown(part.repeat(8000))).toBe('string');
    }
  });
});

describe('Markdown that is written', () => {
  it('leads nowhere that runs, and shows raw HTML as text', () => {
    const hostile = [
      'javascript:x',
      'JaVaScRiPt:x',
      'data:text/html,x',
      'vbscript:x',
      '&#106;avascript:x',
      'file:///etc/passwd',
    ];
    const markdown = hostile.map((url) => `[a](${url}) ![b](${url}) <${url}>\n\n[c][r]\n\n[r]: ${url}\n`);
    const html = markdownToHtml(
      [...markdown, '<script>alert(1)</script>', 'a <b onclick="x()">b</b>', ...OURS].join('\n\n'),
    );
    expect((html.match(/(?:href|src)="[^"]*"/g) ?? []).filter((link) => /script:|data:|file:/i.test(link))).toEqual([]);
    expect(html).not.toMatch(/<script|onclick="x/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('takes quotes in addresses and names for text', () => {
    expect(markdownToHtml('[a](<https://x.example/"onmouseover="x> "t\\"t")')).toBe(
      '<p><a href="https://x.example/&quot;onmouseover=&quot;x" title="t&quot;t">a</a></p>',
    );
    expect(markdownToHtml('```a"b\nx\n```')).toBe('<pre><code class="language-a&quot;b">x\n</code></pre>');
  });
});
