// What the package costs a host: minified and gzipped, with every dependency. The limits fail; the import times are only
// printed, because a time is a matter of the machine.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ensureBuilt } from './build.ts';
import { conclude, run } from './command.ts';
import { ROOT, readManifest } from './entry-points.ts';

const { name } = readManifest();

const GATES = [
  // The goal is 42 000 bytes: see docs/benchmarks.md for what is missing. The gate keeps what has been reached.
  { what: 'the whole root', code: `export * from '${name}';`, limit: 43_000, goal: 42_000 },
  { what: 'resolveResourceRouting alone', code: `export { resolveResourceRouting } from '${name}';`, limit: 1_000 },
  {
    what: 'buildSnapshot and the keys alone',
    code: `export { buildSnapshot, contentDigest, contentKey } from '${name}';`,
    limit: 22_000,
  },
];

/** The bytes of a module that a bundler makes of `code`, minified and gzipped. */
async function gzippedSize(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: ROOT },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'none',
    tsconfigRaw: {}, // ours maps the package's name to src/, where nothing is measured
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

/** How long a fresh process takes to import a module, in milliseconds: the median of nine. */
async function coldImport(module: string): Promise<number> {
  const code = `const t = performance.now(); await import('${module}'); console.log(performance.now() - t)`;
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    times.push(Number(await run(process.execPath, ['--input-type=module', '-e', code])));
  }
  return times.sort((a, b) => a - b)[4] ?? Number.NaN;
}

await ensureBuilt();
const faults: string[] = [];
for (const { what, code, limit, goal = limit } of GATES) {
  const size = await gzippedSize(code);
  console.log(`${what}: ${size} bytes of ${limit}${size > goal ? `, above the goal of ${goal}` : ''}`);
  if (size > limit) faults.push(`${what} is ${size} bytes, over the limit of ${limit}`);
}
if (!process.argv.includes('--no-times')) {
  const routing = `${ROOT}/dist/routing/resolve-resource-routing.js`;
  for (const [what, module] of [
    ['the root', name],
    ['routing alone', routing],
  ] as const) {
    console.log(`cold import of ${what}: ${(await coldImport(module)).toFixed(1)} ms`);
  }
}
conclude('size', faults);
