import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyReader, renderBody } from '../../../src/adapters/gitlab/body.js';
import { parseMarkdown } from '../../../src/markdown/parse-markdown.js';
import { runs } from '../../support/runs.js';
import { issue } from './fixtures.js';
import { extractQuickActions } from './quick-actions.js';
import { answered, scene } from './scene.js';

const render = async (markdown: string) => (await renderBody(markdown)).text;
const readBack = async (body: string) => (await bodyReader([{ body }]))(body);

/**
 * A tree without its places in the text. White space in code and labels counts as it does by the specification, which
 * takes it from the start of a paragraph's line; this parser leaves it in.
 */
function shapeOf(markdown: string): unknown {
  const tree = JSON.stringify(parseMarkdown(markdown), function (this: { type?: string }, key, value) {
    if (key === 'position') return undefined;
    const isRun = (key === 'value' && this.type === 'inlineCode') || key === 'label';
    return isRun ? String(value).replace(/\s+/g, ' ').trim() : value;
  });
  return JSON.parse(tree);
}

const EXAMPLES: [string, string][] = [
  ['/close', '\\/close'],
  ['a\n/close\nb', 'a\n\\/close\nb'],
  ['a\r\n/close\r/reopen', 'a\n\\/close\n\\/reopen'],
  ['and/or\n- /close\n> /close\n  /close', 'and/or\n- /close\n> /close\n  /close'],
  ['```\n/close\n```', ' ```\n /close\n```'],
  ['~~~ts\n  a\n/close\n\n~~~\n\nb', ' ~~~ts\n   a\n /close\n\n~~~\n\nb'],
  ['   ```\n/close\n   ```', '   ```\n /close\n   ```'],
  ['```\n/close', ' ```\n /close'],
  ['```\nno action\n```', '```\nno action\n```'],
  ['`a\n/close\nb`', '`a\n /close\nb`'],
  ['<div>\n/close\n</div>', '<div>\n /close\n</div>'],
  ['[a\n/b]: /url\n\n[a\n/b]', '[a\n /b]: /url\n\n[a\n /b]'],
  ['    /close', '    /close'],
  ['- ```\n/close', '- ```\n\\/close'],
  ['/etc/hosts', '\\/etc/hosts'],
  ['', ''],
];

