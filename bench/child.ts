import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a file of this folder as a process of its own. */
export function start(file: string, args: readonly string[] = [], execArgv: readonly string[] = []): ChildProcess {
  return fork(new URL(file, import.meta.url), args, { execArgv: [...execArgv] });
}

/** What a started process sends first. */
export function firstWord<Word>(child: ChildProcess): Promise<Word> {
  return new Promise((resolve, reject) => {
    child.once('message', (word) => resolve(word as Word));
    child.once('exit', (code) => reject(new Error(`a process ended early, with ${code}`)));
  });
}

/** For a server process: listens on a free loopback port and tells its parent the address. Ends with its parent. */
export function serveParent(listener: RequestListener): void {
  const server = createServer(listener).listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  process.on('disconnect', () => process.exit());
}
