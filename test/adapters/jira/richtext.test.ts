import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  activeNodesOfAdf,
  adfToMarkdown,
  cutAdf,
  markdownToAdf,
  mergeAdf,
} from '../../../src/adapters/jira/richtext.js';
import { COMMONMARK, GFM } from '../../markdown/examples.js';

const require = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(require.resolve('@atlaskit/adf-schema/dist/json-schema/v1/full.json'), 'utf8'),
) as object;
const validate = new AjvDraft04.default({ strict: false, logger: false }).compile(schema);

const EXAMPLES = [...COMMONMARK, ...GFM];
const isValid = (adf: unknown) => validate(JSON.parse(JSON.stringify(adf)));
const once = (markdown: string) => adfToMarkdown(markdownToAdf(markdown)) ?? '';

describe('Markdown as a document', () => {
  test.each(EXAMPLES.map((markdown, at) => [at, markdown]))(
    'example %i is valid by the official schema',
    (_, markdown) => {
      expect(isValid(markdownToAdf(markdown)) ? [] : validate.errors?.slice(0, 3)).toEqual([]);
    },
  );

  it('and back is stable after one pass, for 99 of 100 examples at the least', () => {
    const unstable = EXAMPLES.filter((markdown) => once(once(markdown)) !== once(markdown));
    console.info(`stable after one pass: ${EXAMPLES.length - unstable.length} of ${EXAMPLES.length} examples`);
    expect(unstable.length / EXAMPLES.length, unstable.slice(0, 5).join('\n---\n')).toBeLessThanOrEqual(0.01);
  });

  it('is valid for any text, the same each time, and never throws', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '# ',
      '```\n',
      '`',
      '**',
      '_',
      '[',
      '](x)',
      '<b>',
      '|',
      '---',
      '    ',
      '- [ ] ',
      '![',
      '\\',
      '~~',
      '@bob',
      '\u{1f600}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const adf = markdownToAdf(pieces.join(''));
        expect(isValid(adf)).toBe(true);
        expect(markdownToAdf(pieces.join(''))).toEqual(adf);
        adfToMarkdown(adf);
      }),
      { numRuns: 400 },
    );
  });

  it('holds no address that runs', () => {
    const adf = markdownToAdf('[a](javascript:alert(1)) ![b](data:text/html,x) [c](JaVaScRiPt:x)');
    expect(JSON.stringify(adf)).not.toMatch(/"(?:href|url)":"(?:javascript|data)/i);
  });
});

describe('a document as Markdown', () => {
  it('takes anything, and shows what Markdown has no word for', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void adfToMarkdown(value)),
      { numRuns: 500 },
    );
    const odd = {
      type: 'doc',
      version: 1,
      content: [
        {
          type: 'panel',
          attrs: { panelType: 'info' },
          content: [
            {
              type: 'paragraph',
              content: [
                { type: 'text', text: 'Mind' },
                { type: 'mention', attrs: { id: 'x1', text: '@Ann' } },
              ],
            },
          ],
        },
      ],
    };
    expect(adfToMarkdown(odd)).toContain('Mind');
    expect(adfToMarkdown(odd)).toContain('@Ann');
    expect(adfToMarkdown({ type: 'doc', version: 1, content: [] })).toBeNull();
  });
});

const UNKNOWN = [
  {
    type: 'panel',
    attrs: { panelType: 'warning' },
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hot' }] }],
  },
  { type: 'extension', attrs: { extensionType: 'com.acme', extensionKey: 'toc' } },
  {
    type: 'paragraph',
    content: [
      { type: 'mention', attrs: { id: 'a1', text: '@Ann' } },
      { type: 'text', text: ' decides' },
    ],
  },
  {
    type: 'mediaSingle',
    attrs: { layout: 'center' },
    content: [{ type: 'media', attrs: { type: 'file', id: 'f1', collection: 'c' } }],
  },
  { type: 'paragraph', content: [{ type: 'status', attrs: { text: 'DONE', color: 'green' } }] },
  {
    type: 'paragraph',
    content: [{ type: 'text', text: 'red', marks: [{ type: 'textColor', attrs: { color: '#f00' } }] }],
  },
];
const plain = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

describe('a partial edit', () => {
  const block = fc.oneof(fc.constantFrom(...UNKNOWN), fc.stringMatching(/^[a-z]{1,8}$/).map(plain));

  it('that changes nothing leaves every node as it was', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (content) => {
        const before = { type: 'doc', version: 1, content };
        expect(mergeAdf(before, adfToMarkdown(before) ?? '')).toEqual(before);
      }),
    );
  });

  it('loses no node that Markdown has no word for, whatever is written around it', () => {
    const words = fc.stringMatching(/^[A-Z]{2,8}$/);
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), words, fc.nat(8), (content, added, at) => {
        const before = { type: 'doc', version: 1, content };
        const blocks = (adfToMarkdown(before) ?? '').split('\n\n');
        blocks.splice(at, 0, added);
        let after: { readonly content: readonly object[] };
        try {
          after = mergeAdf(before, blocks.join('\n\n'));
        } catch (error) {
          // In the middle of a block of several parts: refused, not lost.
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        const kept = after.content.map((node) => JSON.stringify(node));
        for (const node of content.filter((each) => (UNKNOWN as object[]).includes(each))) {
          expect(kept).toContain(JSON.stringify(node));
        }
      }),
    );
  });

  it('that would destroy one is refused, and says which', () => {
    const before = { type: 'doc', version: 1, content: [plain('one'), UNKNOWN[2]] };
    expect(() => mergeAdf(before, 'one\n\nsomething else')).toThrow(/mention/);
    expect(() => mergeAdf(before, 'one')).toThrow(RangeError);
    expect(
      mergeAdf(before, `two\n\n${adfToMarkdown({ type: 'doc', version: 1, content: [UNKNOWN[2]] })}`).content,
    ).toEqual([plain('two'), UNKNOWN[2]]);
  });
});

describe('a document in a limit', () => {
  it('fits, is valid, and says that it was cut', () => {
    const long = `${'A paragraph of words. '.repeat(40)}\n\n`.repeat(60);
    const { adf, isCut } = cutAdf(long, 5000);
    expect(isCut).toBe(true);
    expect(isValid(adf)).toBe(true);
    expect(JSON.stringify(adf)).toContain('cut off');
    expect((adfToMarkdown(adf) ?? '').length).toBeLessThanOrEqual(5100);
    expect(cutAdf('short', 5000)).toEqual({ adf: markdownToAdf('short'), isCut: false });
  });
});

it('says what in a document would act', () => {
  const content = [...UNKNOWN, ...markdownToAdf('[a](https://a.test)\n\n![i](https://i.test/x.png)').content];
  expect(activeNodesOfAdf({ type: 'doc', version: 1, content })).toEqual(
    expect.arrayContaining([
      { kind: 'mention', target: 'a1' },
      { kind: 'link', target: 'https://a.test' },
      { kind: 'image', target: 'https://i.test/x.png' },
      { kind: 'html', target: expect.stringContaining('toc') },
    ]),
  );
});
