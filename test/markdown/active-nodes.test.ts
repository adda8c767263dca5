import { describe, expect, it } from 'vitest';
import { activeNodesOf } from '../../src/markdown/active-nodes.js';
import { parseMarkdown } from '../../src/markdown/parse-markdown.js';

const patterns = { mention: /(?<!\w)@(\w+)/g, reference: /(?<!\w)(#\d+|[A-Z]+-\d+)\b/g };
const active = (markdown: string) =>
  activeNodesOf(parseMarkdown(markdown), patterns).map(({ kind, target }) => `${kind} ${target}`);

describe('what acts in a body', () => {
  it.each([
    ['Ask @ada about #12 and ACME-7.', ['mention ada', 'reference #12', 'reference ACME-7']],
    [
      '[a](https://x.example) <https://y.example> www.z.example',
      ['link https://x.example', 'link https://y.example', 'link http://www.z.example'],
    ],
    ['mail ada@x.example', ['link mailto:ada@x.example']],
    ['![a](/i.png)', ['image /i.png']],
    ['<b>bold</b>\n\n<!-- hidden -->', ['html <b>', 'html </b>', 'html <!-- hidden -->']],
    ['*a **@deep** b*', ['mention deep']],
    ['- item\n  > | @cell |\n  > |---|\n\n[^1]\n\n[^1]: @note', ['mention cell', 'mention note']],
    ['[@inside](/u)', ['link /u', 'mention inside']],
  ])('%j', (markdown, expected) => {
    expect(active(markdown)).toEqual(expected);
  });

  it('is what a reference refers to, by the first definition, wherever it stands', () => {
    expect(active('[one][R] ![two][r]\n\n[r]: /first\n\n> [r]: /second\n')).toEqual(['link /first', 'image /first']);
  });

  it('is not what is code, a definition that nobody uses, or a bracket', () => {
    expect(active('`@ada #12`\n\n```\n@ada <b> https://x.example\n```\n\n[r]: /unused\n\n[not a link]')).toEqual([]);
  });

  it('is found by patterns that are not global, and by none', () => {
    expect(activeNodesOf(parseMarkdown('@a @b'), { mention: /@(\w)/ })).toHaveLength(2);
    expect(activeNodesOf(parseMarkdown('@a #1'), {})).toEqual([]);
  });
});
