// What a host gets: publint, are-the-types-wrong for every entry point, and a look at what the tarball holds.
import { existsSync } from 'node:fs';
import { capture, conclude } from './command.ts';
import { type EntryPoint, entryPoints, ROOT } from './entry-points.ts';
import { pack, type Tarball, withScratch } from './pack.ts';

const MAY_HOLD = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|UPGRADING\.md)$/,
  /^dist\/.+\.(js|d\.ts)$/,
  /^docs\/(?!api\/).+\.(md|svg)$/,
];

function tarballFaults({ files }: Tarball, entries: readonly EntryPoint[]): string[] {
  const held = new Set(files);
  const needed = ['README.md', 'LICENSE', 'package.json', ...entries.flatMap(({ module, types }) => [module, types])];
  return [
    ...files.filter((file) => !MAY_HOLD.some((pattern) => pattern.test(file))).map((file) => `${file} does not belong`),
    ...needed.filter((file) => !held.has(file)).map((file) => `${file} is missing`),
    ...files
      .filter((file) => file.startsWith('dist/'))
      .map((file) => file.replace(/^dist/, 'src').replace(/(\.d\.ts|\.js)$/, '.ts'))
      .filter((source) => !existsSync(`${ROOT}/${source}`))
      .map((source) => `something of ${source}, which is gone, is left in dist`),
  ];
}

async function toolFaults(name: string, args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await capture(process.execPath, args);
  return code === 0 ? [] : [`${name} found:\n${stdout}${stderr}`];
}

await withScratch('pack', async (folder) => {
  const tarball = await pack(folder);
  const entries = entryPoints();
  const faults = await Promise.all([
    tarballFaults(tarball, entries),
    toolFaults('publint', ['node_modules/publint/src/cli.js', tarball.path, '--strict']),
    toolFaults('attw', [
      'node_modules/@arethetypeswrong/cli/dist/index.js',
      tarball.path,
      '--profile=esm-only',
      // It passes wildcards over, so the entry points are named.
      ...entries.flatMap(({ subpath }) => ['--include-entrypoints', subpath]),
    ]),
  ]);
  const { files, packed, unpacked } = tarball;
  console.log(
    `${files.length} files, ${(packed / 1000).toFixed(1)} kB packed, ${(unpacked / 1000).toFixed(1)} kB unpacked`,
  );
  conclude('package', faults.flat());
});
