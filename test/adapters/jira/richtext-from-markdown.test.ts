import { describe, expect, it } from 'vitest';
import { markdownToAdf } from '../../../src/adapters/jira/richtext.js';

const content = (markdown: string) => markdownToAdf(markdown).content;
const text = (value: string, ...marks: (string | object)[]) => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks: marks.map((mark) => (typeof mark === 'string' ? { type: mark } : mark)) }),
});
const p = (...inline: object[]) => ({ type: 'paragraph', content: inline });
const link = (href: string, title?: string) => ({ type: 'link', attrs: title ? { href, title } : { href } });
const item = (...blocks: object[]) => ({ type: 'listItem', content: blocks });

describe('a line', () => {
  it.each([
    [
      '**bold *both* `code`** ~~gone~~',
      [
        text('bold ', 'strong'),
        text('both', 'strong', 'em'),
        text(' ', 'strong'),
        text('code', 'code'),
        text(' '),
        text('gone', 'strike'),
      ],
    ],
    [
      '[**a** `b`](/u "t")',
      [text('a', link('/u', 't'), 'strong'), text(' ', link('/u', 't')), text('b', link('/u', 't'), 'code')],
    ],
    [
      'www.x.example and ada@x.example',
      [
        text('www.x.example', link('http://www.x.example')),
        text(' and '),
        text('ada@x.example', link('mailto:ada@x.example')),
      ],
    ],
    ['soft\nbreak, hard\\\nbreak', [text('soft break, hard'), { type: 'hardBreak' }, text('break')]],
    ['a <b>tag</b> &amp; &copy;', [text('a <b>tag</b> & ©')]],
    [
      '[click](javascript:alert(1)) [](https://x.example)',
      [text('click '), text('https://x.example', link('https://x.example'))],
    ],
    [
      'see ![a *picture*](https://x.example/a.png) here',
      [text('see '), text('a picture', link('https://x.example/a.png')), text(' here')],
    ],
    ['[two][R] [three]\n\n[r]: /r\n', [text('two', link('/r')), text(' [three]')]],
    ['note[^1]', [text('note[^1]')]],
  ])('%j', (markdown, expected) => {
    expect(content(markdown)[0]).toEqual(p(...expected));
  });
});

describe('a block', () => {
  it.each([
    ['## Title', [{ type: 'heading', attrs: { level: 2 }, content: [text('Title')] }]],
    ['---', [{ type: 'rule' }]],
    ['```js title\na\n\nb\n```', [{ type: 'codeBlock', attrs: { language: 'js' }, content: [text('a\n\nb')] }]],
    ['```\n```', [{ type: 'codeBlock' }]],
    ['3. c\n4. d', [{ type: 'orderedList', attrs: { order: 3 }, content: [item(p(text('c'))), item(p(text('d')))] }]],
    ['-', [{ type: 'bulletList', content: [item(p())] }]],
    ['- - a', [{ type: 'bulletList', content: [item(p(), { type: 'bulletList', content: [item(p(text('a')))] })] }]],
    ['>', [{ type: 'blockquote', content: [p()] }]],
    ['> one\n>\n> > two', [{ type: 'blockquote', content: [p(text('one')), p(text('> two'))] }]],
    [
      '- # H\n- > q\n- ***',
      [{ type: 'bulletList', content: [item(p(text('H', 'strong'))), item(p(text('> q'))), item(p(text('---')))] }],
    ],
    ['<p>\n one\n</p>', [p(text('<p>'), { type: 'hardBreak' }, text('one'), { type: 'hardBreak' }, text('</p>'))]],
    [
      '- | a | b |\n  |---|---|\n  | c | d |',
      [
        {
          type: 'bulletList',
          content: [item(p(text('a', 'strong'), text(' | '), text('b', 'strong')), p(text('c | d')))],
        },
      ],
    ],
    ['a[^n]\n\n[^n]: The note.', [p(text('a[^n]')), p(text('[^n]: The note.'))]],
  ])('%j', (markdown, expected) => {
    expect(content(markdown)).toEqual(expected);
  });

  it('is a table with a head and filled rows', () => {
    const cell = (type: string, ...inline: object[]) => ({ type, content: [p(...inline)] });
    expect(content('| a | b |\n|--:|---|\n| *c* |\n')).toEqual([
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [cell('tableHeader', text('a')), cell('tableHeader', text('b'))] },
          { type: 'tableRow', content: [cell('tableCell', text('c', 'em')), cell('tableCell')] },
        ],
      },
    ]);
  });

  it('is an image where a paragraph is nothing else', () => {
    const media = (attrs: object) => [{ type: 'media', attrs: { type: 'external', ...attrs } }];
    expect(content('![alt](https://x.example/a.png)\n[![](https://x.example/b.png)](https://x.example)')).toEqual([
      {
        type: 'mediaSingle',
        attrs: { layout: 'center' },
        content: media({ url: 'https://x.example/a.png', alt: 'alt' }),
      },
      {
        type: 'mediaSingle',
        attrs: { layout: 'center' },
        marks: [link('https://x.example')],
        content: media({ url: 'https://x.example/b.png' }),
      },
    ]);
    expect(content('![local](./a.png)')).toEqual([p(text('local', link('./a.png')))]);
  });
});

describe('tasks', () => {
  const states = (markdown: string) =>
    JSON.stringify(content(markdown))
      .match(/"type":"(?:task|bullet|ordered)List"|"state":"\w+"|"text":"[^"]*"/g)
      ?.map((found) => found.split('"')[3]);

  it('are a list of their own kind, as deep as they go', () => {
    expect(states('- [ ] a\n  - [x] b\n- [x] c')).toEqual([
      'taskList',
      'TODO',
      'a',
      'taskList',
      'DONE',
      'b',
      'DONE',
      'c',
    ]);
  });

  it('stand apart from the items beside them', () => {
    expect(states('- [ ] a\n- b\n- [x] c')).toEqual([
      'taskList',
      'TODO',
      'a',
      'bulletList',
      'b',
      'taskList',
      'DONE',
      'c',
    ]);
  });

  it('are items with a box as text, where they hold more than a line, are numbered, or stand in a quote', () => {
    expect(states('- [ ] a\n\n  more\n')).toEqual(['bulletList', '[ ] a', 'more']);
    expect(states('1. [x] a')).toEqual(['orderedList', '[x] a']);
    expect(states('> - [x] a')).toEqual(['bulletList', '[x] a']);
  });

  it('have ids that follow from their text, and differ', () => {
    const ids = (markdown: string) => JSON.stringify(content(markdown)).match(/"localId":"[^"]+"/g) ?? [];
    const before = ids('- [ ] a\n- [ ] a\n- [ ] b');
    expect(new Set(before).size).toBe(4);
    expect(ids('Text.\n\n- [x] new\n- [ ] b').at(-1)).toBe(before.at(-1));
  });
});
