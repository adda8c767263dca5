// The close of .ci/run: `ci-summary.ts <vitest's JSON> <gates that passed> <gates that failed>...`. Adds up, says what
// failed, checks that the shared fixtures were used where they exist, and prints the line that is read by machines.
import { existsSync, readFileSync } from 'node:fs';
import { ROOT } from './entry-points.ts';

/** What is read of vitest's JSON report. */
interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const [reportPath = '', gatesPassed = '0', ...gatesFailed] = process.argv.slice(2);
const faults: string[] = [];
const report = existsSync(reportPath) ? (JSON.parse(readFileSync(reportPath, 'utf8')) as TestReport) : undefined;

// The gate named tests stands for the single tests, which are counted instead of it.
const testsPassed = !gatesFailed.includes('tests');
let passed = Number(gatesPassed) - (testsPassed ? 1 : 0) + (report?.numPassedTests ?? 0);
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
for (const name of gatesFailed) if (name !== 'tests') faults.push(`gate ${name}`);

const before = faults.length;
for (const { name, status, assertionResults } of report?.testResults ?? []) {
  const failures = assertionResults.filter((test) => test.status === 'failed');
  for (const { fullName } of failures) faults.push(`${name.slice(ROOT.length + 1)} > ${fullName}`);
  if (status === 'failed' && failures.length === 0) faults.push(`${name.slice(ROOT.length + 1)} could not run`);
}
if (!testsPassed && faults.length === before) faults.push('gate tests, outside any single test');
if (report === undefined || report.numPassedTests === 0) faults.push('no test has passed');

if (existsSync(`${ROOT}/../shared`)) {
  const results = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
  // A test that only says why nothing was used is rightly skipped where the fixtures are.
  const users = results.filter(({ fullName }) => /shared fixture(?!.*(absent|not here))/i.test(fullName));
  const unused = users.filter(({ status }) => status !== 'passed');
  if (users.length === 0) faults.push('../shared is here, but no test has used its fixtures');
  else if (unused.length > 0)
    faults.push(`../shared is here, but not used by: ${unused.map((test) => test.fullName).join('; ')}`);
  else passed += 1;
}

console.log(
  faults.length === 0 ? '\nEverything holds.' : `\nWhat failed:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
);
console.log(`${passed} passed, ${faults.length} failed, ${skipped} skipped`);
process.exitCode = faults.length === 0 ? 0 : 1;
