import type { SnapshotStore } from '../../../../src/stores/snapshot-store.js';
import type { Mutants } from './mutant.js';
import { snapshotClaimMutants } from './snapshot-claim-mutants.js';
import { snapshotExpiryMutants } from './snapshot-expiry-mutants.js';
import { snapshotFinishMutants } from './snapshot-finish-mutants.js';

export const snapshotStoreMutants: Mutants<SnapshotStore> = {
  ...snapshotClaimMutants,
  ...snapshotFinishMutants,
  ...snapshotExpiryMutants,
};
