import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IMPORT_TABLE, tableAsMarkdown } from './import-table.js';
import { importFaults, importsOf, packageOf, roomOf } from './imports.js';
import { parse, ROOT, sources } from './source-files.js';

const faultsOf = (path: string, text: string) => importFaults(parse(path, text));

describe('who may import whom', () => {
  it('reads the whole of src/', () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(new Set(sources.map(({ path }) => roomOf(path)))).toContain('contracts');
  });

  it.each(sources.map((source) => [source.path, source] as const))('%s', (_path, source) => {
    expect(importFaults(source)).toEqual([]);
  });

  it('stands in docs/ARCHITECTURE.md as it stands in the test', () => {
    const document = `${ROOT}docs/ARCHITECTURE.md`;
    const text = existsSync(document) ? readFileSync(document, 'utf8') : '';
    expect(text).toContain(tableAsMarkdown());
  });

  it('imports declared packages only, and every declared one', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    expect(Object.keys(dependencies).sort()).toEqual([
      '@noble/hashes',
      'eventemitter3',
      'ky',
      'mdast-util-from-markdown',
      'mdast-util-gfm',
      'mdast-util-to-markdown',
      'micromark-extension-gfm',
      'p-retry',
      'ulid',
      'zod',
    ]);
    const imported = sources.flatMap(importsOf).map(({ specifier }) => specifier);
    const packages = new Set(imported.filter((specifier) => !specifier.startsWith('.')).map(packageOf));
    expect([...packages].sort()).toEqual([...Object.keys(dependencies), ...Object.keys(peerDependencies)].sort());
  });
});

describe('the import check', () => {
  it.each([
    ['a static import', `import { x } from '../http/x.js';`],
    ['a type-only import', `import type { X } from '../http/x.js';`],
    ['a re-export', `export * from '../http/x.js';`],
    ['a type-only re-export', `export type { X } from '../http/x.js';`],
    ['an import for its effects', `import '../http/x.js';`],
    ['a dynamic import', `const f = () => import('../http/x.js');`],
    ['an imported type', `type X = import('../http/x.js').X;`],
    ['a typeof import', `type X = typeof import('../http/x.js');`],
    ['an import equals', `import x = require('../http/x.js');`],
    ['a require', `const x = require('../http/x.js');`],
    ['an augmentation', `declare module '../http/x.js' { interface X { y: 1 } }`],
  ])('sees %s', (_kind, text) => {
    expect(faultsOf('src/contracts/a.ts', text)).toEqual(['src/contracts/a.ts:1: contracts may not import http']);
  });

  it('does not take a comment or a text for an import', () => {
    const text = `// import '../http/x.js'\nconst s = "import '../http/x.js'";`;
    expect(faultsOf('src/contracts/a.ts', text)).toEqual([]);
  });

  it.each([
    ['src/errors/a.ts', '../contracts/x.js', 'errors may not import contracts'],
    ['src/http/a.ts', '../index.js', 'http may not import index.ts'],
    ['src/index.ts', './http/x.js', 'index.ts may not import http'],
    ['src/adapters/github/issues.ts', '../gitlab/map.js', 'adapters/github may not import adapters/gitlab'],
    ['src/adapters/github/issues.ts', '../gitlab/index.js', 'adapters/github may not import adapters/gitlab'],
    ['src/adapters/github/issues.ts', '../../stores/x.js', 'adapters/github may not import stores'],
    ['src/outbox/a.ts', '../adapters/github/index.js', 'outbox may not import adapters/github'],
    ['src/outbox/a.ts', '../http/x.js', 'outbox may not import http'],
    ['src/sync/a.ts', '../adapters/github/index.js', 'sync may not import adapters/github'],
    ['src/sync/a.ts', '../ingest/x.js', 'sync may not import ingest'],
    ['src/testing/a.ts', '../adapters/github/map.js', 'testing may not see the insides of adapters/github'],
    ['src/testing/a.ts', './msw/index.js', 'testing/msw is an entry of its own; nothing else imports it'],
    ['src/testing/msw/a.ts', '../simulator/x.js', 'testing/simulator is an entry of its own; nothing else imports it'],
    ['src/http/a.ts', '../../test/x.js', 'test/x.js is outside src/'],
    ['src/http/a.ts', './b.ts', 'src/http/b.ts is not named by its .js file'],
    ['src/http/a.ts', 'node:fs', 'nothing under src/ imports node:fs'],
    ['src/runtime/a.ts', 'node:crypto', 'nothing under src/ imports node:crypto'],
    ['src/http/a.ts', 'fs', 'http may not import fs'],
    ['src/http/a.ts', 'axios', 'http may not import axios'],
    ['src/stores/a.ts', 'zod/mini', 'stores may not import zod/mini'],
    ['src/contracts/a.ts', 'zod', 'import zod/mini, not zod'],
    ['src/adapters/github/map.ts', 'zod/mini', 'adapters/github may not import zod/mini outside wire.ts, options.ts'],
    ['src/testing/a.ts', 'msw', 'testing may not import msw'],
    ['src/testing/msw/a.ts', 'fast-check', 'testing may not import fast-check'],
  ])('refuses %s -> %s', (path, specifier, fault) => {
    const said = faultsOf(path, `import '${specifier}';`).map((text) => text.replace('adapters/x', roomOf(path)));
    expect(said).toEqual([`${path}:1: ${fault}`]);
  });

  it.each([
    ['src/adapters/github/wire.ts', 'zod/mini'],
    ['src/adapters/github/issues.ts', './map.js'],
    ['src/adapters/github/issues.ts', '../../http/x.js'],
    ['src/publish/a.ts', '../http/x.js'],
    ['src/links/a.ts', '../outbox/x.js'],
    ['src/ingest/a.ts', '../snapshot/x.js'],
    ['src/testing/a.ts', '../adapters/github/index.js'],
    ['src/testing/msw/a.ts', 'msw'],
    ['src/testing/msw/a.ts', '../test-runtime.js'],
    ['src/digest/a.ts', '@noble/hashes/sha2.js'],
  ])('allows %s -> %s', (path, specifier) => {
    expect(faultsOf(path, `import '${specifier}';`)).toEqual([]);
  });

  it('refuses a computed specifier, a reference and a room without a row', () => {
    expect(faultsOf('src/http/a.ts', 'const f = (x: string) => import(x);')[0]).toContain(
      'cannot be read off the text',
    );
    expect(faultsOf('src/http/a.ts', '/// <reference types="node" />')).toHaveLength(1);
    expect(faultsOf('src/misc/a.ts', '')).toEqual(['src/misc/a.ts: src/misc is no room of the import table']);
  });

  it('has one row per room, and arrows that only point down or sideways to a named room', () => {
    const rooms = IMPORT_TABLE.map(({ room }) => room);
    expect(new Set(rooms).size).toBe(rooms.length);
    const floorOf = (room: string) => IMPORT_TABLE.find((row) => row.room === room)?.floor ?? Number.NaN;
    for (const { floor, ours } of IMPORT_TABLE) {
      for (const room of ours.rooms ?? []) expect(floorOf(room)).toBeLessThanOrEqual(floor);
      for (const below of ours.floors ?? []) expect(below).toBeLessThan(floor);
    }
  });
});
