import { describe, expect, it } from 'vitest';
import { faultOf, scene } from './subject.js';

const { github } = scene();
const targets = async (markdown: string) =>
  (await github.body.activeNodes(markdown)).map(({ kind, target }) => [kind, target]);

describe('a body', () => {
  it('is GitHub’s Markdown as it is', async () => {
    const markdown = '# Title\r\n\n- [ ] a task with <b>bold</b>\n\n    code\n';
    expect(await github.body.render(markdown)).toBe(markdown);
    expect(await github.body.render('')).toBe('');
  });

  it('is cut at what GitHub takes, at a block', async () => {
    expect(await github.body.render('x'.repeat(65_536))).toHaveLength(65_536);
    const cut = (await github.body.render(`${'word '.repeat(13_000)}\n\n${'last '.repeat(200)}`)) as string;
    expect(cut.length).toBeLessThanOrEqual(65_536);
    expect(cut).toMatch(/word.*The rest was cut off/s);
    expect(cut).not.toContain('last');
  });

  it.each<[string, string[][]]>([
    [
      'ask @mona-lisa and @acme/frontend.',
      [
        ['mention', 'mona-lisa'],
        ['mention', 'acme/frontend'],
      ],
    ],
    ['mail mona@acme.example', [['link', 'mailto:mona@acme.example']]],
    [
      'fixes #12, acme/plans#3 and GH-4',
      [
        ['reference', '#12'],
        ['reference', 'acme/plans#3'],
        ['reference', 'GH-4'],
      ],
    ],
    [
      '(#12) gh-5',
      [
        ['reference', '#12'],
        ['reference', 'gh-5'],
      ],
    ],
    [
      'in a5c3785 and (a5c3785ed8d6a35868bc169f07e40e889087fd2e)',
      [
        ['reference', 'a5c3785'],
        ['reference', 'a5c3785ed8d6a35868bc169f07e40e889087fd2e'],
      ],
    ],
    [
      'acme/widgets@a5c3785, mona@a5c3785.',
      [
        ['reference', 'acme/widgets@a5c3785'],
        ['reference', 'mona@a5c3785'],
      ],
    ],
    ['a5c378, xa5c3785, a5c3785g, /a5c3785, a5c3785.js, 550e8400-e29b-41d4', []],
    [`${'a5c3785'.repeat(6)}`, []],
    ['write to deadbeef@acme.example', [['link', 'mailto:deadbeef@acme.example']]],
    ['https://acme.example/a5c3785', [['link', 'https://acme.example/a5c3785']]],
    ['C# 12, a#b, x#12y, &#35; 1#', []],
    ['`@mona #12` and\n\n    @mona #12\n', []],
    [
      '[text](https://acme.example) ![alt](https://acme.example/a.png)',
      [
        ['link', 'https://acme.example'],
        ['image', 'https://acme.example/a.png'],
      ],
    ],
    ['see https://acme.example/x', [['link', 'https://acme.example/x']]],
    ['<img src=x onerror=y>', [['html', '<img src=x onerror=y>']]],
    ['plain text', []],
  ])('%j acts as %j', async (markdown, nodes) => {
    expect(await targets(markdown)).toEqual(nodes);
  });

  it('is a text', async () => {
    expect(await faultOf(github.body.activeNodes({ type: 'doc' }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'rendered' }],
    });
  });
});
