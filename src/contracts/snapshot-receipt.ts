import { zFlag, zNumber } from './number.js';
import { object } from './objects.js';
import { zOneOf } from './one-of.js';
import { schemaFor } from './schema-for.js';
import type { StandardSchema } from './standard-schema.js';
import { zText, zTextOrNull } from './text.js';
import { type Timestamp, zTimestamp } from './timestamp.js';
import { toStandardSchema } from './to-standard-schema.js';

/**
 * What the receiving side answers to a snapshot, in the wire's words.
 *
 * @public
 */
export interface SnapshotReceipt {
  /** The receipt's own id. */
  readonly receipt_id: string;
  /** The key the snapshot came under first. */
  readonly idempotency_key: string;
  /** The digest of what was stored. */
  readonly content_digest: string;
  /** `duplicate` when nothing new was stored. */
  readonly status: 'accepted' | 'duplicate';
  /** Whether this receipt is the newest of its stream. */
  readonly latest: boolean;
  /** The key of the stream's newest receipt. */
  readonly latest_key: string;
  /** When it was stored. */
  readonly received_at: Timestamp;
  /** Which step of the look-up found the binding. */
  readonly resolution: 'resource' | 'workspace' | 'manual';
  /** The binding, or null while it is unresolved. */
  readonly binding_id: string | null;
  /** How much was stored. */
  readonly counts: {
    /** Issues in the snapshot. */
    readonly issues: number;
    /** Mappings in the snapshot. */
    readonly mappings: number;
  };
}

export const zSnapshotReceipt = schemaFor<SnapshotReceipt>()(
  object({
    receipt_id: zText,
    idempotency_key: zText,
    content_digest: zText,
    status: zOneOf(['accepted', 'duplicate']),
    latest: zFlag,
    latest_key: zText,
    received_at: zTimestamp,
    resolution: zOneOf(['resource', 'workspace', 'manual']),
    binding_id: zTextOrNull,
    counts: object({ issues: zNumber, mappings: zNumber }),
  }),
);

/**
 * Validates a {@link SnapshotReceipt}; further keys are ignored.
 *
 * @public
 */
export const snapshotReceiptSchema: StandardSchema<SnapshotReceipt> =
  /* @__PURE__ */ toStandardSchema(zSnapshotReceipt);
