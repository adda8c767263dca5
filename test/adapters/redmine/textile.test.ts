import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownToTextile, textileToMarkdown } from '../../../src/adapters/redmine/rich-text.js';
import { nodesIn } from '../../../src/markdown/nodes.js';
import { parseMarkdown } from '../../../src/markdown/parse-markdown.js';
import { COMMONMARK, GFM } from '../../markdown/examples.js';
import { runs } from '../../support/runs.js';

const EXAMPLES = [...COMMONMARK, ...GFM];
const again = (markdown: string) => textileToMarkdown(markdownToTextile(markdown));

/** What a text says, whatever its marks. */
const words = (text: string) =>
  text.replace(/&#(\d{1,5});/g, (_, number) => String.fromCodePoint(Number(number))).match(/[\p{L}\p{N}]{2,}/gu) ?? [];

/** The text that a body shows, and what its code says. */
const visibleText = (markdown: string) =>
  [...nodesIn(parseMarkdown(markdown).children)]
    .flatMap((node) => ('value' in node && !('children' in node) ? node.value : []))
    .join(' ');

const SNIPPETS = [
  ...'ab 12*_-@!"<>&#|:/.()[]`~\n\\+^%?=',
  ...['http://x.y/z', 'www.x.org', '\n\n', '* ', '## ', '> ', 'h1. ', 'bq. ', '<pre>', '</pre>', '<code>', '&#42;'],
  ...['**', '"a":http://b', '{{toc}}', '[[Wiki]]', '!i.png!', '|_. a|b|', '```', '1. ', '    ', '<b>', '@c@'],
];
const someText = fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 25 }).map((parts) => parts.join(''));

describe('Markdown in Textile', () => {
  it.each<[string, string, string]>([
    ['a heading', '## Title', 'h2. Title'],
    ['paragraphs', 'One.\n\nTwo.', 'One.\n\nTwo.'],
    ['a break of the source, which is none', 'One\ntwo', 'One two'],
    ['a hard break', 'One\\\ntwo', 'One\ntwo'],
    ['marks', '**a** *b* ~~c~~ `d`', '*a* _b_ -c- @d@'],
    ['marks in each other', '***a***', '_*a*_'],
    ['marks within a word, which Textile has not', 'a**b**c', 'abc'],
    ['lists', '- a\n  - b\n- c\n\n1. d\n2. e', '* a\n** b\n* c\n\n# d\n# e'],
    ['a list that counts from elsewhere', '3. a\n4. b', '3. a\n\n4. b'],
    ['a task list', '- [ ] a\n- [x] b', '* [ ] a\n* [x] b'],
    ['a list with more than lines', '- a\n\n  ```\n  b\n  ```\n- c', '* a\n\n<pre>\nb\n</pre>\n\n* c'],
    ['a quotation', '> a\n>\n> - b', '> a\n>\n> * b'],
    ['code', '```js\na < b && *c*\n```', '<pre><code class="js">\na < b && *c*\n</code></pre>'],
    ['code that would end itself', '```\n</pre>\n```', '@&#60;/pre>@'],
    ['code that would end itself, in other letters', '```\n</PRE >\n```', '@&#60;/PRE >@'],
    ['a rule', '***', '---'],
    ['a link', '[a](https://host.example/b?c=d)', '"a":https://host.example/b?c=d'],
    ['a link that Textile cannot say', '[a](b.html)', 'a (b.html)'],
    ['an address', '<https://host.example/b>', 'https://host.example/b'],
    ['a link by reference', '[a]\n\n[a]: https://host.example/', '"a":https://host.example/'],
    ['an image', '![alt](https://host.example/a.png)', '!https://host.example/a.png(alt)!'],
    ['a table', '| a | b |\n| - | -: |\n| c | d\\|e |', '|_. a|_>. b|\n|c|d&#124;e|'],
    ['HTML, which Textile shows', '<b>a</b>', '&#60;b>a&#60;/b>'],
    ['stars that mark nothing', 'a * b, 2*3', 'a * b, 2*3'],
    ['stars that would mark', '\\*c\\*', '&#42;c&#42;'],
    ['what would begin a list', '\\* a', '&#42; a'],
    ['what would begin a heading', 'h1. a', 'h1&#46; a'],
    ['a code that is text', '`&#42;` &amp;#42;', '@&#38;#42;@ &#38;#42;'],
    ['what Redmine makes of text', 'See #12, @admin and {{toc}}', 'See #12, @admin and {{toc}}'],
  ])('says %s', (_, markdown, textile) => {
    expect(markdownToTextile(markdown)).toBe(textile);
  });

  it('stays as it is once it was read back, for every example of the specifications', () => {
    const changed = EXAMPLES.filter((markdown) => again(again(markdown)) !== again(markdown));
    expect(changed).toEqual([]);
  });

  it('loses no word of any example', () => {
    const lost = EXAMPLES.map((markdown) => {
      // Without its marks, `a**b**` is one word.
      const kept = words(again(markdown)).join('');
      return words(visibleText(markdown))
        .filter((word) => !kept.includes(word))
        .map((word) => [word, markdown, again(markdown)]);
    });
    expect(lost.flat()).toEqual([]);
  });

  it('stays as it is, whatever it was', () => {
    fc.assert(
      fc.property(someText, (markdown) => {
        const read = again(markdown);
        expect(again(read)).toBe(read);
      }),
      { numRuns: runs(250) },
    );
  });
});

