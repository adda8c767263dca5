import type { SnapshotReceipt } from '../contracts/snapshot-receipt.js';
import { toWireTimestamp } from '../contracts/timestamp.js';
import type { SnapshotRecord } from '../stores/snapshot-store.js';

/** A stored record in the wire's words and order, as it stands against the newest one of its stream. */
export function toReceipt(
  record: SnapshotRecord,
  status: SnapshotReceipt['status'],
  newest: SnapshotRecord,
): SnapshotReceipt {
  const receivedAt = new Date(record.receivedAtMs).toISOString();
  return {
    receipt_id: record.receiptId,
    idempotency_key: record.key,
    content_digest: record.digest,
    status,
    // By content, not by key: content that returned under another key is current, whichever receipt is asked for.
    latest: record.digest === newest.digest,
    latest_key: newest.key,
    received_at: toWireTimestamp(receivedAt) ?? receivedAt,
    resolution: record.resolution,
    binding_id: record.bindingId,
    counts: { issues: record.issueCount, mappings: record.mappingCount },
  };
}
