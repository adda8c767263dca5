// Builds dist: one module per source file by tsup, declarations by tsc. `--if-stale` does nothing when dist is newer than
// everything it is made from. The result is made aside and moved into place, so that whoever reads dist sees a whole one.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runScript } from './command.ts';
import { ROOT } from './entry-points.ts';

const DIST = `${ROOT}/dist`;
const INPUTS = ['src', 'tsup.config.ts', 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'scripts/build.ts'];

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}

/** Whether dist is missing or older than what it is made from. */
export function isStale(): boolean {
  const built = `${DIST}/index.js`;
  return !existsSync(built) || statSync(built).mtimeMs < Math.max(...INPUTS.map((input) => newest(`${ROOT}/${input}`)));
}

// Two renames, each one step: whoever imports from dist meanwhile, or builds at the same time, meets no half of it.
function moveIntoPlace(built: string, tries = 5): void {
  try {
    if (existsSync(DIST)) renameSync(DIST, `${built}-before-${tries}`);
    renameSync(built, DIST);
  } catch (error) {
    if (tries === 0) throw error;
    moveIntoPlace(built, tries - 1); // another build was between the two
  }
}

/** Builds dist anew. */
export async function build(): Promise<void> {
  const aside = `temp/build-${process.pid}`;
  try {
    mkdirSync(`${ROOT}/${aside}`, { recursive: true });
    await Promise.all([
      runScript('node_modules/tsup/dist/cli-default.js', ['--out-dir', `${aside}/js`, '--silent']),
      runScript('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', `${aside}/types`]),
    ]);
    cpSync(`${ROOT}/${aside}/types`, `${ROOT}/${aside}/js`, { recursive: true });
    moveIntoPlace(`${ROOT}/${aside}/js`);
  } finally {
    rmSync(`${ROOT}/${aside}`, { recursive: true, force: true });
  }
}

/** Builds dist unless it is up to date. */
export async function ensureBuilt(): Promise<void> {
  if (isStale()) await build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes('--if-stale') ? ensureBuilt() : build());
}
