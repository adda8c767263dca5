import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adfToMarkdown, markdownToAdf, mergeAdf } from '../../../src/adapters/jira/richtext.js';
import { runs } from '../../support/runs.js';
import { arbitraryDocument, type Node } from './richtext-documents.js';
import { invalidity } from './richtext-schema.js';

const text = (value: string, ...marks: object[]): Node => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const p = (...content: Node[]): Node => ({ type: 'paragraph', content });
const item = (...content: Node[]): Node => ({ type: 'listItem', content });
const doc = (...content: Node[]) => ({ type: 'doc', version: 1, content });
const mention: Node = { type: 'mention', attrs: { id: 'abc', text: '@Ada', localId: '' } };
const panel: Node = { type: 'panel', attrs: { panelType: 'info' }, content: [p(text('careful'))] };
const red = { type: 'textColor', attrs: { color: '#ff0000' } };

/** A document after an edit of its Markdown. */
function edit(before: ReturnType<typeof doc>, change: (markdown: string) => string): readonly unknown[] {
  expect(invalidity(before)).toBe(undefined);
  const after = mergeAdf(before, change(adfToMarkdown(before) ?? ''));
  expect(invalidity(after)).toBe(undefined);
  return after.content;
}

describe('an edit', () => {
  it('leaves all other blocks as they are, to the byte', () => {
    const before = doc(p(text('one', red)), p(), panel, p(text('two')), {
      type: 'extension',
      attrs: { extensionKey: 'toc', extensionType: 'm' },
    });
    const after = edit(before, (markdown) => markdown.replace('two', 'two *changed*'));
    expect(after).toEqual(before.content.with(3, p(text('two '), text('changed', { type: 'em' }))));
    for (const at of [0, 1, 2, 4]) expect(after[at]).toBe(before.content[at]);
  });

  it('of nothing changes nothing', () => {
    const before = doc(p(text('a')), panel);
    expect(edit(before, (markdown) => markdown)).toEqual(before.content);
    expect(edit(before, (markdown) => `${markdown}\n`)).toEqual(before.content);
  });

  it('can add, remove and move blocks around what it cannot tell', () => {
    const before = doc(p(text('first')), panel, p(text('last')));
    expect(edit(before, (markdown) => `new\n\n${markdown}`)).toEqual([p(text('new')), ...before.content]);
    expect(edit(before, (markdown) => markdown.replace('first\n\n', ''))).toEqual(before.content.slice(1));
    expect(edit(before, () => '> careful\n\nlast\n\nfirst')).toEqual([panel, p(text('last')), p(text('first'))]);
  });

  it('in a line leaves its mentions and the marks that Markdown does not tell', () => {
    const before = doc(p(text('Hello '), mention, text(', please '), text('check', red), text(' this.')));
    expect(edit(before, (markdown) => markdown.replace('Hello', 'Dear').replace('this', '**that**'))).toEqual([
      p(
        text('Dear '),
        mention,
        text(', please '),
        text('check', red),
        text(' '),
        text('that', { type: 'strong' }),
        text('.'),
      ),
    ]);
  });

  it('of emphasis keeps the colour', () => {
    const before = doc(p(text('a '), text('word', red)));
    expect(edit(before, (markdown) => markdown.replace('word', '**word**'))).toEqual([
      p(text('a '), text('word', { type: 'strong' }, red)),
    ]);
  });

  it('keeps the attributes and marks of the block it changes', () => {
    const before = doc(
      {
        type: 'paragraph',
        marks: [{ type: 'alignment', attrs: { align: 'center' } }],
        attrs: { localId: 'x' },
        content: [text('old words here')],
      },
      { type: 'codeBlock', attrs: { language: 'js', wrap: true }, content: [text('old()')] },
    );
    expect(
      edit(before, (markdown) => markdown.replace('old words', 'new words').replace('js\nold', 'ts\nnew')),
    ).toEqual([
      { ...before.content[0], content: [text('new words here')] },
      { type: 'codeBlock', attrs: { language: 'ts', wrap: true }, content: [text('new()')] },
    ]);
  });

  it('of one item leaves the others of the list, of one cell the others of the table', () => {
    const list: Node = { type: 'bulletList', content: [item(p(mention)), item(p(text('old')))] };
    const cell = (...content: Node[]): Node => ({ type: 'tableCell', attrs: { background: '#ffffff' }, content });
    const table: Node = {
      type: 'table',
      attrs: { layout: 'wide' },
      content: [{ type: 'tableRow', content: [cell(p(mention), p(text('two'))), cell(p(text('old')))] }],
    };
    const after = edit(doc(list, table), (markdown) => markdown.replaceAll('old', 'new'));
    expect(after).toEqual(JSON.parse(JSON.stringify([list, table]).replaceAll('old', 'new')));
  });

  it('that ticks a task keeps its id', () => {
    const task = (localId: string, state: string, value: string): Node => ({
      type: 'taskItem',
      attrs: { localId, state },
      content: [text(value), mention],
    });
    const before = doc({
      type: 'taskList',
      attrs: { localId: 'l' },
      content: [task('1', 'TODO', 'a '), task('2', 'TODO', 'b ')],
    });
    expect(edit(before, (markdown) => markdown.replace('[ ] b', '[x] b'))).toEqual([
      { type: 'taskList', attrs: { localId: 'l' }, content: [task('1', 'TODO', 'a '), task('2', 'DONE', 'b ')] },
    ]);
    const added = JSON.stringify(edit(before, (markdown) => `${markdown}\n- [ ] c`));
    expect(new Set(added.match(/"localId":"[^"]+"/g)).size).toBe(4);
  });

  it('of a document that is none makes a new one', () => {
    for (const before of [null, undefined, 'text', {}, doc()])
      expect(mergeAdf(before, 'new')).toEqual(markdownToAdf('new'));
  });
});

describe('an edit that would destroy what Markdown cannot tell is refused, by its name:', () => {
  const caption: Node = {
    type: 'mediaSingle',
    attrs: { layout: 'center' },
    content: [
      { type: 'media', attrs: { type: 'external', url: 'https://x.example/a.png' } },
      { type: 'caption', content: [text('below')] },
    ],
  };
  const merged: Node = {
    type: 'table',
    content: [
      { type: 'tableRow', content: [{ type: 'tableCell', attrs: { colspan: 2 }, content: [p(text('wide'))] }] },
      {
        type: 'tableRow',
        content: [
          { type: 'tableCell', content: [p(text('a'))] },
          { type: 'tableCell', content: [p(text('b'))] },
        ],
      },
    ],
  };
  it.each([
    ['a block', doc(p(text('a')), panel), () => 'a', 'panel'],
    ['words inside a block', doc(panel), (markdown: string) => markdown.replace('careful', 'careless'), 'panel'],
    ['a mention', doc(p(text('ask '), mention)), () => 'ask @Bob', 'mention "@Ada"'],
    ['half a mention', doc(p(mention, text(' here'))), () => '@Adam here', 'mention "@Ada"'],
    ['all', doc(p(mention), panel), () => '', 'mention "@Ada", panel'],
    ['a caption', doc(caption), () => '![](https://x.example/a.png)', 'mediaSingle'],
    ['a cell of merged ones', doc(merged), (markdown: string) => markdown.replace('wide', 'narrow'), 'tableRow'],
    [
      'a block in a list',
      doc({
        type: 'bulletList',
        content: [
          item(p(text('a')), {
            type: 'mediaSingle',
            attrs: { layout: 'center' },
            content: [{ type: 'media', attrs: { type: 'file', id: 'f', collection: 'c' } }],
          }),
        ],
      }),
      () => '- a',
      'mediaSingle',
    ],
  ])('%s', (_what, before, change, named) => {
    expect(() => edit(before, change)).toThrow(new RangeError(`the edit would destroy ${named}`));
  });
});

// What Markdown tells by itself: here written down once more, so that the test does not believe the code.
const TOLD = new Set(
  'doc paragraph heading blockquote codeBlock rule text hardBreak bulletList orderedList listItem taskList taskItem table tableRow tableHeader tableCell'.split(
    ' ',
  ),
);
function unknownNodes(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    const isImage = node.type === 'mediaSingle' && JSON.stringify(node).includes('"external"');
    return TOLD.has(node.type) || isImage ? unknownNodes(isImage ? [] : (node.content ?? [])) : [JSON.stringify(node)];
  });
}

