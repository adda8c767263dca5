import type { Snapshot } from '../contracts/snapshot.js';
import type { SnapshotPayload, WireIssue } from '../contracts/snapshot-payload.js';
import { canonicalJson } from '../digest/canonical-json.js';
import { createSha256 } from '../digest/sha256.js';

// Digests of payloads that cannot change any more: only those that buildSnapshot froze to the bottom.
const memo = new WeakMap<SnapshotPayload, string | undefined>();

/** @internal */
export function markFrozen(payload: SnapshotPayload): void {
  memo.set(payload, undefined);
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
  // No text can look like this: quotes inside a text are escaped.
  const place = '"issues":[';
  const rest = canonicalJson({ ...payload, issues: [] });
  const at = rest.indexOf(place) + place.length;
  hash.update(rest.slice(0, at));
  let separator = '';
  for (const issue of payload.issues) {
    const isKnown = memo.has(payload) || hasKnownShape(issue);
    hash.update(separator + (isKnown ? canonicalIssue(issue) : canonicalJson(issue, 'issues')));
    separator = ',';
  }
  hash.update(rest.slice(at));
  const digest = hash.digestHex();
  if (memo.has(payload)) memo.set(payload, digest);
  return digest;
}

// Nothing beyond the known members, which canonicalIssue would leave out.
function hasKnownShape(issue: WireIssue): boolean {
  return Object.keys(issue).length === 9 && Object.keys(issue.ref).length === 5;
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
 * @public
 */
export function contentDigest(snapshot: Snapshot): string {
  return digestPayload(snapshot.payload);
}
