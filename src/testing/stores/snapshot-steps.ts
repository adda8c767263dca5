import type { IngestStream, SnapshotRecord, SnapshotStore } from '../../stores/snapshot-store.js';
import { aDigest } from '../fixtures/a-digest.js';
import { aSnapshotPayload } from '../fixtures/a-snapshot-payload.js';
import { aSnapshotRecord } from '../fixtures/a-snapshot-record.js';
import { anIngestStream } from '../fixtures/an-ingest-stream.js';
import { expectEqual } from './assert.js';

export const PREFIX = 'snapshot-store';
export const START_MS = 1_773_133_200_000;
export const LEASE_MS = 60_000;
export const STREAM = anIngestStream();

/** Keys and contents by number: key 1 with content 2 is `(1, 2)` everywhere in these cases. */
export function claim(store: SnapshotStore, key: number, content: number, nowMs = START_MS, stream = STREAM) {
  return store.claim(stream, { key: aDigest(key), digest: aDigest(1000 + content), nowMs, leaseMs: LEASE_MS });
}

/** Claims what must be free. */
export async function mustClaim(...request: Parameters<typeof claim>): Promise<string> {
  const result = await claim(...request);
  if (result.state !== 'claimed') throw new Error(`the claim: expected claimed, found ${result.state}`);
  return result.claimId;
}

export function record(key: number, content: number, receivedAtMs = START_MS): SnapshotRecord {
  return aSnapshotRecord({
    receiptId: `receipt-${key}`,
    key: aDigest(key),
    digest: aDigest(1000 + content),
    receivedAtMs,
  });
}

export function payload(content: number) {
  return aSnapshotPayload({ project_slug: `content-${content}` });
}

export function finish(
  store: SnapshotStore,
  claimId: string,
  key: number,
  content: number,
  stream: IngestStream = STREAM,
  receivedAtMs = START_MS,
) {
  return store.finish(stream, claimId, { record: record(key, content, receivedAtMs), payload: payload(content) });
}

/** Claims and finishes. */
export async function storeSnapshot(
  store: SnapshotStore,
  key: number,
  content: number,
  { stream = STREAM, receivedAtMs = START_MS }: { readonly stream?: IngestStream; readonly receivedAtMs?: number } = {},
): Promise<void> {
  const claimId = await mustClaim(store, key, content, START_MS, stream);
  const expected = { state: 'stored', record: record(key, content, receivedAtMs) };
  expectEqual(await finish(store, claimId, key, content, stream, receivedAtMs), expected, 'finish');
}

/** Checks what a stream's newest is: the record of this key with this content, and its payload. */
export async function expectNewest(store: SnapshotStore, key: number, content: number, stream = STREAM) {
  const expected = { record: record(key, content), payload: payload(content) };
  expectEqual(await store.newest(stream), expected, 'the newest');
}
