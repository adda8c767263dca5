import type { Snapshot } from '../contracts/snapshot.js';
import type { SnapshotPayload } from '../contracts/snapshot-payload.js';
import { sha256Hex } from '../digest/sha256.js';
import { contentDigest } from './content-digest.js';

/**
 * The text whose SHA-256 is the contract key. It counts issues and does not read them, which is why there is a content
 * key as well.
 *
 * @internal
 */
export function contractKeyText(payload: SnapshotPayload): string {
  return [
    payload.provider,
    payload.workspace,
    payload.external_resource_type ?? 'None',
    payload.external_resource_id ?? 'None',
    payload.issues.length,
    payload.mappings.length,
    payload.checkpoint.cursor ?? 'None',
  ].join('|');
}

/** @internal */
export function contentKeyFrom(keyText: string, digest: string, after?: string): string {
  return sha256Hex(after === undefined ? `${keyText}|${digest}` : `${keyText}|${digest}|${after}`);
}

/**
 * The key of this content: the SHA-256, in lower-case hex, of `<key text>|<content digest>`; chained to an earlier key, of
 * `<key text>|<content digest>|<that key>`, so that content which comes back gets a key of its own.
 *
 * @param after - The key to chain to.
 *
 * @public
 */
export function contentKey(snapshot: Snapshot, after?: string): string {
  return contentKeyFrom(snapshot.keyText, contentDigest(snapshot), after);
}
