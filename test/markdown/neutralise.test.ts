import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActiveNode } from '../../src/contracts/adapter/body-group.js';
import { activeNodesOf } from '../../src/markdown/active-nodes.js';
import { neutralise } from '../../src/markdown/neutralise.js';
import { nodesIn } from '../../src/markdown/nodes.js';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';
import { runs } from '../support/runs.js';
import { arbitraryMarkdown } from './arbitrary-markdown.js';
import { EXAMPLES } from './examples.js';

const patterns = {
  mention: /(?<![\w/@.`-])@([a-z\d](?:[a-z\d-]{0,38})(?:\/[\w.-]+)?)/gi,
  reference: /(?<![\w/#&.-])((?:[\w.-]+\/[\w.-]+)?#\d+|GH-\d+)(?!\w)/gi,
};
const KINDS = ['mention', 'reference', 'link', 'image', 'html'] as const;
const active = (markdown: string) => activeNodesOf(parseMarkdown(markdown), patterns);

/** What a reader sees, blanks apart. Raw HTML counts as its source, an image as its alternative text. */
function visible(markdown: string): string {
  const seen = [...nodesIn(parseMarkdown(markdown).children)].map((node) => {
    if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
    return 'value' in node ? node.value : '';
  });
  return seen.join('').replace(/\s/g, '');
}

function hold(markdown: string, kinds: readonly ActiveNode['kind'][]): void {
  const inert = neutralise(markdown, patterns, kinds);
  expect(active(inert).filter(({ kind }) => kinds.includes(kind))).toEqual([]);
  expect(visible(inert)).toBe(visible(markdown));
}

describe('a neutralised body', () => {
  it.each([
    ['Ask @ada about #12.', 'Ask `@ada` about `#12`.\n'],
    ['[read *this*](https://x.example "title")', 'read *this*\n'],
    ['See <https://x.example/a_b>, www.y.example.', 'See `https://x.example/a_b`, `www.y.example`.\n'],
    ['![a *picture*](/i.png) of @ada', 'a picture of `@ada`\n'],
    ['[text][r]\n\n[r]: /u', 'text\n'],
    ['a <b>bold</b> word', 'a \\<b>bold\\</b> word\n'],
    [
      '<details>\n<summary>@ada</summary>\n\n*more*\n\n</details>',
      '\\<details>\n\\<summary>`@ada`\\</summary>\n\n*more*\n\n\\</details>\n',
    ],
    ['<!-- hidden @ada -->', '\\<!-- hidden `@ada` -->\n'],
    ['| @ada | <b> |\n|---|---|\n| a\\|b | ![x](/y) |', '| `@ada` | \\<b> |\n| ------ | ---- |\n| a\\|b   | x    |\n'],
  ])('of %j', (markdown, expected) => {
    expect(neutralise(markdown, patterns)).toBe(expected);
  });

  it('is the body itself where nothing acts', () => {
    const inert = '*  odd   layout*\n***\n`@ada` \\<b>\n';
    expect(neutralise(inert, patterns)).toBe(inert);
  });

  it('keeps what was not asked for', () => {
    const markdown = '@ada [link](/u) ![image][r] <b>\n\n[r]: /i.png\n';
    expect(neutralise(markdown, patterns, ['mention'])).toBe('`@ada` [link](/u) ![image][r] <b>\n\n[r]: /i.png\n');
    expect(neutralise(markdown, patterns, ['link'])).toBe('@ada link ![image](/i.png) <b>\n');
    expect(neutralise(markdown, patterns, ['image', 'html'])).toBe('@ada [link](/u) image \\<b>\n');
  });

  it('keeps what a pattern takes in beside its target', () => {
    expect(neutralise('(@ada) x @bob', { mention: /(?:^|\W)@(\w+)/g })).toBe('`(@ada`) x `@bob`\n');
  });

  it('looks again at what stands beside what it made inert', () => {
    expect(neutralise('@a@b', { mention: /^@(\w)/g })).toBe('`@a@b`\n');
  });

  it('is inert at last where nothing else helps', () => {
    const inert = neutralise('`x`', { mention: /./g }, ['mention']);
    expect(inert).toBe('`x`');
    const stubborn = { mention: /(?:)x|@/g };
    expect(activeNodesOf(parseMarkdown(neutralise(`${'@`'.repeat(4)}\n# x`, stubborn)), stubborn)).toEqual([]);
    const many = '@a '.repeat(2_000);
    expect(active(neutralise(many, patterns))).toEqual([]);
    expect(visible(neutralise(many, patterns))).toContain('@a');
  });

  it('of an example shows the same, and nothing in it acts', () => {
    for (const example of EXAMPLES) hold(example, KINDS);
  });

  it('shows the same, and nothing in it acts, whatever the body', { timeout: 30_000 }, () => {
    const some = fc.oneof(fc.constant(KINDS), fc.subarray([...KINDS], { minLength: 1 }));
    fc.assert(fc.property(arbitraryMarkdown, some, hold), { numRuns: runs(400) });
  });
});
