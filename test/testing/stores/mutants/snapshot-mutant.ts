import { createMemorySnapshotStore } from '../../../../src/stores/memory/snapshot-store.js';
import type { SnapshotClaim } from '../../../../src/stores/snapshot-store.js';
import { mutantOf } from './mutant.js';

/** A snapshot store with some methods replaced. */
export const mutant = mutantOf(createMemorySnapshotStore);

/** A claim that the store knows nothing of. */
export const MADE_UP: SnapshotClaim = { state: 'claimed', claimId: 'made-up' };
