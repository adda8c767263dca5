import { spawn } from 'node:child_process';
import { ROOT } from './entry-points.ts';

/** What a program printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the program is ended. */
  readonly timeoutMs?: number;
}

/** Runs a program and collects what it prints. Only a program that cannot be started rejects. */
export function capture(file: string, args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const note = signal === null ? '' : `\n${file} was ended by ${signal}`;
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString() + note,
      });
    });
  });
}

/** Runs a program and returns its standard output; throws with everything it printed when it fails. */
export async function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await capture(file, args, options);
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** Runs a program's script under this very Node, whatever `node` the machine has. */
export function runScript(script: string, args: readonly string[] = [], options: CommandOptions = {}): Promise<string> {
  return run(process.execPath, [script, ...args], options);
}

/** The last word of a gate: says what is wrong and fails, or says that all is well. */
export function conclude(gate: string, faults: readonly string[]): void {
  for (const fault of faults) console.error(`${gate}: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`${gate}: ok`);
}
