import type { SnapshotPayload } from '../contracts/snapshot-payload.js';

/**
 * The stream that a received snapshot belongs to. Keys live inside it and are never shown outside.
 *
 * @public
 */
export interface IngestStream {
  /** The team of the request. */
  readonly team: string;
  /** The normalised provider. */
  readonly provider: string;
  /** The tracker's workspace. */
  readonly workspace: string;
  /** The project, or null. */
  readonly projectUuid: string | null;
}

/**
 * A receipt as it is stored: what an answer is made from.
 *
 * @public
 */
export interface SnapshotRecord {
  /** The receipt's own id. */
  readonly receiptId: string;
  /** The key the snapshot came under first. */
  readonly key: string;
  /** The content digest. */
  readonly digest: string;
  /** When it was received, in milliseconds since 1970. */
  readonly receivedAtMs: number;
  /** Which step of the look-up found the binding. */
  readonly resolution: 'resource' | 'workspace' | 'manual';
  /** The binding, or null. */
  readonly bindingId: string | null;
  /** Issues in the snapshot. */
  readonly issueCount: number;
  /** Mappings in the snapshot. */
  readonly mappingCount: number;
}

/**
 * What a claim found.
 *
 * - `claimed`: the caller alone works on this key until the lease ends.
 * - `in_progress`: someone else does, for `retryAfterMs` more at the longest.
 * - `known`: this content was stored before. Either under this key, or it is the stream's newest: then the key has become
 *   another name of that record.
 * - `reused`: this key stands for other content.
 *
 * `newest` is the stream's newest record at that moment.
 *
 * @public
 */
export type SnapshotClaim =
  | { readonly state: 'claimed'; readonly claimId: string }
  | { readonly state: 'in_progress'; readonly retryAfterMs: number }
  | { readonly state: 'known'; readonly record: SnapshotRecord; readonly newest: SnapshotRecord }
  | { readonly state: 'reused'; readonly newest: SnapshotRecord };

/**
 * What finishing a claim did.
 *
 * - `stored`: record and payload are the stream's newest now.
 * - `known`: meanwhile the same content had become the stream's newest; nothing was stored twice.
 * - `lost`: the lease had ended and the claim belongs to another; nothing was stored.
 *
 * @public
 */
export type SnapshotFinish =
  | { readonly state: 'stored'; readonly record: SnapshotRecord }
  | { readonly state: 'known'; readonly record: SnapshotRecord }
  | { readonly state: 'lost' };

/**
 * What the receiving side has of a stream: claims, receipts and the newest snapshot. A host backs it with its own
 * database.
 *
 * Every method is one atomic step. Values cross this boundary by copy, both ways. Time is an argument.
 *
 * @public
 */
export interface SnapshotStore {
  /**
   * Asks for the right to store a snapshot under a key. In this order: a key that is known is `known` or `reused`; one
   * that is being worked on is `in_progress`; one that brings the newest's content is `known`; any other is `claimed`.
   * A claim whose lease has ended at `nowMs` is free again, so that a crash between claim and finish blocks nothing for
   * longer; content that is older than the newest is new again.
   */
  claim(
    stream: IngestStream,
    request: { readonly key: string; readonly digest: string; readonly nowMs: number; readonly leaseMs: number },
  ): Promise<SnapshotClaim>;
  /** Stores record and payload under a claim and ends the claim. One that ended before, finished or not, is `lost`. */
  finish(
    stream: IngestStream,
    claimId: string,
    entry: { readonly record: SnapshotRecord; readonly payload: SnapshotPayload },
  ): Promise<SnapshotFinish>;
  /** Ends a claim without storing anything. Ending one that is gone succeeds, and leaves its successor alone. */
  release(stream: IngestStream, claimId: string): Promise<void>;
  /** The stream's newest record and payload, or `undefined`. */
  newest(
    stream: IngestStream,
  ): Promise<{ readonly record: SnapshotRecord; readonly payload: SnapshotPayload } | undefined>;
  /**
   * Forgets records received before `beforeMs`, with their keys, and may forget claims whose lease ended before. The
   * newest of a stream stays with all its keys, however old.
   */
  expire(beforeMs: number): Promise<void>;
}
