import { describe, expect, test } from 'vitest';
import { allSnippets, compile, snippetsIn } from './snippets.js';

const snippets = allSnippets();
const checked = snippets.filter(({ exempt }) => exempt === undefined);

describe('the TypeScript snippets of README.md, AGENTS.md, CONTRIBUTING.md and docs/', () => {
  test('are found', () => {
    const pages = new Set(snippets.map(({ where }) => where.split(':')[0]));
    for (const page of ['README.md', 'docs/errors.md', 'docs/stores.md', 'docs/contract/auth.md']) {
      expect(pages).toContain(page);
    }
  });

  test('are whole modules that compile against the source', { timeout: 30_000 }, () => {
    expect(compile(checked)).toEqual([]);
  });

  test('say why, where they are not compiled', () => {
    expect(snippets.filter(({ exempt }) => exempt !== undefined && exempt.length < 10)).toEqual([]);
  });

  test('that share a page do not share a file', () => {
    const files = snippets.map(({ file }) => file);
    expect(files.filter((file, at) => files.indexOf(file) !== at)).toEqual([]);
  });
});

const PAGE = `
\`\`\`ts
// one.ts
import { normalizeProvider } from '@spec-kitty/tracker';
export const name: string = normalizeProvider('jira');
\`\`\`

\`\`\`ts
import { name } from './one.js';
const wrong: number = name;
console.log(wrong, missing);
\`\`\`

<!-- before the snippet:
declare function missing(): void;
-->

\`\`\`ts
missing();
nowhere();
\`\`\`

<!-- pseudo code: shows the shape only -->

\`\`\`ts no-check
anything goes
\`\`\`

\`\`\`ts no-check
anything goes
\`\`\`
`;

test('faults are found and placed, hidden lines count, snippets import one another', { timeout: 30_000 }, () => {
  const found = snippetsIn('docs/page.md', PAGE);
  expect(found.map(({ exempt }) => exempt)).toEqual([
    ...[undefined, undefined, undefined],
    ...['pseudo code: shows the shape only', ''],
  ]);
  expect(compile(found.filter(({ exempt }) => exempt === undefined))).toEqual([
    "docs/page.md:10: Type 'string' is not assignable to type 'number'.",
    "docs/page.md:11: Cannot find name 'missing'.",
    "docs/page.md:20: Cannot find name 'nowhere'.",
  ]);
});
