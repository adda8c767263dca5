// A store decorated by spreading: the same store, and a list of what it really took.
import type { SnapshotRecord, SnapshotStore } from '@spec-kitty/tracker';

/** A snapshot store that tells what was stored. */
export interface WatchedSnapshots extends SnapshotStore {
  /** One record for each snapshot that was stored, in order. Replays are not among them. */
  readonly stored: readonly SnapshotRecord[];
}

/** Watches a snapshot store. */
export function watchSnapshots(store: SnapshotStore): WatchedSnapshots {
  const stored: SnapshotRecord[] = [];
  return {
    ...store,
    stored,
    async finish(stream, claimId, entry) {
      const done = await store.finish(stream, claimId, entry);
      if (done.state === 'stored') stored.push(done.record);
      return done;
    },
  };
}
