import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorOf, PAGES, parsePage } from './markdown.js';

/** What is wrong with a page's relative links: a target or a heading that is not there. */
function brokenLinks(path: string, text?: string): string[] {
  return parsePage(path, text).links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', fragment] = link.split('#');
    const target = file === '' ? path : posix.join(posix.dirname(path), decodeURI(file));
    if (target !== path && !existsSync(target)) return true;
    if (fragment === undefined) return false;
    if (!target.endsWith('.md')) return true;
    const { headings } = parsePage(target, target === path ? text : undefined);
    return !headings.map(anchorOf).includes(fragment);
  });
}

describe('every relative link leads somewhere', () => {
  test.each(PAGES)('%s', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  test('the pages are found', () => {
    expect(PAGES).toContain(join('docs', 'contract', 'snapshot-publish.md'));
    expect(PAGES.filter((path) => path.startsWith('docs/')).length).toBeGreaterThan(10);
  });
});

test('a link to a missing page, heading or folder is seen; code and addresses are not links', () => {
  const text = [
    '# Here and there',
    '[a](errors.md) [b](errors.md#store) [c](#here-and-there) [d](https://example.com/x) `[e](gone.md)`',
    '[f](gone.md) [g](errors.md#gone) [h](#gone)',
    '',
    '| [i](also-gone.md) |',
    '|---|',
    '| [j](gone/) |',
    '```',
    '[k](gone-too.md)',
    '```',
  ].join('\n');
  expect(brokenLinks('docs/page.md', text)).toEqual(['gone.md', 'errors.md#gone', '#gone', 'also-gone.md', 'gone/']);
});