describe('whatever the document and the edit', () => {
  const operations: Readonly<Record<string, (lines: string[], at: number) => void>> = {
    'remove a line': (lines, at) => void lines.splice(at, 1),
    'add a paragraph': (lines, at) => void lines.splice(at, 0, '', 'New **words**', ''),
    'change a word': (lines, at) => void lines.splice(at, 1, (lines[at] ?? '').replace(/[A-Za-z]+/, 'Changed')),
    'say a line twice': (lines, at) => void lines.splice(at, 0, lines[at] ?? ''),
    'tick a task': (lines, at) => void lines.splice(at, 1, (lines[at] ?? '').replace('[ ]', '[x]')),
    'move a line up': (lines, at) => void lines.splice(Math.max(0, at - 1), 0, ...lines.splice(at, 1)),
  };
  const edits = fc.array(fc.tuple(fc.constantFrom(...Object.values(operations)), fc.nat(40)), {
    minLength: 1,
    maxLength: 3,
  });

  it('no unknown node is lost, and the document is valid; or the edit is refused', { timeout: 60_000 }, () => {
    let [kept, refused] = [0, 0];
    const property = fc.property(arbitraryDocument, edits, (before, changes) => {
      expect(invalidity(before)).toBe(undefined);
      const lines = (adfToMarkdown(before) ?? '').split('\n');
      for (const [change, at] of changes) change(lines, at % lines.length);
      let after: ReturnType<typeof mergeAdf>;
      try {
        after = mergeAdf(before, lines.join('\n'));
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toContain('the edit would destroy ');
        return;
      }
      kept += 1;
      expect(invalidity(after)).toBe(undefined);
      const found = unknownNodes(after.content as Node[]);
      for (const node of unknownNodes(before.content)) {
        expect(found).toContain(node);
        found.splice(found.indexOf(node), 1);
      }
    });
    fc.assert(property, { numRuns: runs(50) });
    expect(kept).toBeGreaterThan(refused);
  });

  it('without an edit the document is as it was', { timeout: 60_000 }, () => {
    const property = fc.property(arbitraryDocument, (before) => {
      const markdown = adfToMarkdown(before) ?? '';
      // A line end more takes the way of an edit.
      for (const same of [markdown, `${markdown}\n`]) {
        expect(JSON.stringify(mergeAdf(before, same).content)).toBe(JSON.stringify(before.content));
      }
    });
    fc.assert(property, { numRuns: runs(40) });
  });

  it('a block that is edited takes nothing else with it', { timeout: 60_000 }, () => {
    const property = fc.property(arbitraryDocument, arbitraryDocument, (one, other) => {
      const before = doc(...one.content, p(text('Sentinel paragraph')), ...other.content);
      const after = mergeAdf(
        before,
        (adfToMarkdown(before) ?? '').replace('Sentinel paragraph', 'Sentinel **edited** paragraph'),
      );
      const place = one.content.length;
      expect(JSON.stringify(after.content.slice(0, place))).toBe(JSON.stringify(one.content));
      expect(JSON.stringify(after.content.slice(place + 1))).toBe(JSON.stringify(other.content));
    });
    fc.assert(property, { numRuns: runs(30) });
  });
});
