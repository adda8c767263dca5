import type { PublishStream } from '../contracts/publish-stream.js';
import type { SnapshotReceipt } from '../contracts/snapshot-receipt.js';
import type { KeyKind } from '../contracts/snapshot-send.js';
import type { TrackerErrorCode } from '../errors/codes.js';
import type { StoreError } from '../errors/store-error.js';

/**
 * What a publish did.
 *
 * @public
 */
export interface PublishResult {
  /** The number of this publish, as its events name it: 1 for the client's first. */
  readonly publish: number;
  /** `accepted`: stored by this call. `duplicate`: the server proved that this content is the stream's newest already. */
  readonly status: 'accepted' | 'duplicate';
  /** The key that the answer came under. */
  readonly idempotencyKey: string;
  /** How that key was made. */
  readonly keyKind: KeyKind;
  /** The HTTP status of the answer. */
  readonly httpStatus: number;
  /** The server's receipt, or null when its answer is not in our shape. */
  readonly receipt: SnapshotReceipt | null;
  /** The snapshot arrived, but the receipt store failed to record that. The next publish repeats this one. */
  readonly receiptError?: StoreError;
  /** Requests sent, retries included. */
  readonly attempts: number;
  /** Where it was sent. */
  readonly endpoint: string;
}

/**
 * Which publish an event is about.
 *
 * @public
 */
export interface PublishSubject {
  /** Which publish. */
  readonly publish: number;
  /** Its stream. */
  readonly stream: PublishStream;
  /** The key in use. */
  readonly idempotencyKey: string;
  /** How that key was made. */
  readonly keyKind: KeyKind;
}

/**
 * What a publish client tells its listeners. None of it holds an issue's content.
 *
 * @public
 */
export interface PublishProgress {
  /** A request is about to be sent. */
  readonly attempt: PublishSubject & {
    /** Which request under this key: 1 for the first. */
    readonly attempt: number;
  };
  /** The same bytes are about to be sent again under the same key. */
  readonly retry: PublishSubject & {
    /** Which request under this key: 2 for the first repetition. */
    readonly attempt: number;
    /** How long was waited before it, in milliseconds. */
    readonly waitedMs: number;
    /** What the attempt before ended with; `authentication` where the token was renewed because of it. */
    readonly code?: TrackerErrorCode;
  };
  /** The snapshot was stored. */
  readonly accepted: PublishSubject & {
    /** The receipt, or null. */
    readonly receipt: SnapshotReceipt | null;
  };
  /** The server has this content as its newest already. */
  readonly duplicate: PublishSubject & {
    /** The receipt, or null. */
    readonly receipt: SnapshotReceipt | null;
  };
  /** An answer was not believed; the snapshot is sent again under the key named here. */
  readonly escalated: PublishSubject & {
    /** What was not believed: a replay, or the claim that the key stands for other content. */
    readonly because: 'replayed' | 'key_reused';
  };
}
