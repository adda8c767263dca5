import { describe, expect, it } from 'vitest';
import { scene } from './scene.js';

const GUID = 'ac8c7d32-6b1b-47f4-b2e9-30b477b5ab3d';

describe('a body', () => {
  it('is rendered as HTML, or as it is', async () => {
    expect(await scene().azure.body.render('a *b* <i>')).toBe('<p>a <em>b</em> &lt;i&gt;</p>');
    expect(await scene({ bodyFormat: 'markdown' }).azure.body.render('a *b* <i>\r\n')).toBe('a *b* <i>');
    expect(scene().azure.traits.bodyFormat).toBe('html');
    expect(scene({ bodyFormat: 'markdown' }).azure.traits.bodyFormat).toBe('markdown');
  });

  it('in HTML acts by what it is marked with', async () => {
    const { body } = scene().azure;
    const html = await body.render(
      `[a](https://x.example/) ![b](https://x.example/i.png) [@Zoë](vss-mention:${GUID}) #12 @<${GUID}> <b>`,
    );
    expect(await body.activeNodes(html)).toEqual([
      { kind: 'link', target: 'https://x.example/' },
      { kind: 'image', target: 'https://x.example/i.png' },
      { kind: 'mention', target: GUID },
    ]);
  });

  it('in Markdown acts by words too', async () => {
    const { body } = scene({ bodyFormat: 'markdown' }).azure;
    const text = await body.render(`See #12 and !3, a#4, @<${GUID}>, <img src=x onerror=y> and \`#5\`.`);
    expect(await body.activeNodes(text)).toEqual([
      { kind: 'reference', target: '#12' },
      { kind: 'reference', target: '!3' },
      { kind: 'html', target: `<${GUID}>` },
      { kind: 'html', target: '<img src=x onerror=y>' },
      { kind: 'mention', target: GUID },
    ]);
  });
});
