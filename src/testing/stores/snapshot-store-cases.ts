import type { SnapshotStore } from '../../stores/snapshot-store.js';
import { snapshotClaimCases } from './snapshot-claim-cases.js';
import { snapshotExpiryCases } from './snapshot-expiry-cases.js';
import { snapshotFinishCases } from './snapshot-finish-cases.js';
import type { StoreCase } from './store-case.js';

/**
 * The rules of a `SnapshotStore`.
 *
 * @public
 */
export const snapshotStoreCases: readonly StoreCase<SnapshotStore>[] = [
  ...snapshotClaimCases,
  ...snapshotFinishCases,
  ...snapshotExpiryCases,
];
