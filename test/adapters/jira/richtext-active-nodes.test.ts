import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeNodesOfAdf, markdownToAdf } from '../../../src/adapters/jira/richtext.js';

describe('what acts in a document', () => {
  it('is people, links, cards, images and extensions, in their order', () => {
    const adf = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'mention', attrs: { id: 'abc', text: '@Ada' } },
            { type: 'text', text: 'a', marks: [{ type: 'link', attrs: { href: '/u' } }] },
          ],
        },
        {
          type: 'panel',
          content: [{ type: 'paragraph', content: [{ type: 'inlineCard', attrs: { url: 'https://x.example' } }] }],
        },
        { type: 'mediaSingle', content: [{ type: 'media', attrs: { type: 'file', id: 'f' } }] },
        { type: 'extension', attrs: { extensionKey: 'toc' } },
      ],
    };
    expect(activeNodesOfAdf(adf)).toEqual([
      { kind: 'mention', target: 'abc' },
      { kind: 'link', target: '/u' },
      { kind: 'link', target: 'https://x.example' },
      { kind: 'image', target: 'f' },
      { kind: 'html', target: '[extension: toc]' },
    ]);
  });

  it('is not text, whatever it says', () => {
    expect(activeNodesOfAdf(markdownToAdf('@ada ACME-12 <b> `[a](/b)` <script>'))).toEqual([]);
    expect(activeNodesOfAdf(markdownToAdf('![a](https://x.example/a.png)\n\n[b](/c)'))).toEqual([
      { kind: 'image', target: 'https://x.example/a.png' },
      { kind: 'link', target: '/c' },
    ]);
  });

  it('is found in anything, without harm', () => {
    fc.assert(fc.property(fc.anything(), (adf) => void activeNodesOfAdf(adf)));
    fc.assert(
      fc.property(
        fc.anything(),
        (content) => void activeNodesOfAdf({ type: 'doc', content: [{ type: 'mention', content }] }),
      ),
    );
  });
});
