import type { SnapshotPayload } from '../contracts/snapshot-payload.js';
import type { Problem } from '../errors/problem.js';
import { digestPayload } from '../snapshot/content-digest.js';
import { validateSnapshotPayload } from '../snapshot/validate-snapshot-payload.js';
import type { IngestStream, SnapshotRecord } from '../stores/snapshot-store.js';
import { type IngestCall, mayWrite, storeStep } from './ingest-call.js';
import { readJsonBody } from './read-json-body.js';
import { createReceiptId } from './receipt-id.js';
import { isRefusal, type Refusal, refuse, toJsonResponse } from './refusal.js';
import { toReceipt } from './to-receipt.js';

/** `POST …/snapshots/`: checks a snapshot, stores it once, answers with its receipt. */
export async function receiveSnapshot(call: IngestCall): Promise<Response | Refusal> {
  const key = call.request.headers.get('idempotency-key')?.trim();
  if (!key) return refuse('idempotency_key_required', 'send the header Idempotency-Key');
  if (!/^[0-9a-f]{64}$/.test(key)) {
    return refuse('idempotency_key_invalid', 'Idempotency-Key must be 64 lower-case hex digits');
  }
  const body = await readJsonBody(call.request, call.settings.maxBodyBytes);
  if (isRefusal(body)) return body;
  const checked = validateSnapshotPayload(body.value);
  if (!checked.ok) {
    return refuse('invalid_snapshot', 'the snapshot breaks the contract; details names every problem', {
      details: toDetails(checked.problems),
    });
  }
  const payload = checked.value;
  if (payload.project_uuid !== null) {
    const allowed = await mayWrite(call, call.team, payload.project_uuid);
    if (isRefusal(allowed)) return allowed;
    if (!allowed) return refuse('project_forbidden', 'you may not write for the project that project_uuid names');
  }
  return storeSnapshot(call, key, payload);
}

async function storeSnapshot(call: IngestCall, key: string, payload: SnapshotPayload): Promise<Response | Refusal> {
  const { settings, runtime, team } = call;
  const { provider, workspace, project_uuid: projectUuid, issues, mappings } = payload;
  const stream: IngestStream = { team, provider, workspace, projectUuid };
  const nowMs = runtime.now();
  const digest = digestPayload(payload);
  const record: SnapshotRecord = {
    receiptId: createReceiptId(runtime),
    key,
    digest,
    receivedAtMs: nowMs,
    resolution: 'manual',
    bindingId: null,
    issueCount: issues.length,
    mappingCount: mappings.length,
  };
  const claim = await storeStep(call, 'snapshots.claim', () =>
    settings.snapshots.claim(stream, { key, digest, nowMs, leaseMs: settings.leaseMs }),
  );
  if (isRefusal(claim)) return claim;
  switch (claim.state) {
    case 'known':
      return replay(claim.record, claim.newest);
    case 'reused':
      return refuse('idempotency_key_reused', 'this Idempotency-Key stands for other content; use a new one', {
        details: { latest_key: claim.newest.key },
      });
    case 'in_progress':
      return refuse('snapshot_in_progress', 'another request with this Idempotency-Key is being worked on', {
        retryAfterMs: claim.retryAfterMs,
      });
    case 'claimed':
      return finish(call, stream, claim.claimId, record, payload);
  }
}

async function finish(
  call: IngestCall,
  stream: IngestStream,
  claimId: string,
  record: SnapshotRecord,
  payload: SnapshotPayload,
): Promise<Response | Refusal> {
  const { snapshots } = call.settings;
  const done = await storeStep(call, 'snapshots.finish', () => snapshots.finish(stream, claimId, { record, payload }));
  if (isRefusal(done)) {
    // So that the sender's repeat need not wait for the lease. If this fails as well, the lease does it.
    await storeStep(call, 'snapshots.release', () => snapshots.release(stream, claimId));
    return done;
  }
  switch (done.state) {
    case 'stored':
      return toJsonResponse(201, toReceipt(done.record, 'accepted', done.record));
    case 'known':
      return replay(done.record, done.record);
    case 'lost':
      return refuse('claim_lost', 'storing took longer than the lease and another request took over; send it again', {
        retryAfterMs: 1000,
      });
  }
}

function replay(record: SnapshotRecord, newest: SnapshotRecord): Response {
  return toJsonResponse(200, toReceipt(record, 'duplicate', newest), { 'Idempotency-Replayed': 'true' });
}

// The length of a key is up to the sender; the number of problems is bounded by the validator.
function toDetails(problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: path.slice(0, 200), message }));
}
