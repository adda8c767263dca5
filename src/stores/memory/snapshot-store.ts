import { streamKey } from '../../contracts/publish-stream.js';
import type { SnapshotPayload } from '../../contracts/snapshot-payload.js';
import type { IngestStream, SnapshotRecord, SnapshotStore } from '../snapshot-store.js';

/** What is kept of one stream. */
interface Shelf {
  /** Records by key; under several keys where some became other names of a record. */
  readonly records: Map<string, SnapshotRecord>;
  /** Claims that were neither finished nor released, by their ids. */
  readonly claims: Map<string, { readonly key: string; readonly endsAtMs: number }>;
  newest?: { readonly record: SnapshotRecord; readonly payload: SnapshotPayload };
}

/** Ends a claim; the key it was for, or `undefined` when the claim is gone. */
function endClaim({ claims }: Shelf, claimId: string): string | undefined {
  const claim = claims.get(claimId);
  claims.delete(claimId);
  return claim?.key;
}

/**
 * A {@link SnapshotStore} that forgets on restart: for tests, examples and one-shot servers.
 *
 * @public
 */
export function createMemorySnapshotStore(): SnapshotStore {
  // Of its publish streams, a receiving side is the server.
  const keyOf = (stream: IngestStream) => streamKey({ ...stream, serverUrl: '' });
  const shelves = new Map<string, Shelf>();
  let claimCount = 0;

  function shelfOf(stream: IngestStream): Shelf {
    const id = keyOf(stream);
    const shelf = shelves.get(id) ?? { records: new Map(), claims: new Map() };
    shelves.set(id, shelf);
    return shelf;
  }

  return {
    claim: async (stream, { key, digest, nowMs, leaseMs }) => {
      const { records, claims, newest } = shelfOf(stream);
      let record = records.get(key);
      if (record === undefined) {
        for (const [claimId, { key: claimed, endsAtMs }] of claims) {
          if (claimed !== key) continue;
          if (endsAtMs > nowMs) return { state: 'in_progress', retryAfterMs: endsAtMs - nowMs };
          // Also when the key becomes a name of the newest: a finish under the lapsed claim must not store over it.
          claims.delete(claimId);
        }
        if (newest?.record.digest === digest) {
          record = newest.record;
          records.set(key, record);
        }
      }
      if (record && newest) {
        // Two names of one record: in a clone of both at once they would share it.
        const found = structuredClone(newest.record);
        if (record.digest !== digest) return { state: 'reused', newest: found };
        return { state: 'known', record: structuredClone(record), newest: found };
      }
      const claimId = `claim-${++claimCount}`;
      claims.set(claimId, { key, endsAtMs: nowMs + leaseMs });
      return { state: 'claimed', claimId };
    },
    finish: async (stream, claimId, entry) => {
      const shelf = shelfOf(stream);
      const copy = structuredClone(entry);
      const key = endClaim(shelf, claimId);
      if (key === undefined) return { state: 'lost' };
      const isKnown = shelf.newest?.record.digest === copy.record.digest;
      if (!isKnown) shelf.newest = copy;
      const { record } = shelf.newest ?? copy;
      shelf.records.set(key, record);
      return structuredClone({ state: isKnown ? 'known' : 'stored', record });
    },
    release: async (stream, claimId) => void endClaim(shelfOf(stream), claimId),
    newest: async (stream) => structuredClone(shelves.get(keyOf(stream))?.newest),
    expire: async (beforeMs) => {
      for (const { records, claims, newest } of shelves.values()) {
        for (const [key, record] of records) {
          if (record !== newest?.record && record.receivedAtMs < beforeMs) records.delete(key);
        }
        for (const [claimId, { endsAtMs }] of claims) if (endsAtMs < beforeMs) claims.delete(claimId);
      }
    },
  };
}
