import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adfToMarkdown, markdownToAdf } from '../../../src/adapters/jira/richtext.js';

const doc = (...content: unknown[]) => ({ type: 'doc', version: 1, content });
const text = (value: string, ...marks: (string | object)[]) => ({
  type: 'text',
  text: value,
  marks: marks.map((mark) => (typeof mark === 'string' ? { type: mark } : mark)),
});
const p = (...content: unknown[]) => ({ type: 'paragraph', content });
const of = (...content: unknown[]) => adfToMarkdown(doc(...content));
const link = (href: string) => ({ type: 'link', attrs: { href } });

describe('a line of a document', () => {
  it.each([
    [[text('bold ', 'strong'), text('both', 'strong', 'em'), text(' plain')], '**bold *both*** plain'],
    [[text(' bold ', 'strong'), text('next')], '**bold** next'],
    [[text('a', 'em'), text('b', 'strong')], '*a***b**'],
    [[text('a.', 'strong'), text('b')], '**a.**&#x62;'],
    [[text('code `tick`', 'code')], '`` code `tick` ``'],
    [[text('see', link('/a b'))], '[see](</a b>)'],
    [[text('https://x.example', link('https://x.example'))], '<https://x.example>'],
    [[text('bare https://x.example/a_b, and ada@x.example')], 'bare <https://x.example/a_b>, and <ada@x.example>'],
    [[text('run', link('javascript:x'))], 'run'],
    [[text('a'), { type: 'hardBreak' }, text('b\nc'), { type: 'hardBreak' }], 'a\\\nb\\\nc'],
    [
      [text('*a* _b_ c_d [e] `f` <g> & &amp; ~h~ \\i \\*')],
      '\\*a\\* \\_b\\_ c_d \\[e] \\`f\\` \\<g> & \\&amp; \\~h\\~ \\i \\\\\\*',
    ],
    [[text('wow!'), text('link', link('/u'))], 'wow\\![link](/u)'],
  ])('%#: %j', (content, expected) => {
    expect(of(p(...content))).toBe(expected);
    expect(adfToMarkdown(markdownToAdf(expected))).toBe(expected);
  });

  it.each([
    '# no heading',
    '- no item',
    '+ no item',
    '1. no item',
    '2) no item',
    '> no quote',
    '===',
    '---',
    '| --- |',
    ': - :',
  ])('that begins with %j begins no block', (line) => {
    const markdown = of(p(text('above'), { type: 'hardBreak' }, text(line)), p(text(line)));
    expect(markdownToAdf(markdown ?? '').content).toEqual([
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'above' }, { type: 'hardBreak' }, { type: 'text', text: line }],
      },
      { type: 'paragraph', content: [{ type: 'text', text: line }] },
    ]);
  });
});

describe('a block of a document', () => {
  const item = (...content: unknown[]) => ({ type: 'listItem', content });
  const list = (...content: unknown[]) => ({ type: 'bulletList', content });
  it.each([
    [[{ type: 'heading', attrs: { level: 3 }, content: [text('Title #')] }], '### Title \\#'],
    [[{ type: 'codeBlock', attrs: { language: 'a b`' }, content: [text('```\nx')] }], '````a&#32;b&#96;\n```\nx\n````'],
    [[list(item(p(text('a')), list(item(p(text('b')))), p(text('c')))), list(item())], '- a\n  - b\n\n  c\n\n*'],
    [[list(item(p(), list(item(list(item())))))], '- * -'],
    [
      [{ type: 'orderedList', attrs: { order: 9 }, content: [item(p(text('a'))), item(p(text('b')), p(text('c')))] }],
      '9. a\n\n10. b\n\n    c',
    ],
    [
      [
        {
          type: 'taskList',
          content: [
            { type: 'taskItem', attrs: { state: 'DONE' }, content: [text('a')] },
            { type: 'taskList', content: [{ type: 'taskItem', attrs: { state: 'TODO' }, content: [] }] },
          ],
        },
      ],
      '- [x] a\n  - [ ] &#x20;',
    ],
    [[{ type: 'blockquote', content: [p(text('a')), p(text('b'))] }, { type: 'rule' }], '> a\n>\n> b\n\n---'],
  ])('%#: %j', (content, expected) => {
    expect(of(...content)).toBe(expected);
    expect(adfToMarkdown(markdownToAdf(expected))).toBe(expected);
  });

  it('is a table, a cell of which is one line', () => {
    const cell = (...content: unknown[]) => ({ type: 'tableCell', content });
    const table = {
      type: 'table',
      content: [
        { type: 'tableRow', content: [cell(p(text('a|b'))), cell()] },
        { type: 'tableRow', content: [cell(p(text('one')), list(item(p(text('two')))))] },
      ],
    };
    expect(of(table)).toBe('| a\\|b |  |\n| --- | --- |\n| one two |  |');
  });
});

