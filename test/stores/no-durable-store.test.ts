import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../src');

function readSources(folder = ROOT): { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}

// Ways to make data outlive the process: files, browser storage, databases and their drivers.
const DURABLE =
  /\b(?:\w*sqlite\w*|indexeddb|localstorage|sessionstorage|navigator\.storage|cookiestore|caches\.open|node:(?!crypto)\w+|(?:write|append|read)file\w*|createwritestream|openkv|opendatabase|durableobject\w*|leveldb|lmdb|redis|mongodb|postgres\w*|mysql\w*|keytar|getdirectory)\b/i;

/** Names of functions that make a store. */
function storeFactories(text: string): string[] {
  return [...text.matchAll(/\b(?:function|const|let)\s+(create\w*Store)\b/g)].map(([, name = '']) => name);
}

// What is left of a protocol's file at run time: nothing.
function runtimeExports(text: string): string[] {
  return text.match(/^export (?!interface |type |\{).*|^(?:function|const|let|class) .*/gm) ?? [];
}

const sources = readSources();

describe('persistence belongs to the host', () => {
  test('there are sources to look at', () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(sources.flatMap(({ text }) => storeFactories(text)).length).toBeGreaterThanOrEqual(8);
  });

  test('nothing under src/ reaches for something durable', () => {
    const found = sources.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, at) => (DURABLE.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test('every store that src/ makes is an in-memory one', () => {
    for (const { path, text } of sources) {
      for (const name of storeFactories(text)) {
        expect(name, path).toMatch(/^createMemory[A-Z]\w*Store$/);
        expect(path).toMatch(/^stores\/memory\//);
      }
    }
  });

  test('no class in src/ is a store', () => {
    for (const { path, text } of sources) expect(text.match(/\bclass \w*Store\b/), path).toBeNull();
  });

  test('the files of the protocols hold types only, and each has its twin', () => {
    const protocols = sources.filter(({ path }) => /^stores\/[^/]+-store\.ts$/.test(path));
    expect(protocols.length).toBeGreaterThanOrEqual(8);
    for (const { path, text } of protocols) {
      expect(runtimeExports(text), path).toEqual([]);
      const twin = sources.find((source) => source.path === path.replace('stores/', 'stores/memory/'));
      expect(storeFactories(twin?.text ?? ''), path).toHaveLength(1);
    }
  });
});

describe('the search finds what it looks for', () => {
  test.for([
    `import Database from 'better-sqlite3';`,
    `import { DatabaseSync } from 'node:sqlite';`,
    `import { open } from 'node:fs/promises';`,
    `import { Database } from 'bun:sqlite';`,
    `globalThis.localStorage.setItem(key, text);`,
    `const request = indexedDB.open('tracker');`,
    `const kv = await Deno.openKv();`,
    `await writeFile(path, text);`,
    `await Deno.writeTextFile(path, text); Deno.readFileSync(path);`,
    `const root = await navigator.storage.getDirectory();`,
  ])('%s', (line) => {
    expect(line).toMatch(DURABLE);
  });

  test('store factories and run-time exports', () => {
    const text = 'export function createFileIssueStore() {}\nexport const createSqlTokenStore = () => ({});';
    expect(storeFactories(text)).toEqual(['createFileIssueStore', 'createSqlTokenStore']);
    expect(runtimeExports(text)).toHaveLength(2);
    expect(runtimeExports('export interface A {}\nexport type B = string;\nconst secret = 1;')).toEqual([
      'const secret = 1;',
    ]);
  });
});
