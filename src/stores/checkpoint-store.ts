import type { SyncCheckpoint } from '../contracts/sync-checkpoint.js';
import type { Version, Versioned } from '../contracts/versioned.js';

/**
 * Remembers how far each pull has come. A host backs it with its own database.
 *
 * Values cross this boundary by copy, both ways. Absence is `undefined`, never an error.
 *
 * @public
 */
export interface CheckpointStore {
  /** The checkpoint under a key that the caller chose, or `undefined`. */
  get(key: string): Promise<Versioned<SyncCheckpoint> | undefined>;
  /**
   * Writes if the stored version is still `expected` (`'absent'`: if there is none). Resolves to the new version, or to
   * `undefined` when another writer won; then nothing was written. Every write makes a new version, an equal value too.
   */
  put(key: string, checkpoint: SyncCheckpoint, expected: Version | 'absent'): Promise<Version | undefined>;
}
