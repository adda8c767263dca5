// Writes the feature matrix of docs/adapters/README.md: what each adapter has, read off its presence and its traits. With
// --check it only says whether the page is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import type { TrackerAdapter } from '../src/index.ts';
import { conclude } from './command.ts';
import { entryPoints, ROOT } from './entry-points.ts';

/** The page, from the checkout on. */
export const MATRIX_PAGE = 'docs/adapters/README.md';

const BEGIN = '<!-- the matrix: written by scripts/feature-matrix.ts -->';
const END = '<!-- the end of the matrix -->';

function inTime(ms: number): string {
  if (ms === 0) return 'none';
  if (ms >= 120_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

const TRAITS: readonly (readonly [title: string, show: (traits: TrackerAdapter['traits']) => string])[] = [
  ['largest page', ({ maxPageSize }) => `${maxPageSize}`],
  ['`updatedSince` is as fine as', ({ updatedSinceStepMs }) => inTime(updatedSinceStepMs)],
  ['changes show in listings after', ({ indexLagMs }) => inTime(indexLagMs)],
  ['a create can be repeated by its key', ({ createIsIdempotent }) => (createIsIdempotent ? 'yes' : '–')],
  ['language of bodies', ({ bodyFormat }) => bodyFormat],
];

/** The folders of `src/adapters` that are entry points. */
export function adapterFolders(): string[] {
  return entryPoints().flatMap(({ subpath }) => /^\.\/adapters\/(.+)$/.exec(subpath)?.[1] ?? []);
}

/** `issues.list` and so on, in the order of an adapter that has everything. */
function pathsOf(whole: TrackerAdapter): string[] {
  return Object.entries(whole).flatMap(([name, member]: [string, unknown]) => {
    if (typeof member === 'function') return [name];
    if (typeof member !== 'object' || member === null || name === 'traits') return [];
    return Object.keys(member).map((method) => `${name}.${method}`);
  });
}

function has(adapter: TrackerAdapter, path: string): boolean {
  const found = path.split('.').reduce<unknown>((value, name) => Object(value)[name], adapter);
  return typeof found === 'function';
}

/** What the adapter's page is called, with a link to it. */
function headingOf(folder: string): string {
  const path = `${ROOT}/docs/adapters/${folder}.md`;
  const title = existsSync(path) ? /^# (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
  return title === undefined ? folder : `[${title}](${folder}.md)`;
}

/**
 * The matrix as Markdown.
 *
 * @param adapters - By folder.
 * @param whole - An adapter that has everything.
 */
export function renderMatrix(adapters: ReadonlyMap<string, TrackerAdapter>, whole: TrackerAdapter): string {
  const columns = [...adapters].sort(([a], [b]) => (a < b ? -1 : 1));
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cells = (show: (adapter: TrackerAdapter) => string) => columns.map(([, adapter]) => show(adapter));
  return [
    row(['', ...columns.map(([folder]) => headingOf(folder))]),
    row(['---', ...columns.map(() => ':-:')]).replaceAll(' ', ''),
    ...pathsOf(whole).map((path) => row([`\`${path}\``, ...cells((adapter) => (has(adapter, path) ? '✓' : '–'))])),
    ...TRAITS.map(([title, show]) => row([title, ...cells(({ traits }) => show(traits))])),
  ].join('\n');
}

/** A page with the matrix in its place. */
export function withMatrix(page: string, matrix: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${MATRIX_PAGE} has no place for the matrix`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${matrix}\n\n${page.slice(end)}`;
}

/** What `test/adapters/<provider>/operations.ts` makes an adapter with. */
interface Operations {
  createSubject(): { create(): TrackerAdapter };
}

async function load<Module>(path: string): Promise<Module> {
  const config = { configFile: `${ROOT}/vitest.config.ts`, root: ROOT, logLevel: 'error' } as const;
  return (await runnerImport<Module>(`${ROOT}/${path}`, config)).module;
}

async function main(): Promise<void> {
  const testing = await load<typeof import('../src/testing/index.ts')>('src/testing/index.ts');
  const adapters = new Map<string, TrackerAdapter>();
  for (const folder of adapterFolders()) {
    const path = `test/adapters/${folder}/operations.ts`;
    if (existsSync(`${ROOT}/${path}`)) adapters.set(folder, (await load<Operations>(path)).createSubject().create());
  }
  const page = readFileSync(`${ROOT}/${MATRIX_PAGE}`, 'utf8');
  const written = withMatrix(page, renderMatrix(adapters, testing.createFakeAdapter(testing.createFakeTracker())));
  const isOld = written !== page;
  if (isOld && !process.argv.includes('--check')) writeFileSync(`${ROOT}/${MATRIX_PAGE}`, written);
  else conclude('feature matrix', isOld ? [`${MATRIX_PAGE} is out of date; run node scripts/feature-matrix.ts`] : []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
