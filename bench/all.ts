// npm run bench: every bench in a process of its own, one after another, and the figures that have a limit once more at
// the end. A figure that is over its limit is said, and fails only with --check: no time is a gate.
import { once } from 'node:events';
import { start } from './child.ts';
import { type Finding, lineOf } from './report.ts';

const BENCHES = ['routing', 'snapshot', 'publish', 'listing', 'size'];

const findings: Finding[] = [];
const failed: string[] = [];
for (const bench of BENCHES) {
  console.log(`\n${bench}`);
  const child = start(`${bench}.ts`);
  child.on('message', (finding) => findings.push(finding as Finding));
  const [code] = await once(child, 'exit');
  if (code !== 0) failed.push(bench);
}

const limited = findings.filter(({ limit }) => limit !== undefined);
console.log(`\nNode ${process.version}, ${limited.filter(({ met }) => met).length} of ${limited.length} limits met`);
for (const finding of limited) console.log(lineOf(finding));
for (const bench of failed) console.log(`${bench} did not run to its end`);
const isFault = failed.length > 0 || limited.some(({ met }) => !met);
if (isFault && process.argv.includes('--check')) process.exitCode = 1;
