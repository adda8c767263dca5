import type { SnapshotPayload } from './snapshot-payload.js';

/**
 * What is published: frozen plain data, so that it can be queued as JSON and sent later.
 *
 * @public
 */
export interface Snapshot {
  /** The body, in the wire's words. */
  readonly payload: SnapshotPayload;
  /** The contract key (or the content key, where `buildSnapshot` was asked for it): 64 lower-case hex digits. */
  readonly idempotencyKey: string;
  /** The text that the contract key is the SHA-256 of. */
  readonly keyText: string;
}
