import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';

const { platform, arch } = process;

// The oldest Node we support, the one we develop on (this process), the newest line, and the other runtimes. Everything
// comes from npm, platform packages by name: their install scripts are not needed.
const PACKAGES: Readonly<Record<string, string>> = {
  'node-22': `npm:node-${platform}-${arch}@22.12.0`,
  'node-26': `npm:node-${platform}-${arch}@26.10.0`,
  bun: '1.4.4',
  deno: '2.9.6',
  workerd: '1.20261117.1',
};

/** A runtime and where its program lies. */
export interface RuntimeUnderTest {
  readonly name: string;
  readonly kind: 'node' | 'bun' | 'deno' | 'workerd';
  readonly program: string;
}

/** Installs the runtimes in a folder of their own under the system's temporary one, where they stay for the next run. */
export async function installRuntimes(): Promise<RuntimeUnderTest[]> {
  const key = createHash('sha256').update(JSON.stringify(PACKAGES)).digest('hex').slice(0, 12);
  const home = join(tmpdir(), `spec-kitty-runtimes-${key}`);
  if (!existsSync(home)) await install(home);
  const cpu = arch === 'arm64' ? 'aarch64' : arch;
  const libc = platform === 'linux' ? '-glibc' : '';
  const at = (path: string) => `${home}/node_modules/${path}`;
  return [
    { name: 'Node 22.12.0', kind: 'node', program: at('node-22/bin/node') },
    { name: `Node ${process.versions.node}`, kind: 'node', program: process.execPath },
    { name: 'Node 26.10.0', kind: 'node', program: at('node-26/bin/node') },
    { name: `Bun ${PACKAGES.bun}`, kind: 'bun', program: at(`@oven/bun-${platform}-${cpu}/bin/bun`) },
    { name: `Deno ${PACKAGES.deno}`, kind: 'deno', program: at(`@deno/${platform}-${arch}${libc}/deno`) },
    {
      name: `workerd ${PACKAGES.workerd}`,
      kind: 'workerd',
      program: at(`@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}/bin/workerd`),
    },
  ];
}

async function install(home: string): Promise<void> {
  const aside = `${home}-${process.pid}`; // moved into place when complete, so that a cut install is not taken for one
  mkdirSync(aside, { recursive: true });
  writeFileSync(`${aside}/package.json`, JSON.stringify({ private: true, dependencies: PACKAGES }));
  try {
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: aside });
    if (!existsSync(home)) renameSync(aside, home);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
