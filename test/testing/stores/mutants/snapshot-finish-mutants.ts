import type { SnapshotStore } from '../../../../src/stores/snapshot-store.js';
import { createLeakyCache, type Mutants } from './mutant.js';
import { MADE_UP, mutant } from './snapshot-mutant.js';

type Entry = Parameters<SnapshotStore['finish']>[2];

/** Stores whatever is finished, whoever has the claim. */
const finishingAnything = mutant(({ claim, finish }) => ({
  finish: async (stream, claimId, entry) => {
    const found = await finish(stream, claimId, entry);
    if (found.state !== 'lost') return found;
    const { key, digest } = entry.record;
    const taken = await claim(stream, { key: `${key} late`, digest, nowMs: 0, leaseMs: 0 });
    return taken.state === 'claimed' ? finish(stream, taken.claimId, entry) : found;
  },
}));

/** A mutant that sees which claim is for which key, and which claim of a key is the last. */
function remembering(
  change: (
    store: SnapshotStore,
    claims: { keyOf: Map<string, string>; lastOf: Map<string, string> },
  ) => Partial<SnapshotStore>,
) {
  return mutant((store) => {
    const claims = { keyOf: new Map<string, string>(), lastOf: new Map<string, string>() };
    return {
      claim: async (stream, request) => {
        const found = await store.claim(stream, request);
        if (found.state === 'claimed') {
          claims.keyOf.set(found.claimId, request.key);
          claims.lastOf.set(request.key, found.claimId);
        }
        return found;
      },
      ...change(store, claims),
    };
  });
}

export const snapshotFinishMutants: Mutants<SnapshotStore> = {
  'snapshot-store/finish': mutant(({ finish, newest }) => {
    const first = new Map<string, Entry>();
    return {
      finish: (stream, claimId, entry) => {
        const id = JSON.stringify(stream);
        if (!first.has(id)) first.set(id, structuredClone(entry));
        return finish(stream, claimId, entry);
      },
      newest: async (stream) => {
        const found = await newest(stream);
        return found && { ...found, payload: first.get(JSON.stringify(stream))?.payload ?? found.payload };
      },
    };
  }),
  'snapshot-store/finish-order': mutant(({ finish, release }) => {
    // The newest is the latest claim, not the latest finish.
    let latest = 0;
    return {
      finish: async (stream, claimId, entry) => {
        const order = Number(claimId.split('-')[1]);
        if (order > latest) {
          latest = order;
          return finish(stream, claimId, entry);
        }
        await release(stream, claimId);
        return { state: 'stored', record: entry.record };
      },
    };
  }),
  'snapshot-store/finish-known': [
    mutant(({ finish }) => ({
      finish: async (stream, claimId, entry) => {
        const found = await finish(stream, claimId, entry);
        return found.state === 'known' ? { state: 'stored', record: entry.record } : found;
      },
    })),
    // Tells the truth, but forgets the key.
    mutant(({ claim, finish, newest, release }) => ({
      finish: async (stream, claimId, entry) => {
        const latest = await newest(stream);
        if (latest?.record.digest !== entry.record.digest) return finish(stream, claimId, entry);
        await release(stream, claimId);
        return { state: 'known', record: latest.record };
      },
      claim: async (stream, request) => {
        const found = await claim(stream, request);
        return found.state === 'known' && found.record.key !== request.key ? MADE_UP : found;
      },
    })),
  ],
  'snapshot-store/finish-twice': mutant(({ finish }) => {
    const finished = new Set<string>();
    return {
      finish: async (stream, claimId, entry) => {
        if (finished.has(claimId)) return { state: 'stored', record: entry.record };
        finished.add(claimId);
        return finish(stream, claimId, entry);
      },
    };
  }),
  'snapshot-store/late-finish-lost': finishingAnything,
  'snapshot-store/late-finish-over-name': finishingAnything,
  'snapshot-store/finish-own-stream': finishingAnything,
  'snapshot-store/finish-released': finishingAnything,
  'snapshot-store/release': mutant(() => ({ release: async () => {} })),
  'snapshot-store/release-gone': [
    remembering((store, { keyOf, lastOf }) => ({
      release: (stream, claimId) => store.release(stream, lastOf.get(keyOf.get(claimId) ?? '') ?? claimId),
    })),
    mutant(({ release }) => {
      const released = new Set<string>();
      return {
        release: async (stream, claimId) => {
          if (released.has(claimId)) throw new Error('no such claim');
          released.add(claimId);
          await release(stream, claimId);
        },
      };
    }),
  ],
  'snapshot-store/copies-in': mutant(({ finish, newest }) => {
    let handedIn: Entry | undefined;
    return {
      finish: (stream, claimId, entry) => {
        handedIn = entry;
        return finish(stream, claimId, entry);
      },
      newest: async (stream) => (await newest(stream)) && structuredClone(handedIn),
    };
  }),
  'snapshot-store/copies-out': mutant(({ finish, newest }) => {
    const cache = createLeakyCache();
    return {
      finish: (...call) => {
        cache.clear();
        return finish(...call);
      },
      newest: (stream) => cache.through(stream, () => newest(stream)),
    };
  }),
};
