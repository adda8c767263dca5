// Runs the probe on Node, Bun or Deno: `run-probe.mjs <facts as JSON>`. Prints one line of JSON and must end by itself:
// the package leaves no timer and no connection behind that keeps a process alive.
import process from 'node:process';
import { importAll } from './import-all.mjs';
import { probe } from './probe.mjs';

const facts = JSON.parse(process.argv[2]);
const imported = await importAll(facts.specifiers);
console.log(JSON.stringify({ imported, ...(await probe(await import(facts.specifiers[0]), facts)) }));
