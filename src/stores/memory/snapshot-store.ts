import type { SnapshotPayload } from '../../contracts/snapshot-payload.js';
import type { IngestStream, SnapshotRecord, SnapshotStore } from '../snapshot-store.js';

/** What is kept of one stream. */
interface Shelf {
  /** Records by key; under several keys where some became other names of a record. */
  readonly records: Map<string, SnapshotRecord>;
  /** Claims that were neither finished nor released, by key. */
  readonly claims: Map<string, { readonly claimId: string; readonly endsAtMs: number }>;
  newest?: { readonly record: SnapshotRecord; readonly payload: SnapshotPayload };
}

function streamKey({ team, provider, workspace, projectUuid }: IngestStream): string {
  return JSON.stringify([team, provider, workspace, projectUuid]);
}

/** Ends a claim; the key it was for, or `undefined` when the claim is gone. */
function endClaim({ claims }: Shelf, claimId: string): string | undefined {
  for (const [key, claim] of claims) {
    if (claim.claimId === claimId) {
      claims.delete(key);
      return key;
    }
  }
  return undefined;
}

/**
 * A {@link SnapshotStore} that forgets on restart: for tests, examples and one-shot servers.
 *
 * @public
 */
export function createMemorySnapshotStore(): SnapshotStore {
  const shelves = new Map<string, Shelf>();
  let claimed = 0;

  function shelfOf(stream: IngestStream): Shelf {
    const id = streamKey(stream);
    const shelf = shelves.get(id) ?? { records: new Map(), claims: new Map() };
    shelves.set(id, shelf);
    return shelf;
  }

  return {
    claim: async (stream, { key, digest, nowMs, leaseMs }) => {
      const { records, claims, newest } = shelfOf(stream);
      const known = records.get(key);
      if (known !== undefined && newest !== undefined) {
        if (known.digest !== digest) return { state: 'reused', newest: structuredClone(newest.record) };
        return { state: 'known', record: structuredClone(known), newest: structuredClone(newest.record) };
      }
      const claim = claims.get(key);
      if (claim !== undefined && claim.endsAtMs > nowMs) {
        return { state: 'in_progress', retryAfterMs: claim.endsAtMs - nowMs };
      }
      // Also when the key becomes a name of the newest: a finish under the lapsed claim must not store over it.
      claims.delete(key);
      if (newest?.record.digest === digest) {
        records.set(key, newest.record);
        return { state: 'known', record: structuredClone(newest.record), newest: structuredClone(newest.record) };
      }
      const claimId = `claim-${++claimed}`;
      claims.set(key, { claimId, endsAtMs: nowMs + leaseMs });
      return { state: 'claimed', claimId };
    },
    finish: async (stream, claimId, entry) => {
      const shelf = shelfOf(stream);
      const copy = structuredClone(entry);
      const key = endClaim(shelf, claimId);
      if (key === undefined) return { state: 'lost' };
      if (shelf.newest?.record.digest === copy.record.digest) {
        shelf.records.set(key, shelf.newest.record);
        return { state: 'known', record: structuredClone(shelf.newest.record) };
      }
      shelf.newest = copy;
      shelf.records.set(key, copy.record);
      return { state: 'stored', record: structuredClone(copy.record) };
    },
    release: async (stream, claimId) => void endClaim(shelfOf(stream), claimId),
    newest: async (stream) => structuredClone(shelves.get(streamKey(stream))?.newest),
    expire: async (beforeMs) => {
      for (const { records, claims, newest } of shelves.values()) {
        for (const [key, record] of records) {
          if (record !== newest?.record && record.receivedAtMs < beforeMs) records.delete(key);
        }
        for (const [key, { endsAtMs }] of claims) if (endsAtMs < beforeMs) claims.delete(key);
      }
    },
  };
}
