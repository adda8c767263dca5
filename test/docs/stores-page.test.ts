import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CheckpointStore } from '../../src/index.js';
import * as api from '../../src/index.js';
import * as kit from '../../src/testing/index.js';
import { parsePage, words } from './markdown.js';
import { snippetsIn } from './snippets.js';

const PAGE = 'docs/stores.md';
const folder = mkdtempSync(join(tmpdir(), 'stores-page-'));

// The page's modules as files beside each other, run as they stand there.
for (const { file, text } of snippetsIn(PAGE)) writeFileSync(join(folder, basename(file)), text);
const load = (name: string): Promise<unknown> => import(join(folder, name));

interface StoreModule {
  createSqliteCheckpointStore(path: string): CheckpointStore;
}
let createStore: StoreModule['createSqliteCheckpointStore'];

beforeAll(async () => {
  createStore = ((await load('sqlite-checkpoint-store.ts')) as StoreModule).createSqliteCheckpointStore;
});
afterAll(() => rmSync(folder, { recursive: true }));

// Registers the page's own tests here: every case of the checkpoint store, on SQLite.
await load('sqlite-checkpoint-store.test.ts');

test('the snippet without a runner says that all cases pass', async () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  await load('check-stores.ts');
  expect(printed.mock.calls).toEqual([[`${kit.checkpointStoreCases.length} passed, 0 failed`]]);
  printed.mockRestore();
});

describe('the SQLite checkpoint store on a file', () => {
  const checkpoint = { cursor: 'page-2', updatedSince: null };

  test('remembers after a restart', async () => {
    const path = join(folder, 'restart.db');
    const version = await createStore(path).put('pull', checkpoint, 'absent');
    expect(await createStore(path).get('pull')).toEqual({ value: checkpoint, version });
  });

  test('of two connections that write from the same version one wins', async () => {
    const path = join(folder, 'race.db');
    const [one, other] = [createStore(path), createStore(path)];
    const before = (await one.put('pull', checkpoint, 'absent')) ?? 'absent';
    const versions = [
      await one.put('pull', { ...checkpoint, cursor: 'one' }, before),
      await other.put('pull', { ...checkpoint, cursor: 'other' }, before),
    ];
    expect(versions.map((version) => version !== undefined)).toEqual([true, false]);
    expect((await other.get('pull'))?.value.cursor).toBe('one');
  });
});

test('the page names every store protocol that has a twin, and every list of cases', () => {
  const page = parsePage(PAGE);
  const protocols = page.tables[0]?.rows.map(([name = '']) => words(name)[0]);
  const twins = Object.keys(api).flatMap((name) => /^createMemory(\w+Store)$/.exec(name)?.[1] ?? []);
  expect(protocols?.toSorted()).toEqual(twins.toSorted());
  const cases = Object.keys(kit).filter((name) => name.endsWith('StoreCases') && name !== 'runStoreCases');
  expect(cases.length).toBe(twins.length);
  for (const name of cases) expect(page.text).toContain(`\`${name}\``);
});
