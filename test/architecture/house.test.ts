import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classFaults, durableStoreFaults, frontDoorFaults, isNameless, providerFaults } from './house.js';
import { filesUnder, parse, ROOT, sources } from './source-files.js';

const FRONT_DOORS = ['src/index.ts', 'src/adapter-kit/index.ts'];

describe('the house', () => {
  it('has no file or folder named utils, helpers, common or types', () => {
    const ours = ['src', 'scripts', 'bench', 'examples'].flatMap(filesUnder);
    expect(ours.filter(isNameless)).toEqual([]);
  });

  it('has classes for errors only', () => {
    expect(sources.flatMap(classFaults)).toEqual([]);
  });

  it('holds no durable store: persistence belongs to the host', () => {
    expect(sources.flatMap(durableStoreFaults)).toEqual([]);
  });

  it('never branches on the name of a provider in shared code', () => {
    expect(sources.flatMap(providerFaults)).toEqual([]);
  });

  it('has front doors without logic', () => {
    const doors = sources.filter(({ path }) => FRONT_DOORS.includes(path));
    expect(doors.map(({ path }) => path)).toContain('src/index.ts');
    expect(doors.flatMap(frontDoorFaults)).toEqual([]);
  });

  it('has a source for every entry point and an entry point for every adapter', () => {
    const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
      exports: Record<string, string | { types: string; default: string }>;
    };
    for (const [subpath, target] of Object.entries(exports)) {
      if (typeof target === 'string') continue;
      expect(Object.keys(target), subpath).toEqual(['types', 'default']);
      expect(target.types.replace(/\.d\.ts$/, '.js'), subpath).toBe(target.default);
      const source = target.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
      if (!source.includes('*')) expect(existsSync(`${ROOT}${source}`), source).toBe(true);
    }
    const adapters = new Set(sources.map(({ path }) => /^src\/adapters\/[^/]+/.exec(path)?.[0]));
    for (const folder of adapters) if (folder) expect(existsSync(`${ROOT}${folder}/index.ts`), folder).toBe(true);
  });
});

describe('the checks of the house', () => {
  it.each(['src/utils.ts', 'src/http/helpers/x.ts', 'src/common/index.ts', 'src/types.d.ts', 'src/util.test.ts'])(
    'refuse the name %s',
    (path) => expect(isNameless(path)).toBe(true),
  );

  it.each(['src/contracts/issue-type.ts', 'src/http/http-request.ts'])('allow the name %s', (path) =>
    expect(isNameless(path)).toBe(false),
  );

  it('refuse classes, durable stores, provider names and logic in a front door', () => {
    const faulty = parse('src/http/a.ts', `class A {} const b = class {}; if (x === 'jira') y();`);
    expect(classFaults(faulty)).toHaveLength(2);
    expect(classFaults(parse('src/errors/a.ts', 'class A {}'))).toEqual([]);
    expect(providerFaults(faulty)).toHaveLength(1);
    expect(providerFaults(parse('src/adapters/azure-devops/a.ts', `const p = ['azure_devops', 'jira']`))).toHaveLength(
      1,
    );
    expect(durableStoreFaults(parse('src/stores/a.ts', 'export const createFileReceiptStore = () => 1'))).toHaveLength(
      1,
    );
    expect(durableStoreFaults(parse('src/stores/a.ts', 'export function createMemoryReceiptStore() {}'))).toEqual([]);
    expect(
      frontDoorFaults(parse('src/index.ts', `export * from './a.js'; export const a = 1; import './b.js';`)),
    ).toHaveLength(3);
    expect(frontDoorFaults(parse('src/index.ts', `export { a, type B } from './a.js';`))).toEqual([]);
  });
});
