import { isPlainObject } from '../contracts/plain-object.js';
import type { Snapshot } from '../contracts/snapshot.js';
import type { SnapshotPayload, WireIssue } from '../contracts/snapshot-payload.js';
import { canonicalJson } from '../digest/canonical-json.js';
import { createSha256, type Sha256 } from '../digest/sha256.js';
import { refusal } from '../errors/refusal.js';

// Digests of payloads that cannot change any more: only those that buildSnapshot froze to the bottom.
const memo = new WeakMap<SnapshotPayload, string | undefined>();

/** @internal */
export function markFrozen(payload: SnapshotPayload): void {
  memo.set(payload, undefined);
}

/** Whether a payload came out of `buildSnapshot` in this process, checked and frozen. @internal */
export function isFrozenPayload(payload: SnapshotPayload): boolean {
  return memo.has(payload);
}

/**
 * The SHA-256, in lower-case hex, of the RFC 8785 canonical JSON of a payload. Streamed issue by issue, so that no second
 * copy of a large body is made.
 *
 * @internal
 */
export function digestPayload(payload: SnapshotPayload, hash = createSha256()): string {
  const known = memo.get(payload);
  if (known !== undefined) return known;
  let separator = '{';
  for (const key of Object.keys(payload).sort() as (keyof SnapshotPayload)[]) {
    hash.update(`${separator}${JSON.stringify(key)}:`);
    // What is not known to be checked takes the general way, which knows every odd value.
    if (key === 'issues' && memo.has(payload)) updateIssues(hash, payload.issues);
    else hash.update(canonicalJson(payload[key], key));
    separator = ',';
  }
  hash.update('}');
  const digest = hash.digestHex();
  if (memo.has(payload)) memo.set(payload, digest);
  return digest;
}

function updateIssues(hash: Sha256, issues: readonly WireIssue[]): void {
  let separator = '[';
  for (const issue of issues) {
    // Not put together: that costs more than a second update.
    hash.update(separator);
    hash.update(canonicalIssue(issue));
    separator = ',';
  }
  hash.update(issues.length === 0 ? '[]' : ']');
}

// The known members in canonical order through the platform's own JSON.stringify: several times as fast as the general
// way.
function canonicalIssue(issue: WireIssue): string {
  const { ref } = issue;
  return JSON.stringify({
    assignees: issue.assignees,
    body: issue.body,
    issue_type: issue.issue_type,
    labels: issue.labels,
    priority: issue.priority,
    ref: { id: ref.id, key: ref.key, system: ref.system, url: ref.url, workspace: ref.workspace },
    status: issue.status,
    title: issue.title,
    updated_at: issue.updated_at,
  });
}

/**
 * What a snapshot contains, as one value: equal for equal content, on every runtime. The SHA-256, in lower-case hex, of
 * the RFC 8785 canonical JSON of the 11-key body.
 *
 * Throws `InvalidInputError` for what is no snapshot, or holds what has no canonical form.
 *
 * @public
 */
export function contentDigest(snapshot: Snapshot): string {
  if (!isPlainObject(snapshot?.payload)) {
    throw refusal('contentDigest', [{ path: 'payload', message: 'expected a snapshot of buildSnapshot' }]);
  }
  return digestPayload(snapshot.payload);
}
