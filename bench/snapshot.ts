// npm run bench:snapshot: building and digesting a snapshot of 10 000 issues, against JSON.stringify and a native hash.
import { createHash } from 'node:crypto';
import { buildSnapshot, contentDigest, type WireIssue } from '@spec-kitty/tracker';
import { built } from './built.ts';
import { canonicalIssues, snapshotInput } from './canonical-issues.ts';
import { race, ratioOf, timesOf } from './ratio.ts';
import { report, reportSpread } from './report.ts';

const { digestPayload } = await built<typeof import('../src/snapshot/content-digest.ts')>('snapshot/content-digest.js');
const { portableSha256 } = await built<typeof import('../src/digest/sha256.ts')>('digest/sha256.js');

const COUNT = 10_000;
const input = snapshotInput(canonicalIssues(COUNT));
const { payload } = buildSnapshot(input);
const megabytes = Buffer.byteLength(JSON.stringify(payload)) / 1e6;

// Key order, JSON and hash of the finished issues, and nothing else: no validation, no sorting, no copy, no mappings.
function digestOfIssues(toJson: (issue: WireIssue) => string): string {
  const hash = createHash('sha256');
  for (const issue of payload.issues) hash.update(toJson(issue));
  return hash.digest('hex');
}

/** Every member's name of an issue and its ref, sorted: JSON.stringify writes the keys in this order. */
const KEYS = payload.issues.slice(0, 1).flatMap((issue) => [...Object.keys(issue), ...Object.keys(issue.ref)]);
KEYS.sort();
const keyOrdered = (issue: WireIssue) => JSON.stringify(issue, KEYS);

/** The quickest way there is to the same JSON, for one who knows every key: a new object, laid out in order. */
function laidOut({ assignees, body, issue_type, labels, priority, ref, status, title, updated_at }: WireIssue): string {
  const { id, key, system, url, workspace } = ref;
  const inOrder = { id, key, system, url, workspace };
  return JSON.stringify({ assignees, body, issue_type, labels, priority, ref: inOrder, status, title, updated_at });
}

const expected = contentDigest(buildSnapshot(input));
if (digestPayload(buildSnapshot(input).payload, portableSha256()) !== expected) throw new Error('the digests differ');
if (digestOfIssues(keyOrdered) !== digestOfIssues(laidOut)) throw new Error('the floors differ');

const rounds = await race(
  [
    { name: 'stringify', run: () => JSON.stringify(payload) },
    { name: 'build', run: () => buildSnapshot(input) },
    { name: 'native floor', run: () => digestOfIssues(keyOrdered) },
    { name: 'laid-out floor', run: () => digestOfIssues(laidOut) },
    { name: 'build, digest', run: () => contentDigest(buildSnapshot(input)) },
    { name: 'build, portable digest', run: () => digestPayload(buildSnapshot(input).payload, portableSha256()) },
  ],
  { rounds: 31, warmUp: 6, clock: 'cpu' },
);

report({
  figure: 'the snapshot',
  measured: `${COUNT} issues, ${payload.mappings.length} mappings, ${megabytes.toFixed(1)} MB, ${Math.round((megabytes * 1e6) / COUNT)} bytes an issue`,
});
for (const name of rounds.keys()) reportSpread(`${name}, one run`, timesOf(rounds, name), 'ms');
const FIGURES = [
  { figure: 'buildSnapshot, contract key : JSON.stringify of the payload', of: 'build', to: 'stringify', limit: 0.5 },
  { figure: 'buildSnapshot and digest : native floor', of: 'build, digest', to: 'native floor', limit: 1.4 },
  { figure: 'buildSnapshot and digest : laid-out floor', of: 'build, digest', to: 'laid-out floor' },
  { figure: 'with the portable hash : native floor', of: 'build, portable digest', to: 'native floor', limit: 2.5 },
];
for (const { figure, of, to, limit } of FIGURES) reportSpread(figure, ratioOf(rounds, of, to), 'x', limit);
