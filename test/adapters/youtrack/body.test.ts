import { describe, expect, it } from 'vitest';
import { faultOf, scene } from './scene.js';

describe('a body', () => {
  it('is YouTrack’s Markdown as it is, with one kind of line ends', async () => {
    const { youtrack } = scene();
    expect(await youtrack.body.render('a\r\nb\rc\n')).toBe('a\nb\nc\n');
  });

  it('tells what in it acts', async () => {
    const { youtrack } = scene();
    const text = [
      'Ask @ada or @ben.ö, see DEV-7 and [x](https://a.test/OPS-9), <b>bold</b>.',
      '![i](https://a.test/i.png) mail me@acme.test `@nobody DEV-1`',
    ].join('\n');
    expect(await youtrack.body.activeNodes(text)).toEqual([
      { kind: 'mention', target: 'ada' },
      { kind: 'mention', target: 'ben.ö' },
      { kind: 'reference', target: 'DEV-7' },
      { kind: 'link', target: 'https://a.test/OPS-9' },
      { kind: 'html', target: '<b>' },
      { kind: 'html', target: '</b>' },
      { kind: 'image', target: 'https://a.test/i.png' },
      { kind: 'link', target: 'mailto:me@acme.test' },
    ]);
    expect(await faultOf(youtrack.body.activeNodes(7))).toMatchObject({ code: 'invalid_input' });
  });
});