describe('what Markdown has no word for', () => {
  it.each([
    [{ type: 'panel', attrs: { panelType: 'info' }, content: [p(text('careful'))] }, '> careful'],
    [{ type: 'expand', attrs: { title: 'More' }, content: [p(text('hidden'))] }, '> **More**\n>\n> hidden'],
    [
      {
        type: 'layoutSection',
        content: [
          { type: 'layoutColumn', content: [p(text('left'))] },
          { type: 'layoutColumn', content: [p(text('right'))] },
        ],
      },
      '> > left\n>\n> > right',
    ],
    [{ type: 'decisionList', content: [{ type: 'decisionItem', content: [text('yes')] }] }, '- yes'],
    [{ type: 'extension', attrs: { extensionKey: 'toc' } }, '\\[extension: toc]'],
    [{ type: 'panel', content: [] }, '\\[panel]'],
    [
      {
        type: 'mediaGroup',
        content: [
          { type: 'media', attrs: { id: '1' } },
          { type: 'media', attrs: { id: '2', alt: 'b' } },
        ],
      },
      '\\[media: 1] \\[media: b]',
    ],
    [
      {
        type: 'mediaSingle',
        content: [
          { type: 'media', attrs: { type: 'external', url: 'https://x.example/a.png' } },
          { type: 'caption', content: [text('below')] },
        ],
      },
      '![](https://x.example/a.png)\\\nbelow',
    ],
    [{ type: 'blockCard', attrs: { url: 'https://x.example' } }, '<https://x.example>'],
    [{ type: 'somethingNew', content: [p(text('inside'))] }, '> inside'],
    [{ type: 'somethingNew', content: [text('inside')] }, 'inside'],
    [{ type: 'somethingNew' }, '\\[somethingNew]'],
    [
      p(
        { type: 'mention', attrs: { id: 'x', text: '@Ada' } },
        text(' '),
        { type: 'status', attrs: { text: 'DONE' } },
        text(' '),
        { type: 'date', attrs: { timestamp: '1760000000000' } },
      ),
      '@Ada DONE 2025-10-09',
    ],
    [
      p(
        { type: 'emoji', attrs: { shortName: ':+1:' } },
        { type: 'inlineCard', attrs: { url: 'javascript:x' } },
        { type: 'newInline' },
      ),
      ':+1:javascript:x\\[newInline]',
    ],
  ])('is still seen: %j', (node, expected) => {
    expect(of(node)).toBe(expected);
  });
});

describe('a document that is none', () => {
  it.each([
    null,
    undefined,
    {},
    [],
    7,
    { type: 'doc' },
    { type: 'doc', content: 'x' },
    doc(),
    doc(p(), p(text(' '))),
    doc(null, 3, {}),
  ])('%j has nothing to be seen', (adf) => {
    expect(adfToMarkdown(adf)).toBe(null);
  });

  it('is text where it is text', () => {
    expect(adfToMarkdown('h1. Wiki *markup*\nline')).toBe('h1. Wiki \\*markup\\*\\\nline');
  });

  it('does no harm, whatever it is', () => {
    const types = fc.constantFrom(
      'doc',
      'paragraph',
      'text',
      'heading',
      'bulletList',
      'listItem',
      'taskItem',
      'table',
      'tableRow',
      'mediaSingle',
      'media',
      'date',
      'status',
      'inlineCard',
      '__proto__',
      'constructor',
      'codeBlock',
      'expand',
    );
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium' },
        fc.anything(),
        fc.record(
          {
            type: fc.oneof({ weight: 9, arbitrary: types }, { weight: 1, arbitrary: fc.anything() }),
            text: fc.oneof(fc.string(), fc.anything()),
            attrs: fc.oneof(
              fc.anything(),
              fc.record(
                { text: fc.string(), url: fc.string(), level: fc.double(), timestamp: fc.string(), order: fc.double() },
                { requiredKeys: [] },
              ),
            ),
            content: fc.oneof(fc.array(tie('node')), fc.anything()),
            marks: fc.oneof(
              fc.array(fc.record({ type: fc.constantFrom('em', 'code', 'link'), attrs: fc.anything() })),
              fc.anything(),
            ),
          },
          { requiredKeys: ['type'] },
        ),
      ),
    }));
    fc.assert(
      fc.property(node, (adf) => void markdownToAdf(adfToMarkdown({ type: 'doc', content: [adf] }) ?? '')),
      { numRuns: 1_000 },
    );
  });

  it('can be deep, endless or huge', () => {
    let deep: unknown = p(text('bottom'));
    for (let depth = 0; depth < 10_000; depth += 1) deep = { type: 'blockquote', content: [deep] };
    expect(of(deep)).toContain('bottom');
    const endless: { type: string; content: unknown[] } = { type: 'panel', content: [] };
    endless.content.push(p(text('seen')), endless, endless);
    expect(of(endless)).toContain('seen');
    const start = performance.now();
    of(
      p(
        ...Array.from({ length: 60_000 }, (_, at) =>
          at % 2 ? { type: 'hardBreak' } : text('a*b', at % 4 ? 'em' : 'strong'),
        ),
      ),
      p(text(' '.repeat(60_000)), text('\\'.repeat(60_000)), text('www.'.repeat(20_000)), text('a@'.repeat(30_000))),
    );
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