describe('a rendered body', () => {
  it.each(EXAMPLES)('%j is %j', async (markdown, rendered) => {
    expect(await render(markdown)).toBe(rendered);
  });

  it.each(EXAMPLES)('%j means the same, and is read back as it was', async (markdown) => {
    const text = markdown.replace(/\r\n?/g, '\n');
    const rendered = await render(markdown);
    if (!text.startsWith('<div>')) expect(shapeOf(rendered)).toEqual(shapeOf(text));
    expect(await readBack(rendered)).toBe(text);
  });

  // What could begin, end or hide a line that acts, in any order.
  const piece = fc.constantFrom(
    '/close',
    '/label ~bug',
    'text',
    '',
    ' ',
    '```',
    '````',
    '~~~',
    '   ```',
    '  text',
    '- item',
    '> quote',
    '>>>',
    '`code',
    'code`',
    '<div>',
    '</div>',
    '<!--',
    '-->',
    '$$',
    '---',
    '    indented',
    '\t',
    '# head',
    '| a | b |',
    '| - | - |',
    '1. one',
    '[a]: /url',
    '[a',
    '/b]',
    '\\',
    '***',
  );
  const text = fc.array(piece, { maxLength: 12 }).map((lines) => lines.join('\n').trimEnd());

  it('never has a line that begins with a slash, so nothing can act', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (markdown) => {
        const rendered = await render(markdown);
        expect(rendered).not.toMatch(/^\//m);
        expect(extractQuickActions(rendered)).toEqual({ text: rendered, commands: [] });
      }),
      { numRuns: runs(100) },
    );
  });

  it('means what it meant', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (markdown) => {
        // Raw HTML shows a space that other text does not.
        fc.pre(!/[<>]/.test(markdown));
        expect(shapeOf(await render(markdown))).toEqual(shapeOf(markdown));
      }),
      { numRuns: runs(100) },
    );
  });

  it('is read back as it was, and written again as it is', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (markdown) => {
        const rendered = await render(markdown);
        expect(await readBack(rendered)).toBe(markdown);
        expect(await render(await readBack(rendered))).toBe(rendered);
      }),
      { numRuns: runs(100) },
    );
  });

  it("converges too from what people wrote at GitLab's own side", async () => {
    const theirs = fc.array(fc.oneof(piece, fc.constantFrom('\\/close', ' /close', ' ```')), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(theirs, async (lines) => {
        const once = await render(await readBack(lines.join('\n').trimEnd()));
        expect(await render(await readBack(once))).toBe(once);
      }),
      { numRuns: runs(100) },
    );
  });

  it('is cut at a block where GitLab takes no more, and a warning says so', async () => {
    const { gitlab, requests } = answered(async (request) => {
      if (request.method === 'GET') return Response.json(issue(1));
      const { description } = (await request.json()) as { description: string };
      return Response.json(issue(1, { description }));
    });
    const body = `${'A paragraph of some length. '.repeat(300)}\n/close\n\n`.repeat(130);
    const { issue: now, warnings } = await gitlab.issues.update('1', { body });
    expect(warnings.map(({ field }) => field)).toEqual(['body']);
    const { description = '' } = ((await requests[1]?.json()) ?? {}) as { description?: string };
    expect(description.length).toBeLessThanOrEqual(1_048_576);
    expect(description.length).toBeGreaterThan(1_000_000);
    expect(description).toMatch(/cut off.*$/);
    expect(description).not.toMatch(/^\//m);
    expect(now.body).toMatch(/length\. ?\n\/close\n/);
  }, 30_000);

  it('that just fits is left as it is', async () => {
    const whole = 'x'.repeat(1_048_576);
    expect(await renderBody(whole)).toEqual({ text: whole, isCut: false });
  });
});

describe('issues and comments', () => {
  it('hold a body that would act, and it does not', async () => {
    const { gitlab, server } = scene();
    const body = '/close\n\n```\n/label ~bug\n```\n\n>>>\n```\n>>>\n\n/close\n';
    const { issue: made, warnings } = await gitlab.issues.create({ title: 'x', body }, { clientKey: 'k' });
    expect(warnings).toEqual([]);
    expect(made).toMatchObject({ status: 'todo', body: body.trimEnd() });
    expect((await gitlab.issues.update('1', { body })).warnings).toEqual([]);
    expect((await gitlab.issues.get('1')).body).toBe(body.trimEnd());
    expect(server.executed).toEqual([]);
  });

  it('would act if nothing were done: the server of these tests can tell', () => {
    expect(extractQuickActions('a\n/close\n').commands).toEqual(['/close']);
    expect(extractQuickActions('>>>\n```\n>>>\n\n/close\n').commands).toEqual(['/close']);
    expect(extractQuickActions('```\n/close\n```\n').commands).toEqual([]);
  });
});

describe('the body language', () => {
  it('renders', async () => {
    expect(await scene().gitlab.body.render('/close\r\n\r\n')).toBe('\\/close');
  });

  it('says what would act', async () => {
    const rendered =
      'Hello @mona and @acme/tools, see #12, !3, acme/gadgets#4, &5, ~bug, ~"needs triage", %"v 1", GL-7 and `#8 @nobody`.\n\n' +
      '[link](https://a.test) ![image](b.png) <b>raw</b> a@b.test 50%\n';
    const nodes = await scene().gitlab.body.activeNodes(rendered);
    const of = (kind: string) => nodes.filter((node) => node.kind === kind).map(({ target }) => target);
    expect(of('mention')).toEqual(['mona', 'acme/tools']);
    expect(of('reference')).toEqual([
      ...['#12', '!3', 'acme/gadgets#4', '&5', '~bug', '~"needs triage"', '%"v 1"', 'GL-7'],
    ]);
    expect(of('link')).toEqual(['https://a.test', 'mailto:a@b.test']);
    expect(of('image')).toEqual(['b.png']);
    expect(of('html')).toEqual(['<b>', '</b>']);
  });
});
