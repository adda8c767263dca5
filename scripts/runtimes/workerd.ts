import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';

/** What the worker is made from. */
interface Worker {
  readonly workerd: string;
  /** The folder that has the package installed, and where the worker is written. */
  readonly folder: string;
  /** Entry points, the root first. */
  readonly specifiers: readonly string[];
  readonly facts: object;
}

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "probe", worker = .probe),
    (name = "loopback", network = (allow = ["local", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "probe")],
);
const probe :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-11-01",
  globalOutbound = "loopback",
);
`;

/** A worker is one file: the probe and every entry point bundled, as a host's own build would. */
async function bundle({ folder, specifiers, facts }: Worker): Promise<void> {
  const contents = [
    `import { probe } from './probe.mjs';`,
    ...specifiers.map((specifier, at) => `import * as entry${at} from '${specifier}';`),
    `const entries = { ${specifiers.map((specifier, at) => `'${specifier}': entry${at}`).join(', ')} };`,
    'export default {',
    '  async fetch() {',
    `    const imported = {};`,
    `    for (const name in entries) imported[name] = Object.keys(entries[name]).length > 0 ? 'ok' : 'exports nothing';`,
    `    return Response.json({ imported, ...(await probe(entry0, ${JSON.stringify(facts)})) });`,
    '  },',
    '};',
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: folder },
    outfile: `${folder}/worker.mjs`,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['workerd', 'worker'],
    target: 'es2023',
    logLevel: 'silent',
  });
}

/** Starts workerd on a free loopback port, asks the worker once, stops it. Resolves to what the worker answered. */
export async function probeWorkerd(worker: Worker): Promise<string> {
  await bundle(worker);
  writeFileSync(`${worker.folder}/worker.capnp`, CONFIG);
  const child = spawn(worker.workerd, ['serve', 'worker.capnp', '--control-fd=3'], {
    cwd: worker.folder,
    stdio: ['ignore', 'inherit', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  try {
    const port = await listeningPort(child.stdio[3] as Readable, child);
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return await response.text();
  } catch (error) {
    throw new Error(`workerd: ${said}`, { cause: error });
  } finally {
    child.kill();
  }
}

function listeningPort(control: Readable, child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    control.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const port = /"event":"listen".*"port":(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`workerd ended with ${code} before it listened`)));
  });
}
