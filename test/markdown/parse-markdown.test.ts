import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { nodesIn } from '../../src/markdown/nodes.js';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';
import type { MarkdownNode } from '../../src/markdown/tree.js';
import { windowEnd } from '../../src/markdown/windows.js';
import { runs } from '../support/runs.js';
import { arbitraryMarkdown } from './arbitrary-markdown.js';
import { EXAMPLES } from './examples.js';

const KIB_64 = 65_536;
const filled = (unit: string, length = KIB_64) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
/** The parser without bounds of ours. */
const parseUnbounded = (text: string) =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
const textOf = (nodes: readonly MarkdownNode[]) =>
  [...nodesIn(nodes)].map((node) => ('value' in node ? node.value : '')).join('');

function depthOf(nodes: readonly MarkdownNode[]): number {
  return Math.max(0, ...nodes.map((node) => ('children' in node ? 1 + depthOf(node.children) : 1)));
}

describe('a text within the bounds', () => {
  it.each(EXAMPLES.map((example) => [example]))('%j is what the parser makes of it', (example) => {
    expect(parseMarkdown(example).children).toEqual(parseUnbounded(example));
  });

  it('is never refused', () => {
    fc.assert(fc.property(arbitraryMarkdown, (text) => void parseMarkdown(text)));
  });
});

describe('a text made to be expensive', () => {
  it.each(['>', '[', '*'])('of 64 KiB of %s is read in an instant', (sign) => {
    const start = performance.now();
    const { children } = parseMarkdown(filled(sign));
    expect(performance.now() - start).toBeLessThan(400);
    expect(depthOf(children)).toBeLessThan(70);
  });

  // Without bounds each of these takes from seconds to minutes, or overflows the stack.
  it.each(['*_', '~~a ~', '1) ', '- > [^a]: ', '[a][', '[a](<b', 'a<?', '- - - a\n', 'a\n---\n'])(
    'of 64 KiB of %j ends',
    { timeout: 20_000 },
    (unit) => {
      const start = performance.now();
      const { children } = parseMarkdown(filled(unit));
      expect(performance.now() - start).toBeLessThan(6_000);
      expect(depthOf(children)).toBeLessThan(100);
    },
  );

  it('of ever longer runs of backticks ends', () => {
    const runs = Array.from({ length: 300 }, (_, at) => '`'.repeat(at + 1)).join(' a ');
    const start = performance.now();
    expect(textOf(parseMarkdown(runs).children)).toBe(runs);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('keeps what lies deeper than 32 containers as text', () => {
    const { children } = parseMarkdown(`${'> '.repeat(40)}deep`);
    expect(depthOf(children)).toBe(34);
    expect(textOf(children)).toBe('> > > > > > > > deep');
    const lists = parseMarkdown(Array.from({ length: 60 }, (_, at) => `${'  '.repeat(at)}- item ${at}\n`).join(''));
    expect(depthOf(lists.children)).toBeLessThan(70);
    for (let at = 0; at < 60; at += 1) expect(textOf(lists.children)).toContain(`item ${at}`);
  });

  it('can go on after a quote that is too deep', () => {
    const { children } = parseMarkdown(`${'> '.repeat(40)}deep\n\n- list\n\n> quote\n`);
    expect(children.map(({ type }) => type)).toEqual(['blockquote', 'list', 'blockquote']);
  });

  it('takes emphasis away that lies deeper than 32 spans, and keeps its text', () => {
    const text = `${'*a _b '.repeat(60)}c${'_*'.repeat(60)}`;
    expect(depthOf(parseMarkdown(text).children)).toBeLessThan(40);
    expect(textOf(parseMarkdown(text).children)).toContain('a b a b');
  });

  it('loses none of its letters', () => {
    const unit = fc.constantFrom('>', '*', '_', '[', ']', '`', '<', '- ', '~', '1. ', '\n', 'a ');
    const text = fc.array(unit, { minLength: 1, maxLength: 6 }).map((units) => filled(`x${units.join('')}`, 3_000));
    fc.assert(
      fc.property(text, (hostile) => {
        const letters = (value: string) => value.replace(/[^xa]/g, '').length;
        const seen = [...nodesIn(parseMarkdown(hostile).children)].map((node) => {
          if (node.type === 'code') return `${node.lang ?? ''}${node.meta ?? ''}${node.value}`;
          return 'value' in node ? node.value : '';
        });
        expect(letters(seen.join(''))).toBe(letters(hostile));
      }),
      { numRuns: runs(30) },
    );
  });
});

describe('a text that is read in parts', () => {
  const paragraph = 'Some *emphasis*, a [link](/to "there"), `code` and www.example.com to fill a line of prose.\n';
  const block = `# Heading\n\n${paragraph}\n> quote\n> goes on\n\n- item\n  - nested\n- [x] done\n\n\`\`\`js\ncode\n\n  more\n\`\`\`\n\n| a | b |\n|---|---|\n| c | d |\n\n`;
  const long = block.repeat(250);

  it('is what it is in one part', { timeout: 30_000 }, () => {
    expect(windowEnd(long, 0)).toBeLessThan(long.length / 2);
    expect(parseMarkdown(long).children).toEqual(parseUnbounded(long));
  });

  it('knows its link definitions and footnotes in every part', () => {
    const text = `[start][ref] note[^n]\n\n${block.repeat(200)}[ref]: /target\n\n[^n]: note\n\n[end][REF]\n`;
    const { children } = parseMarkdown(text);
    const references = [...nodesIn(children)].filter(({ type }) => /Reference$/.test(type));
    expect(references.map(({ type }) => type)).toEqual(['linkReference', 'footnoteReference', 'linkReference']);
  });

  it.each([
    ['a list', 'list', '- an item of a list that never ends\n'.repeat(3_000)],
    ['a line', 'paragraph', 'words without an end '.repeat(8_000)],
    ['a code block', 'code', `\`\`\`\n${'a line of code\n'.repeat(10_000)}`],
  ])('loses nothing of %s that is longer than a part', (_kind, type, text) => {
    const { children } = parseMarkdown(text);
    expect(children.map((child) => child.type)).toContain(type);
    const words = (value: string) => value.match(/\w+/g)?.length ?? 0;
    const values = [...nodesIn(children)].map((node) => ('value' in node ? node.value : ''));
    expect(words(values.join(' '))).toBe(words(text));
  });

  it('does not come apart inside a character', () => {
    const { children } = parseMarkdown('😀'.repeat(100_000));
    expect(textOf(children)).toBe('😀'.repeat(100_000));
    for (const node of nodesIn(children)) if (node.type === 'text') expect(node.value.isWellFormed()).toBe(true);
  });

  it('is text behind the first mebibyte', () => {
    const { children } = parseMarkdown(`${'x'.repeat(1_048_576)}\n\n*not emphasis*\n\n- no list`);
    expect(children.slice(-2)).toEqual([
      { type: 'paragraph', children: [{ type: 'text', value: '*not emphasis*' }] },
      { type: 'paragraph', children: [{ type: 'text', value: '- no list' }] },
    ]);
  });
});
