// A consumer's view of the types: test/types/consumer and one import of every entry point, checked against the packed
// tarball by both compilers, once with Node's types and once with the browser's.
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { capture, conclude, run } from './command.ts';
import { entryPoints, ROOT, readManifest } from './entry-points.ts';
import { pack, withScratch } from './pack.ts';

const COMPILERS = { 'TypeScript 6': 'typescript/bin/tsc', 'TypeScript 7': 'typescript7/bin/tsc' };
const PLATFORMS = {
  'Node types': { module: 'nodenext', lib: ['es2024'], types: ['node'] },
  'DOM types': { module: 'esnext', moduleResolution: 'bundler', lib: ['es2024', 'dom', 'dom.iterable'], types: [] },
};
const STRICT = {
  target: 'es2023',
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false, // our declarations are what is under test
};

/** Lays out a project that has the tarball installed. */
async function layOut(folder: string): Promise<void> {
  const { name, dependencies } = readManifest();
  const tarball = await pack(folder);
  const home = `${folder}/node_modules/${name}`;
  mkdirSync(home, { recursive: true });
  await run('tar', ['-xzf', tarball.path, '-C', home, '--strip-components=1']);
  for (const dependency of [...Object.keys(dependencies), 'msw', '@types/node']) {
    const link = `${folder}/node_modules/${dependency}`;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(`${ROOT}/node_modules/${dependency}`, link);
  }
  cpSync(`${ROOT}/test/types/consumer`, folder, { recursive: true });
  const imports = entryPoints().map(({ specifier }, at) => `import * as entry${at} from '${specifier}';`);
  const list = imports.map((_, at) => `entry${at}`).join(', ');
  writeFileSync(
    `${folder}/entries.ts`,
    `${imports.join('\n')}\nexport const entries: readonly object[] = [${list}];\n`,
  );
  writeFileSync(`${folder}/package.json`, '{ "type": "module", "private": true }\n');
}

async function check(folder: string, compiler: string, platform: object): Promise<string[]> {
  const project = `${folder}/tsconfig.json`;
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...STRICT, ...platform }, include: ['*.ts'] }));
  const tsc = `${ROOT}/node_modules/${compiler}`;
  const { code, stdout, stderr } = await capture(process.execPath, [tsc, '-p', project, '--pretty', 'false'], {
    cwd: folder,
  });
  // Third parties' declarations are theirs to fix; what is left must be nothing.
  const isOurs = (line: string) => /^(?!.*node_modules)|node_modules\/@spec-kitty\//.test(line);
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => /error TS\d+/.test(line));
  if (code !== 0 && lines.length === 0) return [`${compiler} failed: ${stdout}${stderr}`];
  return lines.filter(isOurs);
}

await withScratch('types', async (folder) => {
  await layOut(folder);
  const faults: string[] = [];
  for (const [compilerName, compiler] of Object.entries(COMPILERS)) {
    for (const [platformName, platform] of Object.entries(PLATFORMS)) {
      const found = await check(folder, compiler, platform);
      console.log(`${compilerName}, ${platformName}: ${found.length === 0 ? 'ok' : `${found.length} faults`}`);
      faults.push(...found.map((fault) => `${compilerName}, ${platformName}: ${fault}`));
    }
  }
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  if (files.length < 4) faults.push(`only ${files.join(', ')} were checked`);
  conclude('types', faults);
});
