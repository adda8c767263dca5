// What the package costs a host: minified and gzipped, with every dependency. The limits fail; the import times are only
// printed, because a time is a matter of the machine.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { ensureBuilt } from './build.ts';
import { conclude, run } from './command.ts';
import { entryPoints, ROOT, readManifest } from './entry-points.ts';

const { name } = readManifest();

const GATES = [
  { what: 'the whole root', code: `export * from '${name}';`, limit: 42_000 },
  { what: 'resolveResourceRouting alone', code: `export { resolveResourceRouting } from '${name}';`, limit: 1_000 },
  {
    what: 'buildSnapshot and the keys alone',
    code: `export { buildSnapshot, contentDigest, contentKey } from '${name}';`,
    limit: 22_000,
  },
  {
    what: 'the rich text of Jira, loaded on demand',
    code: "export * from './dist/adapters/jira/richtext.js';",
    limit: 36_000,
  },
];

/** What all adapters may weigh together, with all that they share, in a host that has nothing else of ours. */
const ALL_ADAPTERS_LIMIT = 60_000;
/** What an adapter may weigh beyond what a host has anyway, the root and what adapters share; what it loads on demand is apart. */
const ADAPTER_LIMIT = 8_000;
const VALIDATORS = validatorsOfAdapters();
const CORE = `export * from '${name}'; export * as kit from '${name}/adapter-kit';
import * as z from 'zod/mini'; export const validators = [${VALIDATORS.map((word) => `z.${word}`).join(', ')}];`;

/** What adapters use of the validation library, which they share as well. */
function validatorsOfAdapters(): string[] {
  const sources = readdirSync(`${ROOT}/src/adapters`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${ROOT}/src/adapters/${file}`, 'utf8'));
  return [
    ...new Set(sources.flatMap((text) => [...text.matchAll(/\bz\.([a-z]\w*)\(/g)].map(([, word = '']) => word))),
  ].sort();
}

/** Leaves `import()` alone, as a bundler does that makes a chunk of it. */
const onDemandApart: Plugin = {
  name: 'on-demand-apart',
  setup(bundle) {
    bundle.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : null,
    );
  },
};

/** A module that a bundler makes of `code`, minified: its gzipped size in bytes, and the files that went into it. */
async function bundled(code: string): Promise<{ readonly size: number; readonly files: readonly string[] }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: ROOT },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    plugins: [onDemandApart],
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'none',
    tsconfigRaw: {}, // ours maps the package's name to src/, where nothing is measured
  });
  const size = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
  return { size, files: Object.keys(metafile.inputs) };
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
for (const { what, code, limit } of GATES) {
  const { size } = await bundled(code);
  console.log(`${what}: ${size} bytes of ${limit}`);
  if (size > limit) faults.push(`${what} is ${size} bytes, over the limit of ${limit}`);
}
const adapters = entryPoints().filter(({ subpath }) => subpath.startsWith('./adapters/'));
const together = await bundled(
  adapters.map(({ specifier }, at) => `export * as a${at} from '${specifier}';`).join('\n'),
);
console.log(`all ${adapters.length} adapters together: ${together.size} bytes of ${ALL_ADAPTERS_LIMIT}`);
if (together.size > ALL_ADAPTERS_LIMIT) faults.push(`all adapters together are ${together.size} bytes`);
const core = await bundled(CORE);
console.log(`the root and what adapters share: ${core.size} bytes`);
for (const { specifier, subpath } of adapters) {
  const { files, size } = await bundled(`${CORE}\nexport * as adapter from '${specifier}';`);
  const own = size - core.size;
  console.log(`${subpath} beyond that: ${own} bytes of ${ADAPTER_LIMIT}`);
  if (own > ADAPTER_LIMIT)
    faults.push(`${subpath} is ${own} bytes beyond the core, over the limit of ${ADAPTER_LIMIT}`);
  const others = files.filter(
    (file) => file.startsWith('dist/adapters/') && !file.startsWith(`dist/${subpath.slice(2)}/`),
  );
  if (others.length > 0) faults.push(`${subpath} loads ${others.join(', ')}`);
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
