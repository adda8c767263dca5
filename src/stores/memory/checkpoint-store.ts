import type { SyncCheckpoint } from '../../contracts/sync-checkpoint.js';
import type { CheckpointStore } from '../checkpoint-store.js';
import { createVersionedRecords } from './versioned-records.js';

/**
 * A {@link CheckpointStore} that forgets on restart: for tests, examples and one-shot scripts.
 *
 * @public
 */
export function createMemoryCheckpointStore(): CheckpointStore {
  const records = createVersionedRecords<SyncCheckpoint>();
  return {
    get: async (key) => records.get(key),
    put: async (key, checkpoint, expected) => records.put(key, checkpoint, expected),
  };
}
