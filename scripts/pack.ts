import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { run } from './command.ts';

/** The package as the registry would get it. */
export interface Tarball {
  /** Absolute path of the .tgz file. */
  readonly path: string;
  /** Paths inside the package, without the leading `package/`. */
  readonly files: readonly string[];
  /** Size in bytes, packed and unpacked. */
  readonly packed: number;
  readonly unpacked: number;
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** A folder under the system's temporary one, away when `use` is done. */
export async function withScratch<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `spec-kitty-${name}-`));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds if need be, and packs into a folder. */
export async function pack(folder: string): Promise<Tarball> {
  await ensureBuilt();
  const output = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [report] = JSON.parse(output) as [PackReport];
  return {
    path: join(folder, report.filename),
    files: report.files.map(({ path }) => path),
    packed: report.size,
    unpacked: report.unpackedSize,
  };
}