describe('Textile in Markdown', () => {
  it.each<[string, string, string]>([
    ['a heading over two lines', 'h3. a\nb', '### a b'],
    ['a line break', 'a\nb', 'a\\\nb'],
    ['both kinds of strong and of emphasis', '*a* **b** _c_ __d__', '**a** **b** *c* *d*'],
    ['lists in each other', '* a\n## b\n* c', '- a\n  1. b\n- c'],
    ['a list right behind a text', 'a\n* b', 'a\n\n- b'],
    ['an item of two lines', '* a\nb', '- a\\\n  b'],
    ['a quotation by its word', 'bq. a\n\nb', '> a\n\nb'],
    ['quotations in each other', '> a\n> > b', '> a\n>\n> > b'],
    ['code in the middle', 'a\n<pre>\n*b*\n</pre>\nc', 'a\n\n```\n*b*\n```\n\nc'],
    ['a table without a head', '|a|b|', '|   |   |\n| - | - |\n| a | b |'],
    ['a link with what is behind it', '("a":http://b/c).', '([a](http://b/c)).'],
    ['a picture that is a link', '!a.png!:http://b/', '[![](a.png)](http://b/)'],
    ['a picture that is a link, before a comma', '!a.png(alt)!:http://b/c, d', '[![alt](a.png)](http://b/c), d'],
    ['codes', '&#42;a&#42; &amp; &lt;', '\\*a\\* & <'],
    ['what is written as it is', '<notextile>*a*</notextile>', '\\*a\\*'],
    ['minus signs', 'a - b - c, x-y-z', 'a - b - c, x-y-z'],
  ])('reads %s', (_, textile, markdown) => {
    expect(textileToMarkdown(textile)).toBe(markdown);
  });

  it.each([
    ['insertions and the like', 'an +insertion+, ^above^ and ~below~, ??cited??, %{color:red}red%'],
    ['macros, wiki pages, references', '{{toc}}\n\nSee [[Wiki|this page]], #12, r34, commit:abc, @admin'],
    ['paragraphs with a style', 'p(note). a\n\nh2(#id). b'],
    ['footnotes', 'a[1]\n\nfn1. b'],
    ['tables with spans', '|\\2. a|\n|b|c|'],
    ['keys to press', 'Press <kbd>Ctrl</kbd>'],
    ['characters by their names', 'caf&eacute; &nbsp; &mdash;'],
    ['pictures that are links', '!a.png(alt)!:http://y.test/ and !b.png!:http://y.test/c_d'],
    ['addresses with underlines', '"docs":https://x.test/some_page and _a_'],
    ['an umlaut and a picture', 'Grün 😀'],
  ])('leaves %s as they are, there and back', (_, textile) => {
    expect(markdownToTextile(textileToMarkdown(textile))).toBe(textile);
  });

  it('stays as it is once it was written back, whatever it was', () => {
    let same = 0;
    let all = 0;
    fc.assert(
      fc.property(someText, (textile) => {
        const first = textileToMarkdown(textile);
        const second = again(first);
        expect(again(second)).toBe(second);
        all++;
        if (second === first) same++;
        // Marks may go the first time, where Textile can set none; words do not.
        const kept = new Set(words(second));
        expect(words(first).filter((word) => !kept.has(word))).toEqual([]);
      }),
      { numRuns: runs(250) },
    );
    expect(same / all).toBeGreaterThan(0.9);
  });

  it('takes its time with nothing', () => {
    const before = performance.now();
    for (const part of ['*a ', '_a', '"a', '@a', '<code>a', '<pre>\n', '!a', '|a', '> ', '* ', '*_-', '**']) {
      textileToMarkdown(part.repeat(20_000 / part.length));
    }
    expect(performance.now() - before).toBeLessThan(8_000);
  });
});
