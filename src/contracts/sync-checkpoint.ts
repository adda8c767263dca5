import { nullable, strictObject } from './objects.js';
import { schemaFor } from './schema-for.js';
import type { StandardSchema } from './standard-schema.js';
import { zTextOrNull } from './text.js';
import { type Timestamp, zTimestamp } from './timestamp.js';
import { toStandardSchema } from './to-standard-schema.js';

/**
 * How far a pull has come.
 *
 * @public
 */
export interface SyncCheckpoint {
  /** Where to go on inside a pull that was interrupted; null between pulls. */
  readonly cursor: string | null;
  /** The watermark: everything that changed before is settled. Null before the first pull. */
  readonly updatedSince: Timestamp | null;
}

export const zSyncCheckpoint = schemaFor<SyncCheckpoint>()(
  strictObject({ cursor: zTextOrNull, updatedSince: nullable(zTimestamp) }),
);

/**
 * Validates a {@link SyncCheckpoint}.
 *
 * @public
 */
export const syncCheckpointSchema: StandardSchema<SyncCheckpoint> = /* @__PURE__ */ toStandardSchema(zSyncCheckpoint);
