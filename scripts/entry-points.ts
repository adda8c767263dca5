import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The checkout, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** The parts of package.json that the gates read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

/** One module that a host can import by name. Paths are relative to the checkout. */
export interface EntryPoint {
  /** As in package.json: `.`, `./adapters/github`. */
  readonly subpath: string;
  /** What a host writes: `@spec-kitty/tracker/adapters/github`. */
  readonly specifier: string;
  /** The name of its API report: `tracker`, `adapters-github`. */
  readonly report: string;
  readonly source: string;
  readonly module: string;
  readonly types: string;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as Manifest;
}

/**
 * Every entry point of package.json, with `*` replaced by each folder that has an `index.ts`. A new adapter is found by
 * its folder, so that no gate has a list of its own.
 */
export function entryPoints({ name, exports } = readManifest()): EntryPoint[] {
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return []; // package.json itself
    const { types = '', default: module = '' } = target;
    const source = module.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts');
    return variants(source).map((variant) => ({
      subpath: subpath.replace('*', variant),
      specifier: name + subpath.replace('*', variant).slice(1),
      report: subpath === '.' ? 'tracker' : subpath.slice(2).replace('*', variant).replaceAll('/', '-'),
      source: source.replace('*', variant),
      module: module.slice(2).replace('*', variant),
      types: types.slice(2).replace('*', variant),
    }));
  });
}

function variants(source: string): string[] {
  const [before, after] = source.split('*');
  if (before === undefined || after === undefined) return [''];
  return existsSync(`${ROOT}/${before}`)
    ? readdirSync(`${ROOT}/${before}`)
        .filter((folder) => existsSync(`${ROOT}/${before}${folder}${after}`))
        .sort()
    : [];
}
