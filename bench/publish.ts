// npm run bench:publish: a snapshot of 100 KB to a server in another process, against a bare fetch of the same bytes.
import {
  buildSnapshot,
  contentDigest,
  createMemoryReceiptStore,
  createPublishClient,
  type Snapshot,
} from '@spec-kitty/tracker';
import { canonicalIssues, snapshotInput } from './canonical-issues.ts';
import { firstWord, start } from './child.ts';
import { race, ratioOf, timesOf } from './ratio.ts';
import { report, reportSpread } from './report.ts';

const server = start('publish-server.ts');
const serverUrl = await firstWord<string>(server);
const token = 'skt_0123456789abcdef';
const team = 'acme';
const client = createPublishClient({ serverUrl, token, team, receipts: createMemoryReceiptStore() });

const issues = canonicalIssues(103);
let edits = 0;

/** The snapshot after one more edit: every publish brings news, under a key that was never used before. */
function nextSnapshot() {
  edits++;
  const [first, ...rest] = issues;
  if (first === undefined) throw new Error('there are no issues');
  return buildSnapshot(snapshotInput([{ ...first, title: `Edit ${edits}` }, ...rest]));
}

let snapshot = nextSnapshot();
let bytes = bytesOf(snapshot);
report({ figure: 'the published body', measured: `${issues.length} issues, ${bytes.length} bytes` });

function bytesOf({ payload }: Snapshot): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(payload));
}

async function bareFetch(body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(`${serverUrl}/api/v1/connectors/trackers/snapshots/`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': snapshot.idempotencyKey,
      'x-team-slug': team,
      authorization: `Bearer ${token}`,
    },
    body,
  });
  const receipt: unknown = await response.json();
  if (response.status !== 201 || !receipt) throw new Error('the server did not take it');
}

async function publish(): Promise<void> {
  const { status, attempts } = await client.publish(snapshot);
  if (status !== 'accepted' || attempts !== 1) throw new Error(`${status} after ${attempts} attempts`);
}

const rounds = await race(
  [
    {
      name: 'fetch of ready bytes',
      prepare: () => {
        bytes = bytesOf(nextSnapshot());
      },
      run: () => bareFetch(bytes),
    },
    {
      name: 'bare fetch',
      prepare: () => {
        snapshot = nextSnapshot();
      },
      run: () => bareFetch(bytesOf(snapshot)),
    },
    {
      name: 'publish, digest there',
      prepare: () => {
        snapshot = nextSnapshot();
        contentDigest(snapshot);
      },
      run: publish,
    },
    {
      name: 'publish, digest made',
      prepare: () => {
        snapshot = nextSnapshot();
      },
      run: publish,
    },
  ],
  { rounds: 600, warmUp: 200 },
);
for (const name of rounds.keys()) reportSpread(`${name}, one call`, timesOf(rounds, name), 'ms');
const FIGURES = [
  { of: 'publish, digest there', limit: 1.25 },
  { of: 'publish, digest made', limit: 2 },
];
for (const { of, limit } of FIGURES) {
  reportSpread(`${of} : bare fetch`, ratioOf(rounds, of, 'bare fetch'), 'x', limit);
  reportSpread(`${of} : fetch of ready bytes`, ratioOf(rounds, of, 'fetch of ready bytes'), 'x');
}
server.kill();
