// Imports entry points that need an optional peer: `run-import.mjs <specifier>...`. In a process of its own and with an
// explicit end, because on Deno importing msw by itself keeps the process alive.
import process from 'node:process';
import { importAll } from './import-all.mjs';

console.log(JSON.stringify({ imported: await importAll(process.argv.slice(2)) }));
process.exit();
